"""Packets of mails with pre-assigned passwords (manual 004 §7): made, sent, held back, stopped."""
