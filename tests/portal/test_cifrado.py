"""Encrypted fields, on the columns of outgoing mail."""

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import connection
from hypothesis import HealthCheck, given
from hypothesis import settings as ajustes
from hypothesis import strategies as st
from model_bakery import baker
from pytest_django import Settings

from portal.cifrado import (
    CampoCifrado,
    CampoCifradoBinario,
    DescifradoImposible,
    campos_cifrados,
    cifrar,
    descifrar,
)
from portal.mensajes.models import AdjuntoSaliente, CorreoSaliente, MensajeBuzon


def guardar(texto: str | None) -> CorreoSaliente:
    correo = baker.make(CorreoSaliente, texto=texto or "", html=texto or "", confidencial=True)
    if texto is None:
        correo.anular()
    return correo


def en_la_base(tabla: str, columna: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columna} FROM {tabla}")
        fila = cursor.fetchone()
    assert fila is not None
    return fila[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "texto", ["", "Su código es 482913.", "ñandú 🦤 \u2028 \r\n", "x" * 100_000]
)
def test_un_texto_vuelve_tal_como_entro(texto: str) -> None:
    guardar(texto)

    assert CorreoSaliente.objects.get().texto == texto


@pytest.mark.django_db
@ajustes(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texto=st.text(alphabet=st.characters(blacklist_categories=["Cs"])))
def test_vuelve_cualquier_texto_que_quepa_en_utf8(texto: str) -> None:
    pk = guardar(texto).pk

    assert CorreoSaliente.objects.get(pk=pk).texto == texto


@pytest.mark.django_db
def test_la_base_nunca_ve_el_texto() -> None:
    guardar("secreto 482913")

    guardado = en_la_base("mensajes_correosaliente", "texto")

    assert isinstance(guardado, str)
    assert "482913" not in guardado
    assert descifrar(guardado.encode()) == b"secreto 482913"


@pytest.mark.django_db
def test_el_texto_vacio_no_es_nulo() -> None:
    guardar("")

    assert en_la_base("mensajes_correosaliente", "texto") is not None
    assert not CorreoSaliente.objects.filter(texto__isnull=True).exists()


@pytest.mark.django_db
def test_lo_nulo_sigue_nulo() -> None:
    guardar(None)

    assert en_la_base("mensajes_correosaliente", "texto") is None
    assert CorreoSaliente.objects.get(texto__isnull=True).texto is None


@pytest.mark.django_db
def test_un_update_tambien_cifra() -> None:
    guardar("uno")

    CorreoSaliente.objects.update(texto="dos")

    assert en_la_base("mensajes_correosaliente", "texto") != "dos"
    assert CorreoSaliente.objects.get().texto == "dos"


@pytest.mark.django_db
def test_las_operaciones_en_bloque_tambien_cifran() -> None:
    filas = CorreoSaliente.objects.bulk_create(
        [baker.prepare(CorreoSaliente, texto="uno", html="", message_id=str(i)) for i in range(2)]
    )
    for fila in filas:
        fila.texto = "dos"

    CorreoSaliente.objects.bulk_update(filas, ["texto"])

    assert {fila.texto for fila in CorreoSaliente.objects.all()} == {"dos"}


@pytest.mark.django_db
def test_el_mismo_texto_nunca_se_guarda_dos_veces_igual() -> None:
    assert cifrar(b"igual") != cifrar(b"igual")


@pytest.mark.parametrize(
    "busqueda", ["texto", "texto__in", "texto__contains", "texto__gt", "texto__lower"]
)
def test_buscar_por_contenido_se_rechaza_en_vez_de_no_hallar_nada(busqueda: str) -> None:
    valor = ["x"] if busqueda.endswith("__in") else "x"

    with pytest.raises(FieldError, match="cifrado"):
        CorreoSaliente.objects.filter(**{busqueda: valor})


@pytest.mark.django_db
@pytest.mark.parametrize("contenido", [b"", b"%PDF-1.7\x00\xff", bytes(range(256)) * 100])
def test_los_bytes_vuelven_tal_como_entraron(contenido: bytes) -> None:
    baker.make(AdjuntoSaliente, correo=guardar("x"), contenido=contenido)

    guardado = en_la_base("mensajes_adjuntosaliente", "contenido")

    assert AdjuntoSaliente.objects.get().contenido == contenido
    assert isinstance(guardado, bytes)
    assert guardado.startswith(b"gAAAA")


@pytest.mark.django_db
def test_los_bytes_ausentes_siguen_ausentes() -> None:
    baker.make(AdjuntoSaliente, correo=guardar("x"), contenido=None)

    assert AdjuntoSaliente.objects.get(contenido__isnull=True).contenido is None


def test_la_clave_vieja_aun_descifra_y_la_primera_cifra(settings: Settings) -> None:
    vieja, nueva = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.PORTAL_CLAVES_CIFRADO = [vieja]
    antes = cifrar(b"texto")

    settings.PORTAL_CLAVES_CIFRADO = [nueva, vieja]
    despues = cifrar(b"texto")

    assert descifrar(antes) == b"texto"
    assert Fernet(nueva).decrypt(despues) == b"texto"


def test_una_clave_perdida_se_dice(settings: Settings) -> None:
    ficha = cifrar(b"texto")
    settings.PORTAL_CLAVES_CIFRADO = [Fernet.generate_key().decode()]

    with pytest.raises(DescifradoImposible):
        descifrar(ficha)


def test_un_valor_alterado_no_se_lee() -> None:
    ficha = bytearray(cifrar(b"texto"))
    ficha[20] = ord("A") if ficha[20] != ord("A") else ord("B")

    with pytest.raises(DescifradoImposible):
        descifrar(bytes(ficha))


@pytest.mark.parametrize("claves", [[], ["corta"], ["no es base64 !"]])
def test_una_clave_mal_hecha_es_un_error_de_configuracion(
    settings: Settings, claves: list[str]
) -> None:
    settings.PORTAL_CLAVES_CIFRADO = claves

    with pytest.raises(ImproperlyConfigured, match="PORTAL_CLAVES_CIFRADO"):
        cifrar(b"texto")


def test_un_modelo_nombra_sus_campos_cifrados() -> None:
    assert [campo.name for campo in campos_cifrados(CorreoSaliente)] == ["texto", "html"]
    assert [campo.name for campo in campos_cifrados(AdjuntoSaliente)] == ["contenido"]
    assert list(campos_cifrados(MensajeBuzon)) == []


@pytest.mark.parametrize("clase", [CampoCifrado, CampoCifradoBinario])
def test_una_migracion_sabe_escribir_el_campo(
    clase: type[CampoCifrado] | type[CampoCifradoBinario],
) -> None:
    _, camino, _, opciones = clase(null=True).deconstruct()

    assert camino == f"portal.cifrado.{clase.__name__}"
    assert opciones["null"] is True
