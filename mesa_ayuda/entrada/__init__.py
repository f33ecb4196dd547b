"""Mail that arrives: read, judged, matched with a case, recorded (the ten rules of the help desk).

`lectura`, `automatico`, `rebote`, `cita` and `limpieza` are pure: data in, values out.
"""
