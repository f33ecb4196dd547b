"""«Gestión de usuarios verificados»: what staff do with them, and the sheet of their evidence."""
