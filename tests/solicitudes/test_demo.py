"""The demo shows everything, and only once."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from portal.usuarios.models import SegundoFactor, Usuario
from solicitudes.demo import cargar
from solicitudes.enums import EstadoSolicitud, Etapa, Vigencia
from solicitudes.factura_pdf import revisar_pdf
from solicitudes.models import Certificado, Factura, Paso, Persona, Solicitud


@pytest.fixture(autouse=True)
def _archivos_propios(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.django_db
def test_el_caso_del_manual_esta_como_el_manual_lo_imprime() -> None:
    cargar()
    solicitud = Solicitud.objects.get(numero=434070)
    assert solicitud.orden.numero == 434043
    assert solicitud.titular.numero == "1013592259"
    assert solicitud.certificado.serial == "3b00cdd4a8d648335efb415e3b273bd8"
    assert solicitud.certificado.vigencia() == Vigencia.REVOCADO
    fechas = [f"{paso.modificado:%d/%m/%Y}" for paso in solicitud.pasos.all()]
    assert fechas == ["01/08/2016", "02/08/2016", "02/08/2016", "03/08/2016"]
    assert f"{solicitud.certificado.revocado_en:%d/%m/%Y}" == "04/10/2016"
    assert f"{solicitud.fecha_emision:%d/%m/%Y}" == "03/08/2016"


@pytest.mark.django_db
def test_se_ven_todos_los_estados_y_todas_las_vigencias() -> None:
    cargar()
    estados = set(Solicitud.objects.values_list("estado", flat=True))
    assert estados == set(EstadoSolicitud.values)
    vigencias = {certificado.vigencia() for certificado in Certificado.objects.all()}
    assert vigencias == set(Vigencia.values) - {Vigencia.POR_EMITIR}
    rechazados = set(Paso.objects.exclude(motivo_rechazo="").values_list("numero", flat=True))
    assert rechazados == {Etapa.RADICACION, Etapa.PAGO, Etapa.APROBACION}
    assert 250 <= Solicitud.objects.count() <= 500


@pytest.mark.django_db
def test_cada_estado_es_el_que_sigue_de_sus_pasos() -> None:
    cargar()
    for solicitud in Solicitud.objects.prefetch_related("pasos").select_related("certificado"):
        pasos = [paso.estado for paso in solicitud.pasos.all()]
        emitido = hasattr(solicitud, "certificado")
        assert solicitud.estado == Solicitud.estado_segun_pasos(pasos, emitido=emitido)


@pytest.mark.django_db
def test_cargar_otra_vez_no_agrega_nada() -> None:
    cargar()
    antes = [modelo.objects.count() for modelo in (Persona, Solicitud, Paso, Factura)]
    cargar()
    assert [modelo.objects.count() for modelo in (Persona, Solicitud, Paso, Factura)] == antes


@pytest.mark.django_db
def test_nadie_de_la_demostracion_puede_recibir_correo() -> None:
    cargar()
    assert not Persona.objects.exclude(correo__endswith=".example").exists()


@pytest.mark.django_db
def test_las_facturas_son_pdf_de_verdad() -> None:
    cargar()
    factura = Factura.objects.get(orden__numero=434043)
    assert revisar_pdf(factura.archivo.read()) == ""
    assert Factura.objects.count() > 20


@pytest.mark.django_db
def test_la_orden_completa_se_puede_repetir_sin_cambiar_las_claves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_LOCAL", str(tmp_path))
    call_command("demo", verbosity=0)
    usuario = Usuario.objects.get(username="operador")
    primera = usuario.password
    call_command("demo", verbosity=0)
    usuario.refresh_from_db()
    assert usuario.password == primera
    assert usuario.groups.get().name == "Operador SSPS"
    assert SegundoFactor.objects.get(user=usuario).confirmed
    assert (tmp_path / "demo.json").stat().st_mode & 0o077 == 0


@pytest.mark.django_db
def test_fuera_de_la_demostracion_no_se_carga_nada(settings: Settings) -> None:
    settings.PORTAL_DEMO = False
    with pytest.raises(CommandError, match="PORTAL_DEMO"):
        call_command("demo")
    assert not Solicitud.objects.exists()
