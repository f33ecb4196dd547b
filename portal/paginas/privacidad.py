"""Which text of the privacy notice is in force; whoever gives consent keeps both beside it."""

from datetime import date

VERSION = "1.1"
FECHA = date(2026, 11, 25)
