"""The form of a new case: exactly the manual's fields, one case, nothing typed lost."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.text import slugify
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mesa_ayuda.archivos import BYTES
from mesa_ayuda.models import Articulo, Caso, Novedad
from portal.calendario.tiempo_habil import BOGOTA
from portal.usuarios.models import Usuario
from tests.conftest import CLAVE, ingresar
from tests.mesa_ayuda.entrada.muestras import PNG

pytestmark = pytest.mark.django_db
NUEVO = "/mesa-de-ayuda/casos/nuevo/"
DOMINGO = datetime(2026, 11, 22, 10, 0, tzinfo=BOGOTA)
Entrar = Callable[[Usuario], Client]
Campos = dict[str, str]


def test_estan_los_campos_del_manual_en_su_orden(cliente: Usuario, entrar: Entrar) -> None:
    pagina = entrar(cliente).get(NUEVO).content.decode()
    rotulos = re.findall(r'<label class="form-label"[^>]*>([^<]+?)\s*<', pagina)
    assert rotulos == [
        *("Servicio", "Producto", "Novedad a reportar", "Horario de contacto"),
        *("Teléfono de contacto", "Asunto", "Descripción", "Archivos adjuntos"),
    ]
    assert '<optgroup label="Certificación digital: Certificado Digital">' in pagina


def test_el_navegador_no_corta_lo_que_se_pega_en_la_descripcion(
    cliente: Usuario, entrar: Entrar
) -> None:
    pagina = entrar(cliente).get(NUEVO).content.decode()
    (descripcion,) = re.findall(r'<textarea name="descripcion"[^>]*>', pagina)
    assert "maxlength" not in descripcion


def test_se_envia_y_nace_un_caso_aunque_se_envie_dos_veces(
    cliente: Usuario, entrar: Entrar, formulario: Campos
) -> None:
    navegador = entrar(cliente)
    archivo = SimpleUploadedFile("error.png", PNG, "text/html")
    primera = navegador.post(NUEVO, formulario | {"archivos": archivo})
    segunda = navegador.post(NUEVO, formulario)
    caso = Caso.objects.get()
    assert primera.headers["Location"] == segunda.headers["Location"]
    assert primera.headers["Location"].endswith(f"/{caso.numero}/")
    pagina = navegador.get(primera.headers["Location"]).content.decode()
    assert f"Su número es {caso.numero}" in pagina
    assert "error.png" in pagina
    assert caso.mensajes.get().adjuntos.get().tipo == "image/png"


def test_los_prefijos_del_asunto_se_quitan_con_una_nota(
    cliente: Usuario, entrar: Entrar, formulario: Campos
) -> None:
    navegador = entrar(cliente)
    hecha = navegador.post(NUEVO, formulario | {"asunto": "RE: Fwd: No firma"}, follow=True)
    assert Caso.objects.get().asunto == "No firma"
    assert "Se quitó «RE: Fwd:» del comienzo del asunto." in hecha.content.decode()


@pytest.mark.parametrize(
    ("campo", "valor", "dice"),
    [
        ("servicio", "", "Seleccione un servicio"),
        ("producto", "999999", "Seleccione un producto"),
        ("novedad", "x", "Seleccione la novedad"),
        ("telefono", "no tengo", "7 a 15 dígitos"),
        ("asunto", "RE:", "después del prefijo"),
        ("asunto", "a" * 300, "200"),
        ("descripcion", "a" * 60_000, "adjunte un archivo"),
        ("descripcion", " ", "Describa la novedad"),
    ],
)
def test_lo_que_falta_o_sobra_se_dice_y_lo_demas_queda(
    cliente: Usuario, entrar: Entrar, formulario: Campos, campo: str, valor: str, dice: str
) -> None:
    pagina = entrar(cliente).post(NUEVO, formulario | {campo: valor}).content.decode()
    assert dice in pagina
    assert "resumen-errores" in pagina
    assert formulario["formulario"] in pagina
    otro = "asunto" if campo == "descripcion" else "descripcion"
    assert formulario[otro] in pagina
    assert Caso.objects.count() == 0


def test_las_tres_listas_tienen_que_concordar(
    cliente: Usuario, entrar: Entrar, formulario: Campos
) -> None:
    ajena = Novedad.objects.get(nombre="Factura no integrada")
    navegador = entrar(cliente)
    pagina = navegador.post(NUEVO, formulario | {"novedad": str(ajena.pk)}).content.decode()
    assert "novedad del producto que eligió" in pagina
    pagina = navegador.post(
        NUEVO, formulario | {"producto": str(ajena.producto_id)}
    ).content.decode()
    assert "producto del servicio que eligió" in pagina
    assert Caso.objects.count() == 0


def test_lo_que_ya_no_se_ofrece_no_se_puede_elegir(
    cliente: Usuario, entrar: Entrar, formulario: Campos
) -> None:
    Novedad.objects.filter(pk=formulario["novedad"]).update(activo=False)
    entrar(cliente).post(NUEVO, formulario)
    assert Caso.objects.count() == 0


def test_demasiados_archivos_o_demasiado_grandes_se_rechazan_junto_al_campo(
    cliente: Usuario, entrar: Entrar, formulario: Campos
) -> None:
    navegador = entrar(cliente)
    muchos = [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(31)]
    pagina = navegador.post(NUEVO, formulario | {"archivos": muchos}).content.decode()
    assert "Adjunte hasta 30 archivos" in pagina
    uno = SimpleUploadedFile("grande.bin", b"x" * (BYTES + 1))
    pagina = navegador.post(NUEVO, formulario | {"archivos": uno}).content.decode()
    assert "suman más de 18 MB" in pagina
    dos = [SimpleUploadedFile(f"{n}.bin", b"x" * (BYTES // 2 + 1)) for n in range(2)]
    pagina = navegador.post(NUEVO, formulario | {"archivos": dos}).content.decode()
    assert "suman más de 18 MB" in pagina
    assert Caso.objects.count() == 0


def test_un_programa_se_rechaza_junto_al_campo_con_su_nombre_y_nada_se_pierde(
    cliente: Usuario, entrar: Entrar, formulario: Campos
) -> None:
    archivos = [SimpleUploadedFile("error.png", PNG), SimpleUploadedFile("virus.png", b"MZ")]
    hecha = entrar(cliente).post(NUEVO, formulario | {"archivos": archivos})
    pagina = hecha.content.decode()
    assert "No recibimos «virus.png»: es un programa o puede ejecutar código." in pagina
    assert "«error.png»" not in pagina
    assert formulario["descripcion"] in pagina
    assert Caso.objects.count() == 0


def test_lo_escrito_con_la_sesion_vencida_vuelve_al_ingresar(
    cliente: Usuario, forastero: Usuario, entrar: Entrar, formulario: Campos
) -> None:
    pagina = entrar(cliente).get(NUEVO).content.decode()
    autor = re.search(r'name="autor" value="([^"]+)"', pagina)
    assert autor
    for usuario, vuelve in ((cliente, True), (forastero, False)):
        navegador = Client()
        hecha = navegador.post(NUEVO, formulario | {"autor": autor.group(1)}, follow=True)
        assert "guardamos lo que escribió" in hecha.content.decode()
        hecha = navegador.post(
            "/mesa-de-ayuda/ingresar/",
            {"usuario": usuario.email, "clave": CLAVE, "next": NUEVO},
            follow=True,
        )
        pagina = hecha.content.decode()
        assert (formulario["descripcion"] in pagina) is vuelve
        assert (formulario["formulario"] in pagina) is vuelve
    assert Caso.objects.count() == 0


def test_de_un_desconocido_no_se_guarda_nada(formulario: Campos) -> None:
    navegador = Client()
    for autor in ("", "inventado", "1:abc:def"):
        hecha = navegador.post(NUEVO, formulario | {"autor": autor})
        assert "aviso=vencida" in hecha.headers["Location"]
    assert "mesa_ayuda_borradores" not in navegador.session


def test_fuera_de_horario_dice_cuando_y_para_lo_critico_a_quien_llamar(
    cliente: Usuario, entrar: Entrar, formulario: Campos
) -> None:
    with time_machine.travel(DOMINGO):
        navegador = entrar(cliente)
        pagina = navegador.get(NUEVO).content.decode()
        assert "lo veremos mañana a partir de las 7:00 a. m." in pagina
        assert "318 717 49 37" in pagina
        pagina = navegador.post(NUEVO, formulario, follow=True).content.decode()
        assert "mañana a partir de las 7:00 a. m." in pagina
        critica = Novedad.objects.select_related("producto").get(nombre="El servicio no responde")
        campos = formulario | {
            "servicio": str(critica.producto.servicio_id),
            "producto": str(critica.producto_id),
            "novedad": str(critica.pk),
            "formulario": "",
        }
        pagina = navegador.post(NUEVO, campos, follow=True).content.decode()
        assert "Lo que reporta es crítico" in pagina
        assert "318 717 49 37" in pagina


def test_en_horario_no_se_dice_que_esta_cerrado(cliente: Usuario, entrar: Entrar) -> None:
    with time_machine.travel(datetime(2026, 11, 24, 10, 0, tzinfo=BOGOTA)):
        assert "no hay atención" not in entrar(cliente).get(NUEVO).content.decode()


def test_se_sugieren_los_articulos_publicados_mas_cercanos_al_asunto(
    cliente: Usuario, entrar: Entrar, formulario: Campos
) -> None:
    for titulo, cuerpo, publicado in (
        ("Cambiar la clave", "Para firmar hace falta la clave", True),
        ("Cómo firmar un PDF", "Firmar en Adobe", True),
        ("Firmar, borrador", "Firmar", False),
        ("Facturas", "Emisión", True),
    ):
        Articulo.objects.create(
            titulo=titulo, direccion=slugify(titulo), cuerpo=cuerpo, publicado=publicado
        )
    navegador = entrar(cliente)
    hecha = navegador.get(f"{NUEVO}sugerencias/", {"asunto": "No puedo FIRMÁR en adobe"})
    titulos = [articulo["titulo"] for articulo in hecha.json()["articulos"]]
    assert titulos == ["Cómo firmar un PDF", "Cambiar la clave"]
    # Without JavaScript they stand in the page that comes back with an error.
    pagina = navegador.post(NUEVO, formulario | {"telefono": ""}).content.decode()
    assert "Cómo firmar un PDF (se abre en otra pestaña)" in pagina
    for asunto in ("", "a", "...", "\x00" * 5):
        hecha = navegador.get(f"{NUEVO}sugerencias/", {"asunto": asunto})
        assert hecha.json() == {"articulos": []}


def test_el_personal_y_los_visitantes_van_a_su_puerta(client: Client, agente: Usuario) -> None:
    assert client.get(NUEVO).headers["Location"].startswith("/mesa-de-ayuda/ingresar/")
    assert ingresar(Client(), agente).get(NUEVO).headers["Location"] == "/admin/"


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    campo=st.sampled_from(
        [
            "servicio",
            "producto",
            "novedad",
            "horario_contacto",
            "telefono",
            "asunto",
            "formulario",
            "autor",
        ]
    ),
    valor=st.one_of(st.text(max_size=60), st.sampled_from(["\x00", "9" * 40, "²", "-1"])),
)
def test_el_formulario_resiste_lo_que_sea(
    cliente: Usuario, entrar: Entrar, formulario: Campos, campo: str, valor: str
) -> None:
    navegador = entrar(cliente)
    limpio = valor.encode("utf-8", "replace").decode()
    hecha = navegador.post(NUEVO, formulario | {"descripcion": "", campo: limpio})
    assert hecha.status_code == 200
