"""Screens of the staff of the SSPS, inside Django's admin."""
