"""Giving permissions to roles, from the migrations of every app."""

from collections.abc import Iterable

from django.apps.registry import Apps


def conceder(apps: Apps, rol: str, permisos: Iterable[str]) -> None:
    """Give the group `rol` the permissions named «app.verb_model» («solicitudes.view_orden»).

    Django creates permissions after all migrations have run; a migration that grants them has to
    make them first. Other verbs than view, add, change, delete are custom permissions, whose name
    Django writes itself once they exist.
    """
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    grupo, _ = Group.objects.get_or_create(name=rol)
    for permiso in permisos:
        app, codigo = permiso.split(".")
        verbo, modelo = codigo.rsplit("_", 1)
        tipo, _ = ContentType.objects.get_or_create(app_label=app, model=modelo)
        nombre = f"Can {verbo} {modelo}"
        concedido, _ = Permission.objects.get_or_create(
            content_type=tipo, codename=codigo, defaults={"name": nombre}
        )
        grupo.permissions.add(concedido)
