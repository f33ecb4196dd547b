"""What a new installation starts with."""

import pytest
from django.contrib.auth.models import Group

from mesa_ayuda.enums import PQRSA, Prioridad
from mesa_ayuda.models import MetaAtencion, Nivel, Novedad, Servicio, TerminoLegal
from portal.usuarios.enums import Rol

pytestmark = pytest.mark.django_db


def test_cada_servicio_tiene_productos_y_cada_producto_novedades() -> None:
    assert Servicio.objects.count() >= 3
    assert not Servicio.objects.filter(productos=None).exists()
    assert not Servicio.objects.filter(productos__novedades=None).exists()
    assert Novedad.objects.filter(producto__nombre="Certificado Digital").exists()


def test_cada_prioridad_tiene_su_meta_y_la_critica_corre_siempre() -> None:
    metas = {meta.prioridad: meta for meta in MetaAtencion.objects.select_related("horario")}
    assert set(metas) == set(Prioridad.values)
    assert [p for p, meta in metas.items() if meta.horario.continuo] == [Prioridad.CRITICA]
    soluciones = [metas[p].minutos_solucion for p in sorted(metas)]
    assert soluciones == sorted(soluciones, key=lambda minutos: minutos or 0)


def test_el_horario_es_el_del_manual() -> None:
    habil = MetaAtencion.objects.get(prioridad=Prioridad.MODERADA).horario
    franjas = [(f.dia_semana, f"{f.abre:%H}-{f.cierra:%H}") for f in habil.franjas.all()]
    assert franjas == [*((dia, "07-19") for dia in range(5)), (5, "08-13")]


def test_hay_tres_niveles_y_un_termino_para_cada_pqrsa() -> None:
    assert list(Nivel.objects.values_list("numero", flat=True)) == [1, 2, 3]
    terminos = {(fila.tipo, fila.clase): fila.dias_habiles for fila in TerminoLegal.objects.all()}
    de_la_ley = {("peticion", "documentos"): 10, ("peticion", "consulta"): 30}
    assert terminos == {(tipo.value, ""): 15 for tipo in PQRSA} | de_la_ley


@pytest.mark.parametrize("rol", [Rol.AGENTE_1, Rol.AGENTE_2, Rol.AGENTE_3, Rol.SUPERVISOR])
def test_los_agentes_y_el_supervisor_atienden_casos(rol: Rol) -> None:
    permisos = Group.objects.get(name=rol).permissions.values_list("codename", flat=True)
    assert {"view_caso", "change_caso", "add_mensaje"} <= set(permisos)


def test_el_operador_de_solicitudes_no_ve_casos() -> None:
    permisos = Group.objects.get(name=Rol.OPERADOR_SSPS).permissions
    assert not permisos.filter(content_type__app_label="mesa_ayuda").exists()
