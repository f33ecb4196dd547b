"""Every address of the help desk, as Django's resolver knows them: nobody keeps a list by hand."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

ADMIN = "/admin/mesa_ayuda/"


@dataclass(frozen=True, slots=True)
class Direccion:
    """An address; `modelo` is that whose row it takes, `propia` says that its view is ours."""

    nombre: str
    ruta: str
    modelo: str
    propia: bool


def direcciones() -> list[Direccion]:
    """Return the addresses that stand in the help desk's part of the admin, or have its views."""
    return list(_recorrer(get_resolver(), "/", ""))


def _recorrer(resolver: URLResolver, prefijo: str, espacio: str) -> Iterator[Direccion]:
    for patron in resolver.url_patterns:
        ruta = prefijo + str(patron.pattern)
        if isinstance(patron, URLResolver):
            dentro = f"{espacio}{patron.namespace}:" if patron.namespace else espacio
            yield from _recorrer(patron, ruta, dentro)
        elif ruta.startswith(ADMIN):
            modelo = ruta.removeprefix(ADMIN).partition("/")[0]
            # Django's old address of a row, which leads to its form, has no name.
            nombre = (patron.name or f"{modelo}_row").removeprefix("mesa_ayuda_")
            yield Direccion(f"{espacio}{nombre}", ruta, modelo, _es_de_la_mesa(patron))
        elif _es_de_la_mesa(patron):
            yield Direccion(f"{espacio}{patron.name}", ruta, "", True)


def _es_de_la_mesa(patron: URLPattern) -> bool:
    return patron.callback.__module__.startswith("mesa_ayuda.")
