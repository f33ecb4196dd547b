"""The clocks of a case: when each target is due, rebuilt from its history."""
