"""Closing by itself: what was solved, and nobody has objected to."""
