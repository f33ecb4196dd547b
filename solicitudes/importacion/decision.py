"""What a row does to what there is: nothing, something new, a change, or a refusal. Pure."""

from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum

from portal.calendario.tiempo_habil import BOGOTA
from solicitudes.enums import EstadoPaso, EstadoSolicitud, Etapa, FormaEntrega
from solicitudes.importacion import historia, pasos, vigencia
from solicitudes.importacion.excepciones import FilaInvalida
from solicitudes.importacion.fila import DatosPersona, Fila
from solicitudes.importacion.pasos import EstadoDePaso
from solicitudes.importacion.situacion import (
    Cambios,
    FichaOrden,
    FichaPersona,
    FichaSolicitud,
    Situacion,
)
from solicitudes.importacion.vigencia import EstadoDeCertificado
from solicitudes.models import Solicitud


class Resultado(StrEnum):
    """What became of a row."""

    NUEVA = "Nueva"
    CAMBIADA = "Cambia"
    IGUAL = "Sin cambios"
    RECHAZADA = "Rechazada"


def aplicar(fila: Fila, situacion: Situacion, *, ahora: datetime) -> tuple[Resultado, Cambios]:
    """Apply one row to `situacion`, and return what it did and what it changed of what there was.

    Raises FilaInvalida, and then `situacion` is as it was.
    """
    antes = situacion.solicitudes.get(fila.numero)
    _exigir_identidades(fila, antes, situacion)
    despues = _unir(fila, antes, ahora)
    cambios = {
        **_aplicar_orden(fila, situacion),
        **_aplicar_persona(fila.solicitante, situacion),
        **_aplicar_persona(fila.titular, situacion),
    }
    situacion.solicitudes[fila.numero] = despues
    if despues.certificado:
        situacion.seriales[despues.certificado.serial] = fila.numero
    if antes is None:
        return Resultado.NUEVA, cambios
    despues.cambios = historia.comparar(antes, despues)
    cambios |= despues.cambios
    return (Resultado.CAMBIADA if cambios else Resultado.IGUAL), cambios


def _unir(fila: Fila, antes: FichaSolicitud | None, ahora: datetime) -> FichaSolicitud:
    """Return the request after the row; raises FilaInvalida."""
    base = antes or _nueva(fila)
    nuevos = pasos.unir(base.pasos, fila.pasos, ahora=ahora)
    certificado = vigencia.unir(
        base.certificado,
        fila.certificado,
        aprobada=nuevos[Etapa.APROBACION - 1].estado == EstadoPaso.FINALIZADO,
    )
    if certificado is None:
        _exigir_sin_certificado(fila, nuevos)
    return replace(
        base,
        tipo_certificado=fila.tipo_certificado,
        forma_entrega=fila.forma_entrega or base.forma_entrega,
        pasos=nuevos,
        certificado=certificado,
        fecha_emision=_fecha_emision(fila, base, certificado),
        estado=Solicitud.estado_segun_pasos(
            [paso.estado for paso in nuevos], emitido=certificado is not None
        ),
        pasos_cambiados={i for i in range(len(Etapa)) if nuevos[i] != base.pasos[i]},
        certificado_cambiado=certificado != base.certificado,
        levantamiento=_levantamiento(fila, base.certificado, certificado),
        linea=fila.linea,
        nota=_nota(fila, certificado),
    )


def _exigir_identidades(fila: Fila, ficha: FichaSolicitud | None, situacion: Situacion) -> None:
    """Who applied, who holds and which order it is decide who may look the request up."""
    errores = []
    orden = situacion.ordenes.get(fila.orden)
    if orden and orden.solicitante != fila.solicitante.identidad:
        errores.append(f"Orden {fila.orden}: en el portal es de otro solicitante.")
    if ficha and ficha.orden != fila.orden:
        errores.append(f"Solicitud {fila.numero}: en el portal es de la orden {ficha.orden}.")
    if ficha and ficha.titular != fila.titular.identidad:
        errores.append(f"Solicitud {fila.numero}: en el portal es de otro titular.")
    serial = fila.certificado.serial if fila.certificado else ""
    if situacion.seriales.get(serial, fila.numero) != fila.numero:
        errores.append(f"Número de serie: ya es de la solicitud {situacion.seriales[serial]}.")
    if errores:
        raise FilaInvalida(*errores)


