"""What only staff do with cases: queues, assignment, merging, drafts, who is answering."""
