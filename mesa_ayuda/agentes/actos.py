"""What staff do to a case besides answering: assign, set its priority, classify, change its state.

Each act says what its page showed (`visto`): where somebody else was quicker nothing changes, and
the person is told (`CambioAjeno`).
"""

from django.db import transaction
from django.db.models.functions import Now

from mesa_ayuda import casos
from mesa_ayuda.agentes.agentes import agentes
from mesa_ayuda.casos import PASOS, EstadoInvalido
from mesa_ayuda.enums import PQRSA, TERMINADOS, Estado, Grado, Prioridad
from mesa_ayuda.escalamiento.avisos import avisar_traspaso
from mesa_ayuda.models import Caso, Nivel, Novedad, Pqrsa
from mesa_ayuda.prioridades import prioridad_de
from mesa_ayuda.relojes.servicios import recalcular
from mesa_ayuda.salida.aviso_al_encargado import avisar_asignacion
from portal.auditoria.servicios import Cambios, registrar
from portal.usuarios.models import Usuario


class CambioAjeno(EstadoInvalido):
    """Somebody changed, since the page was shown, the very thing that the act is about."""


def nombre_de(usuario: Usuario | None) -> str | None:
    """Return how staff are named to staff; None for nobody."""
    return (usuario.get_full_name() or usuario.username) if usuario else None


def asignacion_de(caso: Caso) -> str:
    """Return the mark of who has the case, at which level."""
    return f"{caso.asignado_id or 0}/{caso.nivel}"


def grados_de(caso: Caso) -> str:
    """Return the mark of the impact and the urgency."""
    return f"{caso.impacto}/{caso.urgencia}"


def clasificacion_de(caso: Caso) -> str:
    """Return the mark of what is reported."""
    return f"{caso.servicio_id or 0}/{caso.producto_id or 0}/{caso.novedad_id or 0}"


@transaction.atomic
def asignar(*, caso: Caso, a: Usuario | None, nivel: int, visto: str, actor: Usuario) -> bool:
    """Give the case to somebody (or nobody) at a level; False where that changes nothing.

    Whoever gets it from somebody else is told by mail; left to another level, its people are.

    Raises `CambioAjeno`, or `EstadoInvalido` for an ended case or who doesn't attend cases.
    """
    fila = _bloquear_abierto(caso)
    if asignacion_de(fila) != visto:
        quien = nombre_de(fila.asignado) or "nadie"
        raise CambioAjeno(
            f"El caso cambió mientras usted lo veía: lo tiene {quien}, en el nivel {fila.nivel}."
        )
    if a is not None and not agentes().filter(pk=a.pk).exists():
        raise EstadoInvalido("Esa persona no atiende casos.")
    # By who they are: two people may have the same name.
    cambios: dict[str, list[str | None]] = {}
    if a != fila.asignado:
        cambios["asignado a"] = [nombre_de(fila.asignado), nombre_de(a)]
    if nivel != fila.nivel:
        cambios["nivel"] = [str(fila.nivel), str(nivel)]
    if not cambios:
        return False
    Caso.objects.filter(pk=caso.pk).update(asignado=a, nivel=nivel, actualizado=Now())
    registrar(caso, "Asignó", actor=actor, cambios=cambios)
    if a is not None and a != fila.asignado:
        avisar_asignacion(caso=fila, a=a, actor=actor)
    elif a is None and nivel != fila.nivel:
        avisar_traspaso(caso=fila, nivel=Nivel.objects.get(numero=nivel), actor=actor)
    return True


@transaction.atomic
def cambiar_prioridad(
    *, caso: Caso, impacto: Grado, urgencia: Grado, visto: str, actor: Usuario
) -> Prioridad:
    """Set impact and urgency; the priority comes from the table, and the clocks from it.

    Raises `CambioAjeno`, or `EstadoInvalido` for an ended case.
    """
    fila = _bloquear_abierto(caso)
    if grados_de(fila) != visto:
        raise CambioAjeno(
            "La prioridad cambió mientras usted la veía: "
            f"ahora es «{fila.get_prioridad_display()}»."
        )
    return _priorizar(fila, impacto, urgencia, actor)


