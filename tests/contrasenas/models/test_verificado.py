"""A verified user: what its row can't hold, and from which states it is annulled or deleted."""

from typing import Any

import pytest
from django.db.models import ProtectedError
from django.utils import timezone

from contrasenas.enums import RETIRABLES, YA_VERIFICADOS, EstadoVerificado
from contrasenas.models import Camara, TextoLegal, UsuarioVerificado
from tests.contrasenas.models.rechazo import rechaza
from tests.contrasenas.recetas import crear_contrasena

pytestmark = pytest.mark.django_db
VERIFICADO = EstadoVerificado.VERIFICADO
HUELLA = "$argon2id$de-prueba"


def crear(camara: Camara, **valores: Any) -> UsuarioVerificado:
    """Make one with the key and the reason that its state has."""
    estado = valores.get("estado", VERIFICADO)
    datos = {
        "tipo": "CC",
        "numero": "1020304",
        "nombre": "ANA INVENTADA",
        "correo": "ana@correo.example",
        "celular": "+573105550123",
        "clave_hash": HUELLA if estado == VERIFICADO else "",
        "motivo": "" if estado in ("VE", "PE", "RZ") else "Lo pidió.",
        **valores,
    }
    return UsuarioVerificado.objects.create(camara=camara, **datos)


@pytest.mark.parametrize("estado", EstadoVerificado)
def test_solo_quien_esta_verificado_tiene_clave(camara: Camara, estado: EstadoVerificado) -> None:
    crear(camara, estado=estado)
    with rechaza("verificado_con_clave"):
        UsuarioVerificado.objects.update(clave_hash="" if estado == VERIFICADO else HUELLA)


@pytest.mark.parametrize(
    "estado", [EstadoVerificado.ANULADO, EstadoVerificado.ELIMINADO, EstadoVerificado.INACTIVO]
)
def test_a_nadie_se_le_quita_sin_decir_por_que(camara: Camara, estado: EstadoVerificado) -> None:
    crear(camara)
    with rechaza("verificado_baja_con_motivo"):
        UsuarioVerificado.objects.update(estado=estado, clave_hash="")


def test_un_estado_que_no_existe_no_cabe(camara: Camara) -> None:
    crear(camara)
    with rechaza("verificado_estado"):
        UsuarioVerificado.objects.update(estado="XX", clave_hash="")


@pytest.mark.parametrize("estado", EstadoVerificado)
def test_una_persona_es_un_verificado_de_cada_camara(
    camara: Camara, otra_camara: Camara, estado: EstadoVerificado
) -> None:
    crear(camara, estado=estado)
    if estado in YA_VERIFICADOS:
        with rechaza("verificado_uno_por_persona"):
            crear(camara)
    else:
        crear(camara)
    crear(otra_camara)
    crear(camara, tipo="CE")
    for _ in range(2):
        crear(camara, es_prueba=True)


def test_una_contrasena_hace_un_solo_verificado(camara: Camara) -> None:
    contrasena = crear_contrasena(camara)
    usuario = crear(camara, contrasena=contrasena)
    with rechaza("contrasenas_usuarioverificado_contrasena_id_key"):
        crear(camara, contrasena=contrasena, numero="999")
    contrasena.delete()
    usuario.refresh_from_db()
    assert usuario.contrasena is None


@pytest.mark.parametrize("a", RETIRABLES)
@pytest.mark.parametrize("desde", EstadoVerificado)
def test_se_anula_y_se_elimina_solo_desde_donde_el_manual_lo_admite(
    camara: Camara, desde: EstadoVerificado, a: EstadoVerificado
) -> None:
    usuario = crear(camara, estado=desde)
    antes = usuario.motivo
    admite = desde in RETIRABLES[a]
    assert usuario.retirar(a, "Lo pidió por escrito.") is admite
    if admite:
        assert (usuario.estado, usuario.clave_hash) == (a, "")
        assert usuario.motivo == "Lo pidió por escrito."
        assert usuario.inactivado_en is not None
        assert usuario.retirar(a, "Otra vez.") is False
        assert usuario.motivo == "Lo pidió por escrito."
    else:
        assert (usuario.estado, usuario.motivo, usuario.inactivado_en) == (desde, antes, None)


def test_con_una_copia_vieja_no_se_anula_lo_que_otro_elimino(camara: Camara) -> None:
    usuario = crear(camara)
    copia = UsuarioVerificado.objects.get()
    assert usuario.retirar(EstadoVerificado.ELIMINADO, "Murió.")
    assert copia.retirar(EstadoVerificado.ANULADO, "Otro motivo.") is False
    assert (copia.estado, copia.motivo) == (EstadoVerificado.ELIMINADO, "Murió.")


@pytest.mark.parametrize("falta", ["texto", "aceptado_en", "verificado_en", "documento"])
def test_sin_toda_la_evidencia_no_hay_hoja(camara: Camara, falta: str) -> None:
    ahora = timezone.now()
    entera: dict[str, Any] = {
        "texto": TextoLegal.objects.create(sha256="a" * 64, version="1", texto="Acepto."),
        "aceptado_en": ahora,
        "verificado_en": ahora,
        "documento": "00000000-0000-4000-8000-000000000001",
    }
    assert crear(camara, **entera).tiene_evidencia
    assert not crear(camara, numero="999", **entera | {falta: None}).tiene_evidencia


def test_ni_la_camara_ni_el_texto_se_borran_bajo_un_verificado(camara: Camara) -> None:
    texto = TextoLegal.objects.create(sha256="a" * 64, version="1", texto="Acepto.")
    crear(camara, texto=texto)
    for protegido in (camara, texto):
        with pytest.raises(ProtectedError):
            protegido.delete()


def test_lo_que_se_busca_lo_mantiene_la_base(camara: Camara) -> None:
    usuario = crear(camara, nombre="ÁNGELA NÚÑEZ", empresa="TELAS")
    UsuarioVerificado.objects.update(empresa="Café Ñandú")
    usuario.refresh_from_db()
    assert "angela nunez cafe nandu" in usuario.busqueda
