"""Seed channels, hours and escalation levels from the manuals 000 and 003.

Where the manuals disagree:

- **E-mail.** Manual 000 (26 June 2024, whose change log is «actualización de los canales de
  atención») and manual 001 name mesadeayuda@; manual 003 (undated) names soporte.firmadigital@.
  No manual withdraws the other's, so both are rows with the hours of their own manual, and their
  descriptions say which to use: mesadeayuda@ opens a case, and comes first; soporte.firmadigital@
  is the mailbox of the technical support group, which is also the first escalation level.
- **Telephone.** (601) 7442725 option 1 (manual 000) and (601) 7442727 option 2, then 1 (manual
  003) are two lines for the same people: both rows, the newer one first. The third option of the
  latter is the PQRSA line.
- **Chat** stands twice in manual 003: one row.
- **Appointment and case tool.** The link of the appointment is lost in manual 000, so that row has
  no address until staff type it; that of the case tool is in manual 001.
- The free national line and the 2020 number of manual 002 are older than all of the above and have
  no hours: left out.

Level 1 says «7 días x 24 horas» in manual 003 although its line has office hours: at night and on
holidays priority 1 incidents go to the mobile, as the same manual says.
"""

from datetime import date, time
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# Date of manual 000, the newest source.
VIGENTE_DESDE = date(2024, 6, 26)
LUNES_A_VIERNES = range(5)
SABADO = 5
HASTA_LAS_7 = [(dia, time(7), time(19)) for dia in LUNES_A_VIERNES]
HASTA_LAS_5 = [(dia, time(7), time(17)) for dia in LUNES_A_VIERNES]
MANANA_DEL_SABADO = [(SABADO, time(8), time(13))]
SOPORTE = HASTA_LAS_7 + MANANA_DEL_SABADO

Canales = list[tuple[dict[str, Any], list[tuple[int, time, time]]]]
CANALES: Canales = [
    (
        {
            "clave": "linea-soporte-tecnico",
            "nombre": "Línea de soporte técnico",
            "tipo": "telefono",
            "valor": "(601) 7442725",
            "opciones": "opción 1",
            "descripcion": "Hable con una persona de soporte técnico. Es la vía más rápida si no "
            "puede descargar o usar su certificado.",
        },
        SOPORTE,
    ),
    (
        {
            "clave": "linea-servicio-al-cliente",
            "nombre": "Línea de servicio al cliente en Bogotá",
            "tipo": "telefono",
            "valor": "(601) 7442727",
            "opciones": "opción 2 (Soporte) y luego opción 1",
            "descripcion": "Soporte de firmas digitales y estampado cronológico, y cualquier otra "
            "solicitud.",
        },
        SOPORTE,
    ),
    (
        {
            "clave": "correo-mesa-de-ayuda",
            "nombre": "Correo de la mesa de ayuda",
            "tipo": "correo",
            "valor": "mesadeayuda@certicamara.com",
            "descripcion": "Escriba aquí para abrir un caso nuevo: cuente qué pasó y adjunte la "
            "imagen del error. No empiece el asunto con «RE:», «Fwd:» ni prefijos parecidos.",
        },
        SOPORTE,
    ),
    (
        {
            "clave": "correo-soporte-firma-digital",
            "nombre": "Correo del grupo de soporte técnico",
            "tipo": "correo",
            "valor": "soporte.firmadigital@certicamara.com",
            "descripcion": "Use este correo si el grupo de soporte de firma digital y estampado "
            "cronológico ya atiende su caso. Si es crítico, llame al celular de prioridad 1.",
        },
        HASTA_LAS_5 + MANANA_DEL_SABADO,
    ),
    (
        {
            "clave": "chat",
            "nombre": "Chat en línea",
            "tipo": "chat",
            "valor": "http://chat.certicamara.com/CertiChat/chat.php",
            "descripcion": "Converse por escrito con una persona de soporte. Si es crítico, llame "
            "al celular de prioridad 1.",
        },
        SOPORTE,
    ),
    (
        {
            "clave": "registro-de-casos",
            "nombre": "Registro de casos en línea (ServiceNow)",
            "tipo": "web",
            "valor": "https://certicamara.service-now.com/csm",
            "descripcion": "Registre su caso a cualquier hora y siga su estado. Lo atendemos en el "
            "horario indicado.",
        },
        SOPORTE,
    ),
    (
        {
            "clave": "cita-soporte-tecnico",
            "nombre": "Cita con soporte técnico",
            "tipo": "cita",
            "valor": "",
            "descripcion": "Acuerde una hora para que le ayudemos paso a paso. Pida la cita por la "
            "línea de soporte técnico o por el correo de la mesa de ayuda.",
        },
        SOPORTE,
    ),
    (
        {
            "clave": "celular-prioridad-1",
            "nombre": "Celular para casos de prioridad 1",
            "tipo": "celular",
            "tipo_solicitud": "prioridad_1",
            "valor": "(57) 318 717 49 37",
            "atiende_siempre": True,
            "descripcion": "Úselo cuando los otros canales estén cerrados y el incidente sea de "
            "prioridad 1 (crítico).",
        },
        [],
    ),
    (
        {
            "clave": "pqrsa-correo",
            "nombre": "Correo de PQRSA",
            "tipo": "correo",
            "tipo_solicitud": "pqrsa",
            "valor": "certicamararesponde@certicamara.com",
            "descripcion": "Peticiones, quejas, reclamos, sugerencias y apelaciones sobre el "
            "servicio.",
        },
        HASTA_LAS_5,
    ),
    (
        {
            "clave": "pqrsa-telefono",
            "nombre": "Línea de PQRSA",
            "tipo": "telefono",
            "tipo_solicitud": "pqrsa",
            "valor": "(601) 7442727",
            "opciones": "opción 3",
            "descripcion": "Peticiones, quejas, reclamos, sugerencias y apelaciones, de viva voz.",
        },
        HASTA_LAS_5,
    ),
]

