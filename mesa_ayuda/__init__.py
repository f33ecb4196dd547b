"""Help desk: accounts, cases, inbound mail, clocks and escalation (manuals 001 and 003)."""
