"""The list of cases: what is asked for, and one page of it by keyset, fast however many there are.

A page begins after the last row of the one before it, so that page 1,000 costs what page 1 does
and no case is skipped because another moved meanwhile.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict

from mesa_ayuda.busqueda import LARGO_MAXIMO, consulta_de, numero_de_caso
from mesa_ayuda.enums import Estado
from mesa_ayuda.models import Caso, Contacto, Participante
from portal.usuarios.models import Usuario

POR_PAGINA: Final = 20
# Cases where somebody is only in copy: more than these are found by their number.
PARTICIPACIONES: Final = 500
ABIERTOS_TODOS: Final = "abiertos"
ESTADOS: Final = [
    ("", "Todos"),
    (ABIERTOS_TODOS, "Sin terminar"),
    *Estado.choices,
]
SIN_TERMINAR: Final = (Estado.NUEVO, Estado.ABIERTO, Estado.ESPERA, Estado.RESUELTO)
# Name of the order → fields, the key last. Each pair runs along an index, either way.
ORDENES: Final = {
    "recientes": ("-actualizado", "-pk"),
    "quietos": ("actualizado", "pk"),
    "nuevos": ("-pk",),
    "antiguos": ("pk",),
    "prioridad": ("prioridad", "-pk"),
}
NOMBRES_ORDEN: Final = [
    ("recientes", "Actualizados más recientes"),
    ("quietos", "Actualizados más antiguos"),
    ("nuevos", "Número, de mayor a menor"),
    ("antiguos", "Número, de menor a mayor"),
    ("prioridad", "Prioridad"),
]
CERO: Final = timedelta()
PRIMER_ANIO: Final = 1900
COLUMNAS: Final = (
    *("asunto", "contacto_nombre", "prioridad", "estado", "actualizado"),
    *("producto__nombre", "cuenta__nombre", "producto_id", "cuenta_id"),
)


class FiltroForm(forms.Form):
    """What the address of the list asks for; whatever makes no sense is as if it were not there."""

    q = forms.CharField(
        label="Buscar",
        help_text="Un número de caso, o palabras del asunto, la descripción o los mensajes.",
        required=False,
        max_length=LARGO_MAXIMO,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    estado = forms.ChoiceField(label="Estado", choices=ESTADOS, required=False)
    orden = forms.ChoiceField(label="Ordenar por", choices=NOMBRES_ORDEN, required=False)


@dataclass(frozen=True, slots=True)
class Filtro:
    """What is asked for."""

    texto: str = ""
    estado: str = ""
    orden: str = "recientes"
    de_la_cuenta: bool = False

    @property
    def vacio(self) -> bool:
        """Whether every case is asked for."""
        return not (self.texto or self.estado)


@dataclass(frozen=True, slots=True)
class Pagina:
    """Some cases in order, and the marks of the pages before and after them."""

    casos: list[Caso] = field(default_factory=list)
    anterior: str = ""
    siguiente: str = ""


def leer_filtro(consulta: QueryDict, *, con_cuenta: bool) -> Filtro:
    """Return what the address asks for; nothing that it may hold is an error."""
    form = FiltroForm(consulta)
    form.is_valid()
    limpios = form.cleaned_data
    return Filtro(
        texto=limpios.get("q", "").strip(),
        estado=limpios.get("estado", ""),
        orden=limpios.get("orden") or "recientes",
        de_la_cuenta=con_cuenta and consulta.get("ver") == "empresa",
    )


def ficha_de(usuario: Usuario) -> Contacto | None:
    """Return what the help desk knows of the user, with the account."""
    return Contacto.objects.filter(usuario=usuario).select_related("cuenta").first()


def casos_de(usuario: Usuario, ficha: Contacto | None, filtro: Filtro) -> QuerySet[Caso]:
    """Return the cases that the filter lets through, all of them the user's to see."""
    casos = Caso.objects.filter(_propios(usuario, ficha, filtro))
    if filtro.estado == ABIERTOS_TODOS:
        casos = casos.filter(estado__in=SIN_TERMINAR)
    elif filtro.estado:
        casos = casos.filter(estado=filtro.estado)
    if filtro.texto:
        casos = casos.filter(_buscado(filtro.texto))
    return casos.select_related("producto", "cuenta").only(*COLUMNAS)


