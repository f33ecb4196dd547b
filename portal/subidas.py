"""Files are taken from staff alone: the first of `FILE_UPLOAD_HANDLERS`.

Django writes to /tmp whatever a form brings, before any view looks at it: in a container that is
memory, and a visitor could fill it.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class SoloDelPersonal(FileUploadHandler):
    """Lets the public send no more than `DATA_UPLOAD_MAX_MEMORY_SIZE`, files included."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],  # noqa: N803 - the name belongs to Django
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Raise `RequestDataTooBig` (400) before anything of it is read."""
        usuario = getattr(self.request, "user", None)
        if content_length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE and not (
            usuario and usuario.is_staff
        ):
            raise RequestDataTooBig("El público no envía archivos tan grandes.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand it on to the next handler."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""
