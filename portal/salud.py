"""Liveness and readiness, for the container engine and the load balancer."""

import redis
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def vivo(request: HttpRequest) -> JsonResponse:
    """Answer 200 while the process serves requests at all."""
    return JsonResponse({"estado": "vivo"})


def _base_de_datos() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        ejecutor = MigrationExecutor(connection)
        pendientes = ejecutor.migration_plan(ejecutor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "sin respuesta"
    return "faltan migraciones" if pendientes else "bien"


def _redis() -> str:
    try:
        cache.get("salud")
    except redis.RedisError:
        return "sin respuesta"
    return "bien"


@never_cache
@require_safe
def listo(request: HttpRequest) -> JsonResponse:
    """Answer 200 when database (with all its migrations) and Redis answer, else 503."""
    partes = {"base_de_datos": _base_de_datos(), "redis": _redis()}
    bien = all(parte == "bien" for parte in partes.values())
    return JsonResponse(
        {"estado": "listo" if bien else "no disponible", **partes}, status=200 if bien else 503
    )


urlpatterns = [
    path("salud/vivo", vivo, name="salud_vivo"),
    path("salud/listo", listo, name="salud_listo"),
]
