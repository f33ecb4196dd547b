"""Who sees outgoing messages, and may try the failed ones again."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from portal.usuarios.enums import Rol
from portal.usuarios.roles import conceder

PERMISOS = [
    f"mensajes.{verbo}_{modelo}"
    for modelo in ("correosaliente", "smssaliente")
    for verbo in ("view", "reintentar")
]


def conceder_permisos(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give both permissions to supervisors and administrators."""
    for rol in (Rol.SUPERVISOR, Rol.ADMINISTRADOR):
        conceder(apps, rol, PERMISOS)


class Migration(migrations.Migration):
    """Permissions of the roles."""

    dependencies = [
        ("mensajes", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(conceder_permisos, migrations.RunPython.noop)]
