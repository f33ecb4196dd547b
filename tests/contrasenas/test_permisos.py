"""Isolation of the chambers: what `permisos.py` lets a member of staff see, touch and choose."""

import pytest
from django.contrib import admin
from django.http import Http404, HttpRequest
from django.test import RequestFactory

from contrasenas.models import Camara, Contrasena, FilaRechazada, Matriculado, Sincronizacion
from contrasenas.permisos import CamaraFilter, DeCamaraMixin, camara_de, camaras_de, delimitar
from portal.usuarios.models import Usuario
from tests.conftest import crear_personal
from tests.contrasenas.recetas import crear_camara, crear_contrasena, crear_matriculado

pytestmark = pytest.mark.django_db


class _ContrasenaAdmin(DeCamaraMixin, admin.ModelAdmin[Contrasena]):
    list_filter = (("camara", CamaraFilter),)


class _FilaAdmin(DeCamaraMixin, admin.ModelAdmin[FilaRechazada]):
    camino_camara = "sincronizacion__camara"


def _peticion(usuario: Usuario) -> HttpRequest:
    peticion = RequestFactory().get("/admin/")
    peticion.user = usuario
    return peticion


@pytest.fixture
def superusuario(db: None) -> Usuario:
    """Whoever runs the installation."""
    return Usuario.objects.create_superuser("raiz", "raiz@portal.example", "una clave larga 42")


def test_cada_quien_tiene_sus_camaras_y_el_superusuario_todas(
    camara: Camara, otra_camara: Camara, operadora: Usuario, superusuario: Usuario
) -> None:
    assert list(camaras_de(operadora)) == [camara]
    assert list(camaras_de(superusuario)) == [camara, otra_camara]
    assert not camaras_de(crear_personal("nueva", None)).exists()


def test_la_camara_ajena_responde_como_la_que_no_existe(
    camara: Camara, otra_camara: Camara, operadora: Usuario, superusuario: Usuario
) -> None:
    assert camara_de(operadora, camara.pk) == camara_de(operadora, str(camara.pk)) == camara
    assert camara_de(superusuario, otra_camara.pk) == otra_camara
    for clave in (otra_camara.pk, 10**30, -1, "", "x", "1 or 1=1"):
        with pytest.raises(Http404):
            camara_de(operadora, clave)


def test_delimitar_deja_solo_las_filas_de_sus_camaras(
    camara: Camara, otra_camara: Camara, operadora: Usuario, superusuario: Usuario
) -> None:
    mia, ajena = crear_matriculado(camara), crear_matriculado(otra_camara)
    todas = Matriculado.objects.order_by("pk")
    assert list(delimitar(todas, operadora)) == [mia]
    assert list(delimitar(todas, superusuario)) == [mia, ajena]
    assert not delimitar(todas, crear_personal("nueva", None)).exists()
    otra_camara.personal.add(operadora)
    assert list(delimitar(todas, operadora)) == [mia, ajena]


def test_los_permisos_sobre_un_objeto_exigen_que_sea_de_una_camara_propia(
    camara: Camara, otra_camara: Camara, operadora: Usuario, superusuario: Usuario
) -> None:
    modeladmin = _ContrasenaAdmin(Contrasena, admin.site)
    mia, ajena = crear_contrasena(camara), crear_contrasena(otra_camara)
    peticion = _peticion(operadora)
    assert modeladmin.has_view_permission(peticion)
    assert modeladmin.has_view_permission(peticion, mia)
    assert not modeladmin.has_view_permission(peticion, ajena)
    # The role alone doesn't let her change either.
    assert not modeladmin.has_change_permission(peticion, mia)
    todo = _peticion(superusuario)
    for permiso in ("view", "change", "delete"):
        comprobar = getattr(modeladmin, f"has_{permiso}_permission")
        assert comprobar(todo, mia)
        assert comprobar(todo, ajena)


def test_ni_con_todos_los_permisos_de_django_se_toca_lo_de_otra_camara(
    camara: Camara, otra_camara: Camara, operadora: Usuario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Usuario, "has_perm", lambda *_: True)
    modeladmin = _ContrasenaAdmin(Contrasena, admin.site)
    mia, ajena = crear_contrasena(camara), crear_contrasena(otra_camara)
    peticion = _peticion(operadora)
    for permiso in ("view", "change", "delete"):
        comprobar = getattr(modeladmin, f"has_{permiso}_permission")
        assert comprobar(peticion, mia)
        assert not comprobar(peticion, ajena)
    assert modeladmin.get_object(peticion, str(mia.pk)) == mia
    for clave in (str(ajena.pk), "999999999", "x"):
        with pytest.raises(Http404):
            modeladmin.get_object(peticion, clave)


def test_el_camino_a_la_camara_puede_pasar_por_otra_fila(
    camara: Camara, otra_camara: Camara, operadora: Usuario
) -> None:
    filas = [
        Sincronizacion.objects.create(camara=una).filas_rechazadas.create(linea=2, motivo="x")
        for una in (camara, otra_camara)
    ]
    modeladmin = _FilaAdmin(FilaRechazada, admin.site)
    peticion = _peticion(operadora)
    assert list(modeladmin.get_queryset(peticion)) == filas[:1]
    assert modeladmin.es_suya(peticion, filas[0])
    assert not modeladmin.es_suya(peticion, filas[1])


def test_los_formularios_solo_ofrecen_lo_de_sus_camaras(
    camara: Camara, otra_camara: Camara, operadora: Usuario
) -> None:
    mio, _ = crear_matriculado(camara), crear_matriculado(otra_camara)
    modeladmin = _ContrasenaAdmin(Contrasena, admin.site)
    form = modeladmin.get_form(_peticion(operadora))()
    assert list(form.fields["camara"].queryset) == [camara]  # type: ignore[attr-defined]
    assert list(form.fields["matriculado"].queryset) == [mio]  # type: ignore[attr-defined]


def test_el_filtro_por_camara_no_nombra_las_ajenas(
    camara: Camara, otra_camara: Camara, operadora: Usuario
) -> None:
    crear_camara("06").personal.add(operadora)
    modeladmin = _ContrasenaAdmin(Contrasena, admin.site)
    lista = modeladmin.get_changelist_instance(_peticion(operadora))
    nombres = [str(opcion["display"]) for opcion in lista.filter_specs[0].choices(lista)]
    assert nombres[1:] == [str(camara), "06 Cámara de Comercio de Prueba 06"]
