"""Who keeps the holidays: administrators; supervisors look."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from portal.usuarios.roles import conceder

VERBOS = ("view", "add", "change", "delete")


def conceder_permisos(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give each role its permissions."""
    conceder(apps, "Administrador", [f"calendario.{verbo}_festivo" for verbo in VERBOS])
    conceder(apps, "Supervisor", ["calendario.view_festivo"])


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("calendario", "0002_festivos_de_ley"), ("usuarios", "0002_roles")]
    operations = [migrations.RunPython(conceder_permisos, migrations.RunPython.noop)]
