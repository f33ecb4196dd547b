"""Template filters and tags of every page: dates, money, numbers, icons, current link.

Dates and figures are written out here, not left to the active locale, because the pages promise
one fixed form (design.md, «Pages»): «23 de noviembre de 2026» in text, dd/mm/aaaa in tables,
point for thousands and comma for decimals as Colombia writes them.
"""

from datetime import date, datetime, time
from decimal import Decimal

from django import template
from django.http import HttpRequest
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.calendario import palabras
from portal.calendario.palabras import MESES

register = template.Library()

ESPACIO_FIJO = "\N{NO-BREAK SPACE}"


@register.filter(expects_localtime=True)
def fecha_larga(valor: date | None) -> str:
    """«23 de noviembre de 2026»; an aware datetime is taken to local time first."""
    if valor is None:
        return ""
    return f"{valor.day} de {MESES[valor.month - 1]} de {valor.year}"


@register.filter(expects_localtime=True)
def fecha_corta(valor: date | None) -> str:
    """«23/11/2026», for tables."""
    return "" if valor is None else f"{valor:%d/%m/%Y}"


@register.filter(expects_localtime=True)
def hora(valor: datetime | time | None) -> str:
    """«7:05 p. m.», with spaces that do not break at the end of a line."""
    if valor is None:
        return ""
    return palabras.hora(valor).replace(" ", ESPACIO_FIJO)


@register.filter(expects_localtime=True)
def a_la_hora(valor: datetime | time | None) -> str:
    """«las 7:05 p. m.», «la 1:05 p. m.», to write «a» or «hasta» before it."""
    if valor is None:
        return ""
    return palabras.a_la_hora(valor).replace(" ", ESPACIO_FIJO)


@register.filter
def miles(valor: int | float | Decimal | None, decimales: int = 0) -> str:
    """«1.234.567», or «1.234,50» with two decimals."""
    if valor is None:
        return ""
    return f"{valor:,.{decimales}f}".translate(str.maketrans(",.", ".,"))


@register.filter
def cop(valor: int | float | Decimal | None) -> str:
    """Colombian pesos: «$ 1.234.567», with cents only where there are any."""
    if valor is None:
        return ""
    exacto = round(Decimal(str(valor)), 2)
    cifra = miles(abs(exacto), 0 if exacto == exacto.to_integral_value() else 2)
    return f"{'-' if exacto < 0 else ''}${ESPACIO_FIJO}{cifra}"


@register.simple_tag
def icono(nombre: str) -> SafeString:
    """A decorative drawing of static/img/iconos.svg; the words beside it carry the meaning."""
    return format_html(
        '<svg class="icono" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("img/iconos.svg"),
        nombre,
    )


@register.simple_tag(takes_context=True)
def actual(context: Context, direccion: str) -> str | SafeString:
    """The aria-current attribute of a navigation link: this page, or a section above it."""
    request: HttpRequest | None = context.get("request")
    if request is None:
        return ""
    if request.path == direccion:
        return format_html(' aria-current="{}"', "page")
    if direccion != "/" and request.path.startswith(direccion):
        return format_html(' aria-current="{}"', "true")
    return ""
