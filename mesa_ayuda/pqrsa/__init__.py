"""The PQRSA channel (manual 003): receipt, legal term, extension and signed answer."""
