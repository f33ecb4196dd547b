"""Structured logs: one JSON object a line, tied together by a request id, without personal data.

Addresses (`/descarga/<token>/`) and the texts of exceptions may carry secrets or names: a line
names the route's pattern and the exception's class instead.
"""

import logging
import re
import time
import traceback
import uuid
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from types import TracebackType

from django.http import HttpRequest, HttpResponse
from pythonjsonlogger.json import JsonFormatter

logger = logging.getLogger("portal.solicitud_http")
_traza: ContextVar[str] = ContextVar("traza", default="")
IDENTIFICADOR = re.compile(r"[A-Za-z0-9-]{8,64}")


def ruta(request: HttpRequest) -> str:
    """Return the pattern of the route that serves `request`, never its real address."""
    hallada = getattr(request, "resolver_match", None)
    return f"/{hallada.route}" if hallada else "(sin ruta)"


class TrazaMiddleware:
    """Gives each request an id (X-Request-ID, kept if it is well formed) and logs one line."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        recibida = request.headers.get("X-Request-ID", "")
        traza = recibida if IDENTIFICADOR.fullmatch(recibida) else uuid.uuid4().hex
        ficha = _traza.set(traza)
        inicio = time.perf_counter()
        try:
            response = self.get_response(request)
            response.headers["X-Request-ID"] = traza
            logger.info(
                "solicitud atendida",
                extra={
                    "metodo": request.method,
                    "ruta": ruta(request),
                    "estado": response.status_code,
                    "ms": round((time.perf_counter() - inicio) * 1000, 1),
                },
            )
            return response
        finally:
            _traza.reset(ficha)


class TrazaFiltro(logging.Filter):
    """Adds the request id and takes addresses out of Django's own lines about requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.traza = _traza.get()
        request = getattr(record, "request", None)
        if request is not None:
            # Django puts the raw path in the text, and the request itself in the record.
            estado = getattr(record, "status_code", "")
            record.msg, record.args = f"respuesta {estado}", ()
            record.ruta = ruta(request) if isinstance(request, HttpRequest) else ""
            delattr(record, "request")
        if hasattr(record, "data"):
            # Celery's own lines: arguments, result, and the exception's text in all of them.
            _callar_celery(record)
        return True


def _callar_celery(record: logging.LogRecord) -> None:
    delattr(record, "data")
    if isinstance(record.args, Mapping) and "exc" in record.args:
        clase = record.exc_info[0] if record.exc_info else None
        record.args = {**record.args, "exc": clase.__name__ if clase else "(sin texto)"}


class FormatoJson(JsonFormatter):
    """JSON lines with UTC time; of an exception its class and frames, never its text."""

    def __init__(self) -> None:
        super().__init__(
            "{asctime}{levelname}{name}{message}{traza}",
            style="{",
            rename_fields={"asctime": "momento", "levelname": "nivel", "name": "origen"},
            json_ensure_ascii=False,
        )
        self.converter = time.gmtime
        self.default_time_format = "%Y-%m-%dT%H:%M:%S"
        self.default_msec_format = "%s.%03dZ"

    def formatException(  # noqa: N802 - the name belongs to logging
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        """Return class and frames of the exception and of its causes."""
        lineas: list[str] = []
        error = ei[1]
        while error is not None:
            lineas += [line.rstrip() for line in traceback.format_tb(error.__traceback__)]
            lineas.append(f"{type(error).__module__}.{type(error).__qualname__}")
            error = error.__cause__ or error.__context__
        return "\n".join(lineas)
