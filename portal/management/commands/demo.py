"""`manage.py demo`: invented data to try the portal with; running it again changes nothing."""

import json
import secrets
from importlib import import_module
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import module_has_submodule

from portal.desarrollo.motores import carpeta_local
from portal.usuarios.enums import Rol
from portal.usuarios.models import SegundoFactor, Usuario

USUARIOS = {
    "administrador": (Rol.ADMINISTRADOR, "Adriana", "Montes"),
    "supervisor": (Rol.SUPERVISOR, "Samuel", "Rincón"),
    "operador": (Rol.OPERADOR_SSPS, "Olga", "Prieto"),
    "contrasenas": (Rol.OPERADOR_CONTRASENAS, "Clara", "Mejía"),
    "agente": (Rol.AGENTE_1, "Ángela", "Ríos"),
    "agente2": (Rol.AGENTE_2, "Mateo", "Salcedo"),
    # Customers of the help desk, of one company: they sign in at /mesa-de-ayuda/, not in the admin.
    "cliente": (None, "Carolina", "Duarte"),
    "colega": (None, "Camilo", "Vega"),
}


class Command(BaseCommand):
    """Loads the demo users and each application's `demo.cargar()`."""

    help = "Carga los datos de la demostración (idempotente; nunca en producción)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load everything; refuse outside the demo."""
        if not settings.PORTAL_DEMO:
            raise CommandError("Sólo con PORTAL_DEMO=1: en producción no hay datos inventados.")
        self._usuarios(carpeta_local() / "demo.json")
        for configuracion in apps.get_app_configs():
            if configuracion.module and module_has_submodule(configuracion.module, "demo"):
                import_module(f"{configuracion.name}.demo").cargar()
        self.stdout.write(self.style.SUCCESS("Datos de demostración cargados."))

    def _usuarios(self, archivo: Path) -> None:
        """Make the demo users and note their passwords in `archivo`, for `make run` to print."""
        previas: dict[str, str] = {}
        if archivo.exists():
            fichas = json.loads(archivo.read_text(encoding="utf-8"))
            previas = {ficha["usuario"]: ficha["clave"] for ficha in fichas}
        fichas = [
            self._usuario(nombre, previas.get(nombre) or secrets.token_urlsafe(9), *datos)
            for nombre, datos in USUARIOS.items()
        ]
        archivo.touch(mode=0o600)
        archivo.write_text(json.dumps(fichas, ensure_ascii=False), encoding="utf-8")

    def _usuario(
        self, nombre: str, clave: str, rol: Rol | None, nombres: str, apellidos: str
    ) -> dict[str, str]:
        """Make one user, of the staff where there is a role; return what `make run` prints."""
        usuario, _ = Usuario.objects.update_or_create(
            username=nombre,
            defaults={
                "first_name": nombres,
                "last_name": apellidos,
                "email": f"{nombre}@portal.example",
                "is_staff": rol is not None,
            },
        )
        if not usuario.check_password(clave):
            usuario.set_password(clave)
            usuario.save(update_fields=["password"])
        if rol is None:
            return {"usuario": nombre, "clave": clave, "rol": "Cliente de la mesa de ayuda"}
        usuario.groups.set([Group.objects.get(name=rol)])
        SegundoFactor.objects.get_or_create(
            user=usuario, defaults={"name": "Demostración", "confirmed": True}
        )
        return {"usuario": nombre, "clave": clave, "rol": str(rol)}
