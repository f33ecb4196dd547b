"""A small closed-loop HTTP client: each connection asks again as soon as it is answered."""

import asyncio
import re
import time
from dataclasses import dataclass

LONGITUD = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Medida:
    """What one run showed: answers per second, and the 95th percentile of the waits in ms."""

    por_segundo: float
    p95_ms: float
    errores: int


async def _conexion(
    puerto: int, pedido: bytes, estado: bytes, hasta: float, esperas: list[float]
) -> int:
    errores = 0
    lector, escritor = await asyncio.open_connection("127.0.0.1", puerto)
    try:
        while (inicio := time.perf_counter()) < hasta:
            escritor.write(pedido)
            cabeza = await lector.readuntil(b"\r\n\r\n")
            largo = LONGITUD.search(cabeza)
            await lector.readexactly(int(largo[1]) if largo else 0)
            esperas.append(time.perf_counter() - inicio)
            errores += not cabeza.startswith(b"HTTP/1.1 " + estado)
    finally:
        escritor.close()
    return errores


async def _medir(
    puerto: int, pedido: bytes, estado: bytes, conexiones: int, segundos: float
) -> Medida:
    esperas: list[float] = []
    inicio = time.perf_counter()
    errores = await asyncio.gather(
        *(_conexion(puerto, pedido, estado, inicio + segundos, esperas) for _ in range(conexiones))
    )
    transcurrido = time.perf_counter() - inicio
    esperas.sort()
    return Medida(
        por_segundo=len(esperas) / transcurrido,
        p95_ms=esperas[int(len(esperas) * 0.95)] * 1000,
        errores=sum(errores),
    )


def medir(
    puerto: int, ruta: str, *, galleta: str = "", conexiones: int = 32, segundos: float = 5
) -> Medida:
    """Ask for `ruta` over `conexiones` kept-alive connections for `segundos`; 200 is expected."""
    pedido = (
        f"GET {ruta} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: keep-alive\r\n"
        "X-Forwarded-Proto: https\r\n"
        f"Cookie: {galleta}\r\n\r\n"
    ).encode()
    return asyncio.run(_medir(puerto, pedido, b"200", conexiones, segundos))
