"""Ninety days of the desk, by number: who reported what, when, and how it went. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from mesa_ayuda.enums import Estado
from portal.calendario.tiempo_habil import BOGOTA

CUANTOS: Final = 64
DIAS: Final = 90
EMPRESAS: Final = (
    ("TEXTILES ALBORADA S.A.", "999100011"),
    ("TRANSPORTES LA CUMBRE S.A.S.", "999100022"),
    ("LABORATORIO EL ENSAYO LTDA.", "999100033"),
    ("COOPERATIVA DE EJEMPLO", "999100044"),
)
# Product, novedad, subject, description, answer.
TEMAS: Final = (
    (
        *("Certificado Digital", "No llega el correo de descarga"),
        "El correo de descarga no aparece",
        "La solicitud figura aprobada desde ayer y el correo no llega a ninguna carpeta.",
        "Está en la cuarentena de su empresa. Pida que lo marquen como seguro y lo liberen.",
    ),
    (
        *("Certificado Digital", "No puedo descargar o instalar el certificado"),
        "La instalación termina con un error",
        "Al escribir la contraseña dice que el archivo no se puede importar.",
        "El archivo se descargó incompleto. Descárguelo otra vez con el mismo enlace e inténtelo.",
    ),
    (
        *("Certificado Digital", "No puedo firmar"),
        "El programa no muestra mi certificado al firmar",
        "Ayer firmé sin problema y hoy la lista de certificados sale vacía.",
        "El certificado se instaló para otro usuario del equipo. Instálelo con el suyo y reinicie.",
    ),
    (
        *("Certificado Digital", "Estado de mi solicitud"),
        "¿Qué falta en mi solicitud?",
        "Radicamos los documentos la semana pasada y no sabemos en qué va.",
        "Faltaba la copia del RUT. Con la que nos envió, la solicitud pasó a aprobación.",
    ),
    (
        *("Certificado Digital", "Revocar o suspender un certificado"),
        "Revocar el certificado de un empleado que se retiró",
        "El titular dejó la empresa el viernes. Necesitamos revocar su certificado.",
        "Confirmamos la solicitud con el representante legal y el certificado quedó revocado.",
    ),
    (
        *("Token físico", "El equipo no reconoce el token"),
        "El token no enciende en ningún puerto",
        "Probamos en dos equipos y la luz no enciende.",
        "El token tiene una falla de fábrica. Le enviamos el reemplazo sin costo.",
    ),
    (
        *("Token físico", "Bloqueo u olvido del PIN"),
        "Token bloqueado por intentos",
        "Cambiaron a la persona encargada y no sabemos el PIN.",
        "Con el código de desbloqueo asignamos un PIN nuevo en la llamada de hoy.",
    ),
    (
        *("Estampado Cronológico", "El servicio no responde"),
        "Sin respuesta del estampado desde las 9:00",
        "Todas las solicitudes terminan por tiempo de espera y la operación está detenida.",
        "Su salida a internet cambió de dirección. La autorizamos y ya responde.",
    ),
    (
        *("Estampado Cronológico", "Consumo o renovación de estampas"),
        "¿Cuántas estampas nos quedan?",
        "Queremos saber el consumo del mes y el saldo.",
        "Le quedan 4.200 estampas. Adjuntamos el consumo por día en el informe del portal.",
    ),
    (
        *("Factura Electrónica", "Error al emitir documentos"),
        "Rechazo al emitir notas crédito",
        "Las notas crédito salen rechazadas con el mensaje «referencia no existe».",
        "La referencia debe llevar el prefijo de la factura. Con ese cambio se emitieron.",
    ),
    (
        *("Factura Electrónica", "Consulta"),
        "Cómo agregar un correo de recepción",
        "Necesitamos que las facturas lleguen también a contabilidad.",
        "Se agrega en la configuración del emisor; lo dejamos hecho con el correo que indicó.",
    ),
    (
        *("Usuario verificado", "No llega el correo o el PIN"),
        "El PIN no llega al celular",
        "Escribí los datos y espero el PIN hace media hora.",
        "El celular registrado en la cámara era otro. Actualícelo allí y vuelva a pedirlo.",
    ),
)


@dataclass(frozen=True, slots=True)
class Episodio:
    """One case: when it came, whose, about what, who had it, and how long each step took.

    `respuesta` and `solucion` are minutes of attention; `espera`, hours until it was closed.
    """

    numero: int
    creado: datetime
    empresa: int
    tema: int
    agente: int
    respuesta: int
    solucion: int
    espera: int
    estado: Estado
    puntaje: int | None
    via_correo: bool


def episodios(hoy: date) -> Iterator[Episodio]:
    """Yield the cases, the oldest first; those of the last days have not ended."""
    for numero in range(CUANTOS):
        azar = Random(numero)  # noqa: S311 - invented data
        dias = 1 + (CUANTOS - 1 - numero) * (DIAS - 1) // CUANTOS
        dia = hoy - timedelta(days=dias)
        if dia.weekday() == 6:
            dia -= timedelta(days=1)
        hora = time(azar.randrange(8, 13 if dia.weekday() == 5 else 18), azar.randrange(60))
        estado = _estado(azar, dias)
        cerrado = estado == Estado.CERRADO
        yield Episodio(
            numero=numero,
            creado=datetime.combine(dia, hora, tzinfo=BOGOTA),
            empresa=azar.randrange(len(EMPRESAS)),
            tema=azar.randrange(len(TEMAS)),
            agente=azar.choice((0, 0, 0, 1, 1, 2)),
            respuesta=azar.choice((8, 15, 25, 40, 55, 90, 200)),
            solucion=azar.choice((60, 120, 180, 300, 480, 900, 1500)),
            espera=azar.choice((3, 20, 48)),
            estado=estado,
            puntaje=azar.choice((5, 5, 5, 4, 4, 3, 2)) if cerrado and azar.random() < 0.6 else None,
            via_correo=azar.random() < 0.4,
        )


def _estado(azar: Random, dias: int) -> Estado:
    if dias > 14:
        return Estado.CANCELADO if azar.random() < 0.05 else Estado.CERRADO
    if dias > 5:
        return azar.choice((Estado.CERRADO, Estado.CERRADO, Estado.RESUELTO, Estado.ESPERA))
    return azar.choice((Estado.NUEVO, Estado.ABIERTO, Estado.ESPERA, Estado.RESUELTO))
