"""What customers do with their cases: report, follow, answer, accept, close, reopen, rate."""
