"""What each role may do in the SSPS. Steps and certificates change by acts, not by forms."""

from django.db import migrations

from portal.usuarios.roles import conceder

MODELOS = ["persona", "orden", "solicitud", "certificado", "factura"]
VER = [f"solicitudes.view_{modelo}" for modelo in [*MODELOS, "paso"]]
TRAMITAR = [f"solicitudes.{verbo}_{modelo}" for verbo in ("add", "change") for modelo in MODELOS]


def permisos(apps, schema_editor):
    conceder(apps, "Operador SSPS", [*VER, *TRAMITAR])
    conceder(apps, "Supervisor", [*VER, *TRAMITAR])
    conceder(apps, "Administrador", [*VER, *TRAMITAR])


class Migration(migrations.Migration):
    dependencies = [("solicitudes", "0001_initial"), ("usuarios", "0002_roles")]
    operations = [migrations.RunPython(permisos, migrations.RunPython.noop)]
