"""«Generador de contraseñas seguras» (manual 004 §6): a screen of its own in the admin."""
