"""SSPS: certificate requests, their public status look-up and their work by staff (manual 002)."""
