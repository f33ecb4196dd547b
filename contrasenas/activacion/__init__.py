"""Activation of a pre-assigned password by its holder (manual 004 §10): data, PIN, done."""
