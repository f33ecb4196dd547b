"""A mail of somebody new, or of a customer: a case, its files, and one mail back."""

import pytest

from mesa_ayuda.entrada.proceso import Resultado
from mesa_ayuda.enums import Estado, TipoMensaje, Veredicto, Via
from mesa_ayuda.models import (
    Caso,
    Contacto,
    CorreoEntrante,
    Mensaje,
)
from portal.auditoria.models import Evento
from portal.mensajes.models import CorreoSaliente
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.entrada.conftest import Tomar
from tests.mesa_ayuda.entrada.muestras import (
    NUEVA,
    PDF,
    PNG,
    bomba_zip,
    correo,
    zip_con,
)
from tests.mesa_ayuda.recetas import crear_caso

pytestmark = pytest.mark.django_db


def test_quien_escribe_por_primera_vez_tiene_usuario_caso_y_un_solo_correo(tomar: Tomar) -> None:
    resultado = tomar(de=NUEVA, asunto="RE: No puedo firmar")

    caso = Caso.objects.get()
    assert resultado == Resultado(Veredicto.CASO_NUEVO, "", caso.numero)
    assert (caso.asunto, caso.via, caso.estado) == ("No puedo firmar", Via.CORREO, Estado.NUEVO)
    usuario = Usuario.objects.get(email="nueva@correo.example")
    assert caso.contacto == usuario
    assert (usuario.username, usuario.first_name) == ("nueva@correo.example", "Nueva")
    assert not usuario.is_staff
    assert not usuario.has_usable_password()
    assert Contacto.objects.get(usuario=usuario).cuenta is None
    saliente = CorreoSaliente.objects.get()
    assert saliente.destinatario == "nueva@correo.example"
    assert caso.numero in (saliente.texto or "")
    assert "/mesa-de-ayuda/clave/" in (saliente.texto or "")
    publico, aviso = caso.mensajes.all()
    assert publico.texto == "Buenos días:\n\nNo puedo firmar."
    assert "Se quitó «RE:»" in aviso.texto
    assert Evento.objects.de(caso).get().origen == "correo recibido"


def test_un_cliente_conocido_recibe_su_numero_y_ninguna_credencial(
    tomar: Tomar, cliente: Usuario
) -> None:
    tomar(de=f"Ana <{cliente.email.upper()}>")

    assert Caso.objects.get().contacto == cliente
    assert "/clave/" not in (CorreoSaliente.objects.get().texto or "")


def test_las_credenciales_se_envian_una_vez_al_dia(tomar: Tomar) -> None:
    for n in range(3):
        tomar(de=NUEVA, asunto=f"Caso {n}")
    con_enlace = ["/clave/" in (c.texto or "") for c in CorreoSaliente.objects.order_by("creado")]
    assert con_enlace == [True, False, False]
    assert Usuario.objects.filter(email="nueva@correo.example").count() == 1


def test_despues_de_diez_respuestas_automaticas_calla(tomar: Tomar) -> None:
    for n in range(12):
        tomar(de=NUEVA, asunto=f"Caso {n}")
    assert Caso.objects.count() == 12
    assert CorreoSaliente.objects.count() == 10


def test_quien_abre_demasiados_casos_espera_al_personal(tomar: Tomar, cliente: Usuario) -> None:
    for _ in range(30):
        crear_caso(cliente)
    resultado = tomar(de=cliente.email)
    assert resultado.veredicto == Veredicto.RECHAZADO
    assert CorreoEntrante.objects.no_importados().get().motivo.startswith("El remitente tiene 30")
    assert Caso.objects.count() == 30


@pytest.mark.parametrize("dmarc", ["", "fail"])
def test_quien_no_tiene_cuenta_tampoco_abre_casos_sin_fin(
    tomar: Tomar, cliente: Usuario, monkeypatch: pytest.MonkeyPatch, dmarc: str
) -> None:
    """Without account: its domain has made too many; or it only says that it is the customer."""
    monkeypatch.setattr("mesa_ayuda.entrada.remitentes.CUENTAS_POR_DOMINIO", 1)
    tomar(de="otra@correo.example")
    monkeypatch.setattr("mesa_ayuda.entrada.decision.ABIERTOS_POR_PERSONA", 3)
    de = cliente.email if dmarc else NUEVA
    cabeceras = {"Authentication-Results": "mx.portal.example; dmarc=fail"} if dmarc else {}
    veredictos = [tomar(de=de, cabeceras=cabeceras).veredicto for _ in range(4)]
    assert veredictos == [Veredicto.CASO_NUEVO] * 3 + [Veredicto.RECHAZADO]
    # What was sent in the customer's name doesn't keep the customer out.
    assert tomar(de=cliente.email).veredicto == Veredicto.CASO_NUEVO


