"""/mesa-de-ayuda/pqrsa/: present one, with or without an account."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mesa_ayuda.archivos import BYTES, CUANTOS
from mesa_ayuda.enums import TipoCaso
from mesa_ayuda.models import Adjunto, Caso, Pqrsa, TerminoLegal
from mesa_ayuda.pqrsa import plazo
from mesa_ayuda.pqrsa.ficha import huella
from mesa_ayuda.pqrsa.servicios import archivos_de
from portal.calendario.servicios import festivos
from portal.mensajes.models import CorreoSaliente
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.entrada.muestras import PNG
from tests.mesa_ayuda.pqrsa.recetas import formulario
from tests.mesa_ayuda.recetas import crear_caso

pytestmark = pytest.mark.django_db
RADICAR = "/mesa-de-ayuda/pqrsa/"
COMPROBANTE = "/mesa-de-ayuda/pqrsa/comprobante/"


def test_sin_cuenta_da_un_comprobante_y_lo_envia_por_correo(client: Client) -> None:
    respuesta = client.post(RADICAR, formulario())
    assert (respuesta.status_code, respuesta["Location"]) == (302, COMPROBANTE)
    pqrsa = Pqrsa.objects.select_related("caso").get()
    vence = plazo.vencimiento(pqrsa.caso.creado, 15, festivos())
    assert pqrsa.vence_el == vence
    assert (pqrsa.caso.tipo, pqrsa.caso.contacto) == (TipoCaso.RECLAMO, None)
    assert "Ley" not in pqrsa.autorizacion
    assert "Autorizo el tratamiento" in pqrsa.autorizacion
    pagina = client.get(COMPROBANTE)
    assert pqrsa.caso.numero in pagina.content.decode()
    assert "no-store" in pagina["Cache-Control"]
    correo = CorreoSaliente.objects.get(proposito="pqrsa_radicado")
    assert correo.destinatario == "lucia@correo.example"
    assert correo.confidencial
    ficha = correo.texto.split("/seguimiento/")[1].split("/")[0]
    assert huella(ficha) == pqrsa.ficha_hash
    assert client.get(reverse("pqrsa:estado", args=[ficha])).status_code == 200


@pytest.mark.parametrize("tipo", ["peticion", "queja", "reclamo", "sugerencia", "apelacion"])
def test_cada_tipo_lleva_su_propio_termino(client: Client, tipo: str) -> None:
    TerminoLegal.objects.filter(tipo=tipo).update(dias_habiles=7)
    client.post(RADICAR, formulario(tipo=tipo))
    pqrsa = Pqrsa.objects.select_related("caso").get()
    assert pqrsa.vence_el == plazo.vencimiento(timezone.now(), 7, festivos())
    assert pqrsa.caso.tipo == tipo


@pytest.mark.parametrize(
    ("tipo", "dias", "nombre"),
    [
        ("peticion", 15, "Petición"),
        ("peticion-documentos", 10, "Petición de documentos o información"),
        ("peticion-consulta", 30, "Petición de consulta"),
    ],
)
def test_cada_clase_de_peticion_tiene_el_termino_de_la_ley(
    client: Client, tipo: str, dias: int, nombre: str
) -> None:
    pagina = client.post(RADICAR, formulario(tipo=tipo), follow=True).content.decode()
    pqrsa = Pqrsa.objects.select_related("caso").get()
    assert pqrsa.vence_el == plazo.vencimiento(timezone.now(), dias, festivos())
    assert f"<dd>{nombre}</dd>" in pagina
    assert f"{nombre}: {dias} días hábiles" in client.get(RADICAR).content.decode()


def test_con_sesion_no_pide_nombre_ni_captcha(client: Client, cliente: Usuario) -> None:
    client.force_login(cliente, backend="django.contrib.auth.backends.ModelBackend")
    pagina = client.get(RADICAR).content.decode()
    assert 'name="captcha_1"' not in pagina
    assert 'name="nombre"' not in pagina
    datos = formulario(correo="otra@correo.example", nombre="Otra persona")
    assert client.post(RADICAR, datos).status_code == 302
    caso = Caso.objects.get()
    assert (caso.contacto, caso.contacto_correo) == (cliente, "ana@transportes.example")


def test_el_personal_la_presenta_como_cualquier_persona(
    agente: Usuario, cliente_de: Callable[[Usuario], Client]
) -> None:
    assert 'name="captcha_1"' in cliente_de(agente).get(RADICAR).content.decode()


def test_un_doble_clic_hace_una_sola(client: Client) -> None:
    clave = str(uuid.uuid4())
    assert client.post(RADICAR, formulario(formulario=clave)).status_code == 302
    assert client.post(RADICAR, formulario(formulario=clave)).status_code == 302
    assert Pqrsa.objects.count() == Caso.objects.count() == 1
    assert CorreoSaliente.objects.count() == 1


@pytest.mark.parametrize(
    ("campo", "malo", "aviso"),
    [
        ("tipo", "soporte", "no es una de las opciones"),
        ("tipo", "queja-consulta", "no es una de las opciones"),
        ("tipo", "", "Elija qué nos quiere presentar."),
        ("nombre", "", "Escriba su nombre."),
        ("correo", "lucia", "Escriba un correo electrónico completo"),
        ("telefono", "abc", "Escriba un número de teléfono"),
        ("texto", " ", "Escriba los hechos y qué solicita."),
        ("autorizacion", "", "necesitamos su autorización"),
        ("captcha_1", "mal", "no corresponden"),
    ],
)
def test_lo_que_falta_se_dice_junto_al_campo_y_nada_se_pierde(
    client: Client, campo: str, malo: str, aviso: str
) -> None:
    respuesta = client.post(RADICAR, formulario(**{campo: malo}))
    pagina = respuesta.content.decode()
    assert respuesta.status_code == 200
    assert aviso in pagina
    assert "Me cobraron dos veces" in pagina
    assert not Pqrsa.objects.exists()


def test_otra_imagen_conserva_lo_escrito(client: Client) -> None:
    pagina = client.post(RADICAR, formulario(otra_imagen="1")).content.decode()
    assert "Me cobraron dos veces" in pagina
    assert "Revise lo que escribió" not in pagina
    assert not Pqrsa.objects.exists()


def test_una_misma_direccion_no_recibe_mas_de_cinco_al_dia(client: Client) -> None:
    for _ in range(5):
        assert client.post(RADICAR, formulario()).status_code == 302
    assert client.post(RADICAR, formulario(correo="LUCIA@correo.example")).status_code == 429
    assert Pqrsa.objects.count() == 5


def test_el_comprobante_solo_lo_ve_quien_la_presento(client: Client) -> None:
    client.post(RADICAR, formulario())
    assert Client().get(COMPROBANTE)["Location"] == RADICAR


def test_los_archivos_quedan_en_el_caso_y_en_el_comprobante(client: Client) -> None:
    archivos = [
        SimpleUploadedFile("recibo.pdf", b"%PDF-1.7 recibo", "text/html"),
        SimpleUploadedFile("foto.png", PNG, "application/x-sh"),
    ]
    assert client.post(RADICAR, formulario() | {"archivos": archivos}).status_code == 302
    pqrsa = Pqrsa.objects.get()
    guardados = archivos_de(pqrsa)
    assert [(archivo.nombre, archivo.tipo) for archivo in guardados] == [
        ("recibo.pdf", "application/pdf"),
        ("foto.png", "image/png"),
    ]
    correo = CorreoSaliente.objects.get(proposito="pqrsa_radicado")
    enlace = correo.texto.split("/seguimiento/")[1].split("/")[0]
    for pagina in (
        client.get(COMPROBANTE).content.decode(),
        Client().get(reverse("pqrsa:estado", args=[enlace])).content.decode(),
        correo.texto,
    ):
        assert "recibo.pdf" in pagina
        assert "foto.png" in pagina


def test_un_archivo_que_no_cabe_se_rechaza_y_lo_escrito_queda(client: Client) -> None:
    grande = [SimpleUploadedFile("grande.bin", b"x" * (BYTES + 1))]
    dos = [SimpleUploadedFile(f"{n}.bin", b"x" * (BYTES // 2 + 1)) for n in range(2)]
    muchos = [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(CUANTOS + 1)]
    programa = [SimpleUploadedFile("recibo.pdf", b"MZ")]
    campos = formulario()
    for archivos, aviso in (
        (grande, "18 MB"),
        (dos, "18 MB"),
        (muchos, "hasta 30 archivos"),
        (programa, "No recibimos «recibo.pdf»"),
    ):
        pagina = client.post(RADICAR, campos | {"archivos": archivos}).content.decode()
        assert aviso in pagina
        assert campos["texto"] in pagina
        # The same challenge and its answer: a file too many does not cost another one.
        assert campos["captcha_0"] in pagina
        assert f'value="{campos["captcha_1"]}"' in pagina
        assert "elíjalos otra vez" in pagina
    assert not Adjunto.objects.exists()
    assert client.post(RADICAR, campos).status_code == 302


def test_vence_por_la_ley_y_no_por_las_metas_de_soporte(client: Client) -> None:
    client.post(RADICAR, formulario())
    pqrsa = Pqrsa.objects.select_related("caso").get()
    assert pqrsa.caso.vence_solucion is not None
    assert timezone.localdate(pqrsa.caso.vence_solucion) == pqrsa.vence_el


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    datos=st.dictionaries(
        st.sampled_from(
            ["formulario", "tipo", "nombre", "correo", "telefono", "asunto", "texto", "captcha_0"]
        ),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    )
)
def test_nada_que_se_escriba_rompe_el_formulario(client: Client, datos: dict[str, Any]) -> None:
    assert client.post(RADICAR, formulario(**datos)).status_code in (200, 302, 429)


def test_el_formulario_de_otro_caso_no_sirve(client: Client) -> None:
    campos = formulario()
    caso = crear_caso(formulario=campos["formulario"])
    pagina = client.post(reverse("pqrsa:radicar"), campos).content.decode()
    assert "Este formulario ya se usó. Ábralo de nuevo." in pagina
    assert not Pqrsa.objects.exists()
    assert Caso.objects.get() == caso