def _exigir_sin_certificado(fila: Fila, nuevos: tuple[EstadoDePaso, ...]) -> None:
    if nuevos[Etapa.ENTREGA - 1].estado == EstadoPaso.FINALIZADO:
        raise FilaInvalida("Paso 4: no puede finalizar sin el certificado (número de serie).")
    if fila.fecha_emision:
        raise FilaInvalida("Fecha emisión: la solicitud no tiene certificado (número de serie).")


def _nueva(fila: Fila) -> FichaSolicitud:
    return FichaSolicitud(
        pk=None,
        numero=fila.numero,
        orden=fila.orden,
        titular=fila.titular.identidad,
        tipo_certificado=fila.tipo_certificado,
        forma_entrega=fila.forma_entrega or FormaEntrega.TOKEN_VIRTUAL,
        estado=EstadoSolicitud.EN_TRAMITE,
    )


def _aplicar_persona(datos: DatosPersona, situacion: Situacion) -> Cambios:
    ficha = situacion.personas.get(datos.identidad)
    if ficha is None:
        situacion.personas[datos.identidad] = FichaPersona(
            None, datos.identidad, datos.nombre, datos.correo
        )
        return {}
    cambios: Cambios = {}
    if datos.nombre != ficha.nombre:
        cambios["nombre o razón social"] = [ficha.nombre, datos.nombre]
        ficha.nombre = datos.nombre
    if datos.correo and datos.correo != ficha.correo:
        cambios["correo electrónico registrado"] = [ficha.correo or None, datos.correo]
        ficha.correo = datos.correo
    historia.sumar(ficha.cambios, cambios)
    return cambios


def _aplicar_orden(fila: Fila, situacion: Situacion) -> Cambios:
    ficha = situacion.ordenes.get(fila.orden)
    if ficha is None:
        situacion.ordenes[fila.orden] = FichaOrden(
            None, fila.orden, fila.solicitante.identidad, fila.empresa, fila.proyecto
        )
        return {}
    cambios: Cambios = {}
    if fila.empresa and fila.empresa != ficha.empresa:
        cambios["empresa"] = [ficha.empresa or None, fila.empresa]
        ficha.empresa = fila.empresa
    if fila.proyecto and fila.proyecto != ficha.proyecto:
        cambios["proyecto"] = [ficha.proyecto or None, fila.proyecto]
        ficha.proyecto = fila.proyecto
    historia.sumar(ficha.cambios, cambios)
    return cambios


def _fecha_emision(
    fila: Fila, ficha: FichaSolicitud, certificado: EstadoDeCertificado | None
) -> date | None:
    if fila.fecha_emision or certificado is None:
        return fila.fecha_emision or ficha.fecha_emision
    previo = ficha.certificado
    if ficha.fecha_emision and previo and previo.valido_desde == certificado.valido_desde:
        return ficha.fecha_emision
    return certificado.valido_desde.astimezone(BOGOTA).date()


def _levantamiento(
    fila: Fila, previo: EstadoDeCertificado | None, nuevo: EstadoDeCertificado | None
) -> date | None:
    """Return the day on which, as the file says, a suspension was lifted."""
    if not (previo and previo.suspendido_en and nuevo and fila.certificado):
        return None
    momento = fila.certificado.vigencia_momento
    return momento.dia if momento and not (nuevo.suspendido_en or nuevo.revocado_en) else None


def _nota(fila: Fila, certificado: EstadoDeCertificado | None) -> str:
    suspendido = certificado is not None and certificado.suspendido_en is not None
    return fila.certificado.motivo_suspension if suspendido and fila.certificado else ""
