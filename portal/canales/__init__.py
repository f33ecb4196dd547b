"""Channels of attention, their hours and the escalation levels: rows that staff edit."""
