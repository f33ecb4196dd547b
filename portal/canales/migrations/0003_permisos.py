"""Who keeps channels and escalation levels: administrators; supervisors look."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from portal.usuarios.roles import conceder

VERBOS = ("view", "add", "change", "delete")
MODELOS = ("canal", "horariocanal", "nivelescalamiento", "contactoescalamiento")


def conceder_permisos(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give each role its permissions."""
    todos = [f"canales.{verbo}_{modelo}" for verbo in VERBOS for modelo in MODELOS]
    conceder(apps, "Administrador", todos)
    conceder(apps, "Supervisor", [f"canales.view_{modelo}" for modelo in MODELOS])


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("canales", "0002_manuales_000_y_003"), ("usuarios", "0002_roles")]
    operations = [migrations.RunPython(conceder_permisos, migrations.RunPython.noop)]
