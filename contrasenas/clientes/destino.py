"""Which addresses a host name that staff typed may lead to. No ORM, no settings."""

import ipaddress
import socket
from collections.abc import Sequence

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address

# Where clouds answer with credentials; the IPv4 one is link-local, this one of Amazon is not.
METADATOS = frozenset({ipaddress.ip_address("fd00:ec2::254")})
# IPv4 written inside IPv6 by a translator (RFC 6052).
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class DestinoVedado(Exception):
    """The name leads to an address that no mail server of a chamber can have."""


def resolver(anfitrion: str, puerto: int, *, admitir_local: bool) -> Sequence[str]:
    """Return the addresses of `anfitrion`, every one of them fit to be called.

    The caller must connect to these and not to the name: it could lead elsewhere a moment later.
    Raises `DestinoVedado`, or `socket.gaierror` for a name that does not resolve.
    """
    try:
        nombre = anfitrion.encode("idna").decode("ascii")
    except UnicodeError:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known") from None
    hallados = socket.getaddrinfo(nombre, puerto, type=socket.SOCK_STREAM)
    direcciones = list(dict.fromkeys(str(hallado[4][0]) for hallado in hallados))
    for direccion in direcciones:
        if not _permitida(ipaddress.ip_address(direccion), admitir_local=admitir_local):
            raise DestinoVedado
    return direcciones


def _permitida(escrita: Ip, *, admitir_local: bool) -> bool:
    ip = _desnuda(escrita)
    if ip.is_loopback:
        return admitir_local
    vedada = ip.is_link_local or ip.is_multicast or ip.is_unspecified or ip.is_reserved
    return not vedada and ip not in METADATOS


def _desnuda(ip: Ip) -> Ip:
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in NAT64:
        return ipaddress.IPv4Address(ip.packed[-4:])
    return ip.ipv4_mapped or ip.sixtofour or ip
