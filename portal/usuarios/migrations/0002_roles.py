"""The roles of the staff, as groups; later migrations of each app add their permissions."""

from django.db import migrations

from portal.usuarios.roles import conceder

ROLES = [
    "Operador SSPS",
    "Operador de contraseñas",
    "Agente nivel 1",
    "Agente nivel 2",
    "Agente nivel 3",
    "Supervisor",
    "Administrador",
]


def crear(apps, schema_editor):
    for rol in ROLES:
        conceder(apps, rol, [])
    conceder(
        apps,
        "Administrador",
        [
            "usuarios.view_usuario",
            "usuarios.add_usuario",
            "usuarios.change_usuario",
            "auth.view_group",
        ],
    )


class Migration(migrations.Migration):
    dependencies = [
        ("usuarios", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(crear, migrations.RunPython.noop)]