@transaction.atomic
def clasificar(
    *, caso: Caso, novedad: Novedad, con_prioridad: bool, visto: str, actor: Usuario
) -> bool:
    """Say what is reported; with `con_prioridad` take its impact and urgency too.

    Returns whether the classification changed. Raises `CambioAjeno`, or `EstadoInvalido` for an
    ended case.
    """
    fila = _bloquear_abierto(caso)
    if clasificacion_de(fila) != visto:
        raise CambioAjeno(
            "La clasificación cambió mientras usted la veía: ahora es "
            f"«{fila.producto or '—'}, {fila.novedad or '—'}»."
        )
    producto = novedad.producto
    cambios = _distintos(
        {
            "servicio": [_texto(fila.servicio), str(producto.servicio)],
            "producto": [_texto(fila.producto), str(producto)],
            "novedad": [_texto(fila.novedad), str(novedad)],
        }
    )
    if cambios:
        Caso.objects.filter(pk=caso.pk).update(
            servicio=producto.servicio, producto=producto, novedad=novedad, actualizado=Now()
        )
        registrar(caso, "Clasificó", actor=actor, cambios=cambios)
    if con_prioridad:
        _priorizar(fila, Grado(novedad.impacto), Grado(novedad.urgencia), actor)
    return bool(cambios)


@transaction.atomic
def pasar(*, caso: Caso, a: Estado, texto: str, visto: str, actor: Usuario) -> None:
    """Take the case to a state, if it is still in the one that the page showed.

    `texto` is the public answer that goes with it; without one the timeline says it. Raises
    `CambioAjeno`, or `EstadoInvalido` where the state doesn't lead there.
    """
    fila = _bloquear(caso)
    if fila.estado != visto:
        raise CambioAjeno(
            "El estado cambió mientras usted lo veía: "
            f"el caso está en «{fila.get_estado_display()}»."
        )
    if fila.fusionado_en_id:
        raise EstadoInvalido("Un caso fusionado no se abre: siga en el otro.")
    if sin_responder(fila):
        raise EstadoInvalido(
            "Una PQRSA se responde con una carta firmada: hágalo desde la página de la PQRSA."
        )
    if fila.estado not in PASOS[a]:
        raise EstadoInvalido(f"Un caso en «{fila.get_estado_display()}» no pasa a «{a.label}».")
    if a == Estado.ABIERTO or not texto:
        casos.cambiar_estado(caso=caso, a=a, actor=actor)
        if not texto:
            casos.avisar(caso=caso, texto=f"El caso pasó a «{a.label}».")
    if texto:
        otro = a if a != Estado.ABIERTO else None
        casos.responder_como_personal(caso=caso, autor=actor, texto=texto, pasar_a=otro)


def sin_responder(caso: Caso) -> bool:
    """Whether it is a PQRSA that waits for its signed answer."""
    respondida = Pqrsa.objects.filter(caso=caso, respondida_en__isnull=False)
    return caso.tipo in PQRSA and not respondida.exists()


def _priorizar(fila: Caso, impacto: Grado, urgencia: Grado, actor: Usuario) -> Prioridad:
    nueva = prioridad_de(impacto, urgencia)
    cambios = _distintos(
        {
            "impacto": [fila.get_impacto_display(), impacto.label],
            "urgencia": [fila.get_urgencia_display(), urgencia.label],
            "prioridad": [fila.get_prioridad_display(), nueva.label],
        }
    )
    if cambios:
        Caso.objects.filter(pk=fila.pk).update(
            impacto=impacto, urgencia=urgencia, prioridad=nueva, actualizado=Now()
        )
        registrar(fila, "Cambió la prioridad", actor=actor, cambios=cambios)
        recalcular(caso=fila)
    return nueva


def _bloquear(caso: Caso) -> Caso:
    """Hold the row of a case, in the caller's transaction, and return it as it stands."""
    filas = Caso.objects.select_for_update(of=("self",)).select_related(
        *("asignado", "servicio", "producto", "novedad")
    )
    return filas.defer("busqueda", "descripcion").get(pk=caso.pk)


def _bloquear_abierto(caso: Caso) -> Caso:
    fila = _bloquear(caso)
    if fila.estado in TERMINADOS:
        raise EstadoInvalido("El caso está cerrado.")
    return fila


def _distintos(cambios: Cambios) -> Cambios:
    return {campo: par for campo, par in cambios.items() if par[0] != par[1]}


def _texto(fila: object) -> str | None:
    return str(fila) if fila else None
