"""Outgoing mail and SMS: a row first, sent by a worker afterwards; and the demo's inbox."""