NIVELES: list[tuple[str, dict[str, str]]] = [
    (
        "Grupo de soporte técnico",
        {
            "telefono": "(601) 7442727",
            "opciones": "opción 2 (Soporte) y luego opción 1",
            "correo": "soporte.firmadigital@certicamara.com",
            "horario": "7 días, 24 horas",
        },
    ),
    (
        "Supervisor de soporte",
        {
            "correo": "supervisor.mesadeayuda@certicamara.com",
            "telefono": "(601) 745 2141",
            "extensiones": "1104, 1108, 1102",
        },
    ),
    (
        "Coordinador de soporte",
        {
            "correo": "coordinador.mesadeayuda@certicamara.com",
            "telefono": "(601) 745 2141",
            "extensiones": "1101",
        },
    ),
]


def sembrar(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Insert every channel with its hours and every level with its contact, into empty tables."""
    canal, horario, nivel, contacto = (
        apps.get_model("canales", modelo)
        for modelo in ("Canal", "HorarioCanal", "NivelEscalamiento", "ContactoEscalamiento")
    )
    if canal.objects.exists() or nivel.objects.exists():
        return
    for puesto, (datos, horas) in enumerate(CANALES, start=1):
        creado = canal.objects.create(orden=puesto * 10, vigente_desde=VIGENTE_DESDE, **datos)
        horario.objects.bulk_create(
            horario(
                canal=creado, dia_semana=dia, abre=abre, cierra=cierra, vigente_desde=VIGENTE_DESDE
            )
            for dia, abre, cierra in horas
        )
    for numero, (nombre, datos) in enumerate(NIVELES, start=1):
        creado = nivel.objects.create(nivel=numero, nombre=nombre, vigente_desde=VIGENTE_DESDE)
        contacto.objects.create(nivel=creado, vigente_desde=VIGENTE_DESDE, **datos)


class Migration(migrations.Migration):
    """Data only; reversing leaves the rows, which may have been edited."""

    dependencies = [("canales", "0001_initial")]
    operations = [migrations.RunPython(sembrar, migrations.RunPython.noop)]
