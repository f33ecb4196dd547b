"""The knowledge base: public articles, their search, and whether they helped."""
