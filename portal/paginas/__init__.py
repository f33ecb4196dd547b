"""Home, help on the download e-mail, privacy notice and error pages."""
