"""Whatever is saved in the admin is written down; the history page shows it, to whoever may."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from portal.auditoria.models import Evento
from portal.auditoria.servicios import registrar
from portal.calendario.models import Festivo
from portal.canales.models import Canal
from portal.usuarios.models import Usuario

pytestmark = pytest.mark.django_db
LISTA = reverse("admin:calendario_festivo_changelist")


@pytest.fixture
def cliente(cliente_de: Callable[[Usuario], Client], administrador: Usuario) -> Client:
    """The administrator's browser."""
    return cliente_de(administrador)


@pytest.fixture
def cierre() -> Festivo:
    """A closure of our own, which may be changed and deleted."""
    return Festivo.objects.create(fecha=date(2027, 5, 5), nombre="Cierre")


def historial(fila: Festivo) -> str:
    """The address of the row's history."""
    return reverse("admin:calendario_festivo_history", args=[fila.pk])


class TestEscribir:
    """Creating, changing and deleting."""

    def test_crear_queda_escrito(self, cliente: Client, administrador: Usuario) -> None:
        envio = {"fecha": "2027-05-06", "nombre": "Cierre", "activo": "on"}
        cliente.post(reverse("admin:calendario_festivo_add"), envio)
        evento = Evento.objects.de(Festivo.objects.get(fecha="2027-05-06")).get()
        assert (evento.accion, evento.actor) == ("Creó", administrador)
        assert evento.cambios["fecha"] == [None, "06/05/2027"]

    def test_cambiar_queda_escrito_y_guardar_igual_no(
        self, cliente: Client, cierre: Festivo
    ) -> None:
        ficha = reverse("admin:calendario_festivo_change", args=[cierre.pk])
        envio = {"fecha": "2027-05-05", "nombre": "Cierre", "activo": "on"}
        cliente.post(ficha, envio)
        assert not Evento.objects.exists()
        cliente.post(ficha, envio | {"nombre": "Inventario"})
        evento = Evento.objects.de(cierre).get()
        assert evento.accion == "Modificó"
        assert evento.cambios == {"nombre": ["Cierre", "Inventario"]}

    def test_eliminar_uno_y_varios_queda_escrito(self, cliente: Client, cierre: Festivo) -> None:
        otros = [
            Festivo.objects.create(fecha=date(2027, 5, dia), nombre="Cierre") for dia in (6, 7)
        ]
        borrar = reverse("admin:calendario_festivo_delete", args=[cierre.pk])
        cliente.post(borrar, {"post": "yes"})
        envio = {"action": "delete_selected", "_selected_action": [o.pk for o in otros]}
        cliente.post(LISTA, envio | {"post": "yes"})
        acciones = Evento.objects.values_list("accion", "objeto_id")
        assert set(acciones) == {("Eliminó", str(f.pk)) for f in (cierre, *otros)}

    def test_las_filas_de_abajo_se_escriben_en_la_de_arriba(
        self, cliente: Client, administrador: Usuario
    ) -> None:
        canal = Canal.objects.exclude(horarios=None).order_by("pk")[0]
        ficha = reverse("admin:canales_canal_change", args=[canal.pk])
        contexto = cliente.get(ficha).context
        formulario = contexto["adminform"].form
        (filas,) = [linea.formset for linea in contexto["inline_admin_formsets"]]
        formularios = [formulario, filas.management_form, *filas.initial_forms]
        envio = {
            campo.html_name: "" if campo.value() is None else campo.value()
            for uno in formularios
            for campo in uno
            if campo.value() is not False
        }
        primero, cierra = filas.initial_forms[0].instance, "23:15:00"
        envio[filas.initial_forms[0]["cierra"].html_name] = cierra
        envio[filas.management_form["TOTAL_FORMS"].html_name] = len(filas.initial_forms)
        assert cliente.post(ficha, envio).status_code == 302
        primero.refresh_from_db()
        assert str(primero.cierra) == cierra
        evento = Evento.objects.de(canal).get()
        assert evento.actor == administrador
        assert evento.accion == f"Modificó {primero._meta.verbose_name}"
        assert [valores[1] for valores in evento.cambios.values()] == [cierra]


class TestLeer:
    """The history page."""

    def test_dice_quien_cuando_que_de_que_a_que_y_por_que(
        self, cliente: Client, cierre: Festivo, operador: Usuario
    ) -> None:
        registrar(
            cierre, "Lo movió", actor=operador, cambios={"fecha": ["a", None]}, motivo="Urgente"
        )
        registrar(cierre, "Lo sembró", actor=None, origen="manage.py sembrar")
        pagina = cliente.get(historial(cierre)).content.decode()
        for dato in ("Lo movió", "Operador", "Fecha:", "(vacío)", "Urgente", "manage.py sembrar"):
            assert dato in pagina

    def test_lo_mas_reciente_va_primero_y_por_paginas(
        self, cliente: Client, cierre: Festivo, operador: Usuario
    ) -> None:
        for numero in range(105):
            registrar(cierre, f"Acto {numero:03}", actor=operador)
        primera = cliente.get(historial(cierre)).content.decode()
        assert "Acto 104" in primera
        assert "Acto 004" not in primera
        assert "Acto 004" in cliente.get(historial(cierre), {"p": "2"}).content.decode()
        assert cliente.get(historial(cierre), {"p": "x"}).status_code == 200

    def test_sin_cambios_lo_dice(self, cliente: Client, cierre: Festivo) -> None:
        assert "Todavía no hay cambios" in cliente.get(historial(cierre)).content.decode()

    def test_lo_escrito_no_se_vuelve_html(
        self, cliente: Client, cierre: Festivo, operador: Usuario
    ) -> None:
        malo = "<script>alert(1)</script>"
        registrar(cierre, malo, actor=operador, cambios={malo: [malo, malo]}, motivo=malo)
        assert malo not in cliente.get(historial(cierre)).content.decode()

    @pytest.mark.parametrize("clave", ["999999", "x", "1_2F", "9" * 40])
    def test_el_historial_de_lo_que_no_existe_es_404(self, cliente: Client, clave: str) -> None:
        direccion = reverse("admin:calendario_festivo_history", args=[clave])
        assert cliente.get(direccion).status_code == 404

    def test_quien_no_puede_ver_la_fila_no_ve_su_historial(
        self, cliente_de: Callable[[Usuario], Client], ajeno: Usuario, cierre: Festivo
    ) -> None:
        assert cliente_de(ajeno).get(historial(cierre)).status_code == 403
