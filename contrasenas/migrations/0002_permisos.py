"""What each role may do in the password service; all of it only within a person's own chambers."""

from django.db import migrations

from portal.usuarios.roles import conceder

MODELOS = [
    *("camara", "matriculado", "sincronizacion", "contrasena", "lote", "envio", "programacion"),
    *("operacion", "usuarioverificado", "activacion", "baja"),
]
VER = [f"contrasenas.view_{modelo}" for modelo in MODELOS]
OPERAR = ["contrasenas.generar_contrasena", "contrasenas.anular_usuarioverificado"]


def permisos(apps, schema_editor):
    conceder(apps, "Operador de contraseñas", [*VER, *OPERAR])
    conceder(apps, "Supervisor", [*VER, *OPERAR, "contrasenas.change_camara"])
    conceder(apps, "Administrador", [*VER, "contrasenas.add_camara", "contrasenas.change_camara"])


class Migration(migrations.Migration):
    dependencies = [("contrasenas", "0001_initial"), ("usuarios", "0002_roles")]
    operations = [migrations.RunPython(permisos, migrations.RunPython.noop)]
