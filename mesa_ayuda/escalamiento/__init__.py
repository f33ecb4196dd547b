"""Escalation: a case whose target is nearly, or no longer, met goes to the next level."""
