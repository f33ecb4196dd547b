"""What the triggers keep for searching: folded, weighted, and whole after every change."""

import pytest
from django.contrib.postgres.search import SearchQuery

from mesa_ayuda.enums import TipoMensaje
from mesa_ayuda.models import Articulo, Caso, Mensaje

pytestmark = pytest.mark.django_db


def crear(asunto: str = "No puedo firmar", descripcion: str = "El botón no responde") -> Caso:
    """Make a case of somebody without an account."""
    return Caso.objects.create(
        asunto=asunto, descripcion=descripcion, contacto_nombre="Ana Ejemplo"
    )


def hallados(consulta: str) -> list[Caso]:
    """Search with a raw tsquery."""
    return list(
        Caso.objects.filter(busqueda=SearchQuery(consulta, config="spanish", search_type="raw"))
    )


def test_se_halla_por_asunto_y_descripcion_sin_tildes_ni_mayusculas() -> None:
    caso = crear("Renovación URGENTE", "Adjunté la cédula")
    assert hallados("renovacion") == hallados("urgente") == hallados("cedula") == [caso]
    assert hallados("pasaporte") == []


def test_se_halla_por_lo_que_se_dijo_en_la_conversacion() -> None:
    caso = crear()
    Mensaje.objects.create(caso=caso, tipo=TipoMensaje.PUBLICO, texto="Reinstalé los controladores")
    assert hallados("controlador") == [caso]


def test_las_notas_internas_se_distinguen_de_lo_que_ve_el_cliente() -> None:
    caso = crear()
    Mensaje.objects.create(
        caso=caso, tipo=TipoMensaje.NOTA, texto="Sospechamos de fraude", del_personal=True
    )
    assert hallados("fraud") == [caso]
    assert hallados("fraud:ABC") == []


def test_cambiar_el_asunto_no_pierde_la_conversacion() -> None:
    caso = crear()
    Mensaje.objects.create(caso=caso, tipo=TipoMensaje.PUBLICO, texto="controladores")
    caso.asunto = "Otra cosa"
    caso.save(update_fields=["asunto"])
    assert hallados("controlador") == hallados("otra & cosa") == [caso]
    assert hallados("firmar") == []


def test_un_mensaje_que_pasa_a_otro_caso_o_se_borra_deja_de_hallarse_en_el_primero() -> None:
    uno, otro = crear(), crear()
    mensaje = Mensaje.objects.create(caso=uno, tipo=TipoMensaje.PUBLICO, texto="controladores")
    Mensaje.objects.filter(pk=mensaje.pk).update(caso=otro)
    assert hallados("controlador") == [otro]
    mensaje.delete()
    assert hallados("controlador") == []


def test_una_conversacion_enorme_no_rompe_nada() -> None:
    caso = crear()
    for n in range(30):
        texto = " ".join(f"palabra{n}x{m}" for m in range(2_000))
        Mensaje.objects.create(caso=caso, tipo=TipoMensaje.PUBLICO, texto=texto)
    Caso.objects.filter(pk=caso.pk).update(asunto="Asunto nuevo")
    assert hallados("palabra0x1") == hallados("nuev") == [caso]


def test_los_articulos_se_hallan_por_titulo_resumen_y_cuerpo() -> None:
    articulo = Articulo.objects.create(
        titulo="Descargar el certificado", direccion="d", resumen="Guía", cuerpo="Revise la carpeta"
    )
    for palabra in ("descargar", "guia", "carpeta"):
        consulta = SearchQuery(palabra, config="spanish")
        assert list(Articulo.objects.filter(busqueda=consulta)) == [articulo]
