"""SII: chambers, registered merchants, pre-assigned passwords and verified users (manual 004)."""
