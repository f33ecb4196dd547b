"""Customers' accounts: signing in, signing up, passwords, sessions, drafts that outlive them."""
