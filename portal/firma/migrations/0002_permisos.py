"""Who keeps the keys that sign: administrators, and nobody else."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from portal.usuarios.roles import conceder


def conceder_permisos(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give the role its permissions. A credential is never deleted: it is switched off."""
    credencial = [f"firma.{verbo}_credencial" for verbo in ("view", "add", "change")]
    conceder(apps, "Administrador", [*credencial, "firma.view_documentofirmado"])


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [
        ("firma", "0001_initial"),
        ("usuarios", "0002_roles"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(conceder_permisos, migrations.RunPython.noop)]
