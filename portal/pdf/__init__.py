"""PDF documents of the portal: one letterhead, tagged, PDF/A, quick to make. Pure.

`documento.Documento` is the way in. Nothing here knows the ORM, the settings or the time of day.
"""
