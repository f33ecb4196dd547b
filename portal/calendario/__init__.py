"""Business calendar: holidays, pure business time, and the words people read them in."""