def pagina_de(casos: QuerySet[Caso], filtro: Filtro, marca: str) -> Pagina:
    """Return the page at `marca` (empty: the first; one that makes no sense, too)."""
    campos = ORDENES[filtro.orden]
    hacia_atras = marca.startswith("antes-")
    valores = _leer_marca(marca.partition("-")[2], campos)
    if valores is None:
        hacia_atras = False
    else:
        casos = casos.filter(_despues_de(campos, valores, al_reves=hacia_atras))
    orden = [_invertir(campo) for campo in campos] if hacia_atras else list(campos)
    filas = list(casos.order_by(*orden)[: POR_PAGINA + 1])
    hay_mas, filas = len(filas) > POR_PAGINA, filas[:POR_PAGINA]
    if hacia_atras:
        filas.reverse()
    con_anterior = hay_mas if hacia_atras else valores is not None
    con_siguiente = True if hacia_atras else hay_mas
    return Pagina(
        filas,
        anterior=f"antes-{_marca(filas[0], campos)}" if filas and con_anterior else "",
        siguiente=f"desde-{_marca(filas[-1], campos)}" if filas and con_siguiente else "",
    )


def _propios(usuario: Usuario, ficha: Contacto | None, filtro: Filtro) -> Q:
    if filtro.de_la_cuenta and ficha and ficha.ve_la_cuenta:
        return Q(cuenta=ficha.cuenta)
    # Their keys, not a subquery: PostgreSQL then joins two indexes instead of reading every case.
    en_copia = list(
        Participante.objects.filter(usuario=usuario)
        .order_by("-caso")
        .values_list("caso", flat=True)[:PARTICIPACIONES]
    )
    return Q(contacto=usuario) | Q(pk__in=en_copia) if en_copia else Q(contacto=usuario)


def _buscado(texto: str) -> Q:
    """Look through subject, description and conversation; never through internal notes."""
    numero, consulta = numero_de_caso(texto), consulta_de(texto)
    buscado = Q(busqueda=consulta) if consulta else Q(pk__in=[])
    return buscado | Q(pk=numero) if numero else buscado


def _invertir(campo: str) -> str:
    return campo[1:] if campo.startswith("-") else f"-{campo}"


def _despues_de(campos: tuple[str, ...], valores: list[object], *, al_reves: bool) -> Q:
    """Return the condition of what follows a row: later in the first field, or equal in it and…

    The first field's bound stands alone too, so that the index is entered where the page begins.
    """
    condicion = Q()
    primero, *resto = campos
    nombre = primero.lstrip("-")
    menor = primero.startswith("-") != al_reves
    if not resto:
        return Q(**{f"{nombre}__{'lt' if menor else 'gt'}": valores[0]})
    condicion = Q(**{f"{nombre}__{'lte' if menor else 'gte'}": valores[0]})
    estricto = Q(**{f"{nombre}__{'lt' if menor else 'gt'}": valores[0]})
    siguiente = _despues_de(tuple(resto), valores[1:], al_reves=al_reves)
    return condicion & (estricto | siguiente)


def _marca(caso: Caso, campos: tuple[str, ...]) -> str:
    valores = (getattr(caso, campo.lstrip("-")) for campo in campos)
    return "_".join(
        valor.isoformat() if isinstance(valor, datetime) else str(valor) for valor in valores
    )


def _leer_marca(marca: str, campos: tuple[str, ...]) -> list[object] | None:
    partes = marca.split("_")
    if len(marca) > 80 or len(partes) != len(campos):
        return None
    try:
        valores = [
            datetime.fromisoformat(parte) if "actualizado" in campo else int(parte)
            for campo, parte in zip(campos, partes, strict=True)
        ]
    except ValueError:
        return None
    for valor in valores:
        # As `_marca` writes them: in UTC. PostgreSQL knows neither every zone nor every year.
        if isinstance(valor, datetime) and (valor.utcoffset() != CERO or valor.year < PRIMER_ANIO):
            return None
        if isinstance(valor, int) and not 0 <= valor < 2**63:
            return None
    return list(valores)