def test_un_dominio_que_crea_demasiadas_cuentas_abre_casos_sin_ellas(
    tomar: Tomar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mesa_ayuda.entrada.remitentes.CUENTAS_POR_DOMINIO", 2)
    for n in range(3):
        tomar(de=f"p{n}@inundacion.example")
    assert Usuario.objects.filter(email__endswith="@inundacion.example").count() == 2
    ultimo = Caso.objects.order_by("pk").last()
    assert ultimo is not None
    assert (ultimo.contacto, ultimo.contacto_correo) == (None, "p2@inundacion.example")


def test_un_correo_con_solo_html_se_vuelve_texto_y_guarda_su_html(tomar: Tomar) -> None:
    tomar(octetos=correo(None, html="<p>No puedo <b>firmar</b></p><script>alert(1)</script>"))
    mensaje = Mensaje.objects.get()
    assert mensaje.texto == "No puedo firmar"
    assert "<script>" in mensaje.html


def test_lo_citado_se_aparta_y_se_conserva(tomar: Tomar) -> None:
    tomar(texto="Sigue igual.\n\nEl mié, 25 nov 2026 a las 10:02, Mesa escribió:\n> Reinicie.\n")
    mensaje = Mensaje.objects.get()
    assert mensaje.texto == "Sigue igual."
    assert "> Reinicie." in mensaje.completo


def test_un_correo_sin_texto_con_adjunto_es_un_caso(tomar: Tomar) -> None:
    tomar(texto="", adjuntos=[("a.pdf", "application/pdf", PDF)])
    mensaje = Mensaje.objects.get()
    assert mensaje.texto == "(El correo no trae texto.)"
    assert mensaje.adjuntos.get().tipo == "application/pdf"


def test_los_adjuntos_se_guardan_con_el_tipo_de_su_contenido(tomar: Tomar) -> None:
    tomar(
        adjuntos=[
            ("foto.pdf", "application/pdf", PNG),
            ("virus.exe", "application/octet-stream", b"MZ\x90"),
            ("fotos.zip", "application/zip", bomba_zip(201)),
            ("hoja.xlsx", "application/zip", zip_con(xl__vbaProject_p_bin=b"x")),
            ("llave.p12", "application/x-pkcs12", b"0\x82"),
        ]
    )
    (adjunto,) = Mensaje.objects.get(tipo=TipoMensaje.PUBLICO).adjuntos.all()
    assert (adjunto.nombre, adjunto.tipo) == ("foto.pdf", "image/png")
    assert adjunto.archivo.read() == PNG
    escritos = Mensaje.objects.filter(tipo=TipoMensaje.SISTEMA).values_list("texto", flat=True)
    avisos = "\n".join(escritos)
    assert "«virus.exe»: es un programa" in avisos
    assert "«fotos.zip»: al abrirlo ocupa demasiado" in avisos
    assert "«hoja.xlsx»: contiene macros" in avisos
    assert "«llave.p12»: contiene una clave privada" in avisos


def test_de_quinientos_adjuntos_se_reciben_treinta_y_se_dice(tomar: Tomar) -> None:
    tomar(adjuntos=[(f"{n}.txt", "text/plain", b"x%d" % n) for n in range(500)])
    assert Mensaje.objects.get(tipo=TipoMensaje.PUBLICO).adjuntos.count() == 30
    avisos = Mensaje.objects.filter(tipo=TipoMensaje.SISTEMA)
    assert avisos.count() == 11
    assert "otros 460 archivos" in avisos.last().texto  # type: ignore[union-attr]


def test_un_cuerpo_enorme_se_guarda_hasta_donde_cabe(tomar: Tomar) -> None:
    tomar(texto="palabra " * 100_000)
    mensaje = Mensaje.objects.get(tipo=TipoMensaje.PUBLICO)
    assert len(mensaje.texto) <= 524_288
    assert Mensaje.objects.filter(texto__startswith="El mensaje era demasiado largo").exists()
