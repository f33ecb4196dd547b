"""Address of the visitor, believing only as many proxies as are configured.

Each of our proxies appends the address that it was called from to `X-Forwarded-For`. With
`settings.PORTAL_PROXY_HOPS` proxies of ours, the entry that far from the right is the last one that
a proxy of ours wrote; whatever stands left of it was written by the visitor and is not believed.
"""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

# Stands for «no address»: what a server behind a Unix socket reports is not one.
DESCONOCIDA = "0.0.0.0"  # noqa: S104
# What one subscriber is given (RFC 6177): one person can use any address within it.
PREFIJO_IPV6 = 64


def direccion(request: HttpRequest) -> str:
    """Return the visitor's IP address, normalised; `DESCONOCIDA` if the server reports none.

    A header that is too short or not an address falls back to the connection's own address: such
    visitors then share their limits, which is the safe side.
    """
    saltos = settings.PORTAL_PROXY_HOPS
    if saltos > 0:
        entradas = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(entradas) >= saltos:
            reenviada = _leer(entradas[-saltos])
            if reenviada is not None:
                return str(reenviada)
    return str(_leer(request.META.get("REMOTE_ADDR", "")) or DESCONOCIDA)


def red(request: HttpRequest) -> str:
    """Return the subject for limits: the IPv4 address, or the /64 network of an IPv6 one."""
    texto = direccion(request)
    if ":" not in texto:
        return texto
    return str(ip_network(f"{texto}/{PREFIJO_IPV6}", strict=False))


def primera_de_la_red(request: HttpRequest) -> str:
    """Return `red` as one address, for what can only count addresses (django-axes)."""
    return red(request).partition("/")[0]


def _leer(texto: str) -> IPv4Address | IPv6Address | None:
    """Parse an address as proxies write it: with port, in brackets or quoted, with a zone."""
    texto = texto.strip().strip('"')
    if texto.startswith("["):
        texto = texto[1:].partition("]")[0]
    elif texto.count(":") == 1:
        texto = texto.partition(":")[0]
    try:
        ip = ip_address(texto.partition("%")[0])
    except ValueError:
        return None
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    return ip
