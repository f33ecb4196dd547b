"""Seleccionar (manual 004 §2 and §6): who gets a password, who doesn't and why."""
