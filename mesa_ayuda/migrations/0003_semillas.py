"""What a new installation starts with: catalogue, hours, targets, levels, legal terms, roles.

Hours and levels: manual 003. Terms: Ley 1755 de 2015, art. 14. Targets are a proposal: staff edit
all of it in the admin.
"""

from datetime import time

from django.db import migrations

from portal.usuarios.roles import conceder

CATALOGO = {
    "Certificación digital": {
        "Certificado Digital": (
            ("No llega el correo de descarga", 2, 2),
            ("No puedo descargar o instalar el certificado", 2, 2),
            ("No puedo firmar", 2, 1),
            ("Estado de mi solicitud", 3, 3),
            ("Revocar o suspender un certificado", 2, 1),
            ("Capacitación o acompañamiento", 3, 3),
        ),
        "Token físico": (
            ("El equipo no reconoce el token", 2, 2),
            ("Bloqueo u olvido del PIN", 2, 2),
            ("Cambio o garantía", 3, 2),
        ),
    },
    "Estampado cronológico": {
        "Estampado Cronológico": (
            ("El servicio no responde", 1, 1),
            ("Error en la respuesta", 2, 2),
            ("Consumo o renovación de estampas", 3, 3),
        ),
    },
    "Factura electrónica": {
        "Factura Electrónica": (
            ("Factura no integrada", 2, 2),
            ("Error al emitir documentos", 1, 2),
            ("Consulta", 3, 3),
        ),
    },
    "Contraseñas preasignadas": {
        "Usuario verificado": (
            ("No llega el correo o el PIN", 2, 2),
            ("No puedo activar la contraseña", 2, 2),
            ("No soy el destinatario", 2, 1),
        ),
    },
}
FRANJAS = [*((dia, time(7), time(19)) for dia in range(5)), (5, time(8), time(13))]
# Priority: (always, first answer, update, solution), working minutes.
METAS = {
    1: (True, 30, 60, 4 * 60),
    2: (False, 60, 4 * 60, 12 * 60),
    3: (False, 4 * 60, 12 * 60, 3 * 12 * 60),
    4: (False, 12 * 60, 2 * 12 * 60, 5 * 12 * 60),
}
NIVELES = {
    1: "Grupo de soporte técnico",
    2: "Supervisor de Soporte",
    3: "Coordinador de Soporte",
}
# Target, minutes after due (negative: before), level.
REGLAS = (
    ("respuesta", 0, 2),
    ("solucion", -60, 2),
    ("solucion", 0, 2),
    ("solucion", 120, 3),
)
TERMINOS = {
    "peticion": "Ley 1755 de 2015, art. 14",
    "queja": "Ley 1755 de 2015, art. 14",
    "reclamo": "Ley 1755 de 2015, art. 14",
    "sugerencia": "",
    "apelacion": "",
}

MODELOS_DEL_CATALOGO = [
    *("servicio", "producto", "novedad", "cuenta", "contacto", "horario", "franjahoraria"),
    *("metaatencion", "nivel", "reglaescalamiento", "terminolegal", "buzon"),
    *("respuestapreparada", "articulo"),
]
MODELOS_DE_CASOS = [
    *("caso", "mensaje", "adjunto", "participante", "vinculo", "encuesta", "cambioestado"),
    *("escalamiento", "pqrsa", "correoentrante", "opinion"),
]
VER = [f"mesa_ayuda.view_{modelo}" for modelo in [*MODELOS_DEL_CATALOGO, *MODELOS_DE_CASOS]]
ATENDER = ["mesa_ayuda.add_caso", "mesa_ayuda.change_caso", "mesa_ayuda.add_mensaje"]
ESCRIBIR = [
    f"mesa_ayuda.{verbo}_{modelo}"
    for verbo in ("add", "change")
    for modelo in ("articulo", "respuestapreparada", "contacto", "cuenta")
]
CONFIGURAR = [
    f"mesa_ayuda.{verbo}_{modelo}"
    for verbo in ("add", "change", "delete")
    for modelo in MODELOS_DEL_CATALOGO
]


def sembrar(apps, schema_editor):
    def modelo(nombre):
        return apps.get_model("mesa_ayuda", nombre)

    for orden, (servicio, productos) in enumerate(CATALOGO.items()):
        fila = modelo("Servicio").objects.create(nombre=servicio, orden=10 * orden)
        for lugar, (producto, novedades) in enumerate(productos.items()):
            del_servicio = modelo("Producto").objects.create(
                servicio=fila, nombre=producto, orden=10 * lugar
            )
            for puesto, (novedad, impacto, urgencia) in enumerate(novedades):
                modelo("Novedad").objects.create(
                    producto=del_servicio,
                    nombre=novedad,
                    impacto=impacto,
                    urgencia=urgencia,
                    orden=10 * puesto,
                )
    habil = modelo("Horario").objects.create(nombre="Lunes a sábado")
    siempre = modelo("Horario").objects.create(nombre="Siempre (24×7)", continuo=True)
    for dia, abre, cierra in FRANJAS:
        modelo("FranjaHoraria").objects.create(
            horario=habil, dia_semana=dia, abre=abre, cierra=cierra
        )
    for prioridad, (continuo, respuesta, actualizacion, solucion) in METAS.items():
        modelo("MetaAtencion").objects.create(
            prioridad=prioridad,
            horario=siempre if continuo else habil,
            minutos_respuesta=respuesta,
            minutos_actualizacion=actualizacion,
            minutos_solucion=solucion,
        )
    for numero, nombre in NIVELES.items():
        modelo("Nivel").objects.create(numero=numero, nombre=nombre)
    for reloj, minutos, nivel in REGLAS:
        modelo("ReglaEscalamiento").objects.create(
            reloj=reloj, minutos=minutos, nivel=modelo("Nivel").objects.get(numero=nivel)
        )
    for tipo, fundamento in TERMINOS.items():
        modelo("TerminoLegal").objects.create(tipo=tipo, dias_habiles=15, fundamento=fundamento)


def permisos(apps, schema_editor):
    for nivel in (1, 2, 3):
        conceder(apps, f"Agente nivel {nivel}", [*VER, *ATENDER])
    conceder(
        apps,
        "Supervisor",
        [*VER, *ATENDER, *ESCRIBIR, "mesa_ayuda.reintentar_correoentrante"],
    )
    conceder(apps, "Administrador", [*VER, *CONFIGURAR, "mesa_ayuda.reintentar_correoentrante"])


class Migration(migrations.Migration):
    dependencies = [("mesa_ayuda", "0002_busqueda"), ("usuarios", "0002_roles")]
    operations = [
        migrations.RunPython(sembrar, migrations.RunPython.noop),
        migrations.RunPython(permisos, migrations.RunPython.noop),
    ]
