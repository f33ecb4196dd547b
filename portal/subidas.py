"""Files are taken from staff, and from the public where an address declares how large they may be.

The first of `FILE_UPLOAD_HANDLERS`. Django writes to /tmp whatever a form brings, before any view
looks at it: in a container that is memory, and a visitor could fill it.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.urls import Resolver404, resolve

# A file above its limit is dropped as it comes, so that the form can say so beside the field; a
# request this many times larger is no slip of a person and is not read.
EXCESO_TOLERADO = 4


class SoloDelPersonal(FileUploadHandler):
    """Bounds what the public may send.

    That is `DATA_UPLOAD_MAX_MEMORY_SIZE`, files included; or, at the addresses that
    `settings.PORTAL_SUBIDAS_PUBLICAS` names, files of so many bytes each.
    """

    limite: int | None = None

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
        if usuario and usuario.is_staff:
            return
        self.limite = self._declarado()
        maximo = (
            self.limite * EXCESO_TOLERADO if self.limite else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        )
        if content_length > maximo:
            raise RequestDataTooBig("El público no envía archivos tan grandes.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand it on to the next handler; drop a file as soon as it goes over the limit."""
        if self.limite and start + len(raw_data) > self.limite:
            # For forms where a file is optional, and its absence would say nothing.
            self.request.subidas_descartadas = True  # type: ignore[union-attr]
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""

    def _declarado(self) -> int | None:
        try:
            ruta = resolve(self.request.path_info).view_name  # type: ignore[union-attr]
        except Resolver404:
            return None
        return settings.PORTAL_SUBIDAS_PUBLICAS.get(ruta)
