"""The registry and the synchronisations, as staff look at them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contrasenas.admin.matriculados import condicion
from contrasenas.models import Camara, Matriculado
from portal.administracion.listas import PaginadorAcotado
from portal.usuarios.models import Usuario
from tests.contrasenas.admin.conftest import Cliente
from tests.contrasenas.recetas import crear_matriculado
from tests.contrasenas.sincronizacion.archivos import csv_de, fila
from tests.contrasenas.sincronizacion.pasos import cargar

pytestmark = pytest.mark.django_db
LISTA = "/admin/contrasenas/matriculado/"


@pytest.mark.parametrize(
    "termino",
    [
        *("12345", "00012345", "1013592259", "1.013.592.259", "ANA@Correo.example"),
        *("pérez núñ", "PÉREZ", "  Pérez   Núñez "),
    ],
)
def test_se_busca_por_matricula_identificacion_correo_o_comienzo_del_nombre(
    cliente_de: Cliente, operadora: Usuario, camara: Camara, termino: str
) -> None:
    crear_matriculado(
        camara,
        matricula="12345",
        numero="1013592259",
        correo="ana@correo.example",
        razonsocial="PÉREZ NÚÑEZ ANA",
    )
    crear_matriculado(camara, razonsocial="OTRA PERSONA")
    pagina = cliente_de(operadora).get(LISTA, {"q": termino}).content.decode()
    assert "PÉREZ NÚÑEZ ANA" in pagina
    assert "OTRA PERSONA" not in pagina


@pytest.mark.parametrize("termino", ["345", "ana@", "NÚÑEZ", "%", "🙂", "' or 1=1 --"])
def test_lo_que_no_coincide_no_trae_nada(
    cliente_de: Cliente, operadora: Usuario, camara: Camara, termino: str
) -> None:
    crear_matriculado(camara, matricula="12345", razonsocial="PÉREZ NÚÑEZ ANA")
    respuesta = cliente_de(operadora).get(LISTA, {"q": termino})
    assert respuesta.status_code == 200
    assert "PÉREZ NÚÑEZ ANA" not in respuesta.content.decode()


def test_cada_busqueda_usa_un_indice(camara: Camara) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    for termino in ("12345", "ana@correo.example", "pérez"):
        plan = Matriculado.objects.filter(condicion(termino), camara__in=[camara.pk]).explain()
        assert "Seq Scan" not in plan
        assert "matriculado_" in plan


def test_la_lista_no_cuenta_todo_ni_pregunta_por_cada_fila(
    cliente_de: Cliente, operadora: Usuario, camara: Camara, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        crear_matriculado(camara)
    monkeypatch.setattr(PaginadorAcotado, "MAXIMO", 3)
    cliente = cliente_de(operadora)
    with CaptureQueriesContext(
        connection,
    ) as consultas:
        pagina = cliente.get(LISTA).content.decode()
    assert "más de 3 matriculados: use la búsqueda o los filtros" in pagina
    cuentas = [c["sql"] for c in consultas if "COUNT(" in c["sql"] and "matriculado" in c["sql"]]
    assert all("LIMIT 3" in sql for sql in cuentas)
    assert len(consultas) < 20


def test_los_filtros_dan_lo_que_dicen(
    cliente_de: Cliente, operadora: Usuario, camara: Camara
) -> None:
    crear_matriculado(camara, razonsocial="SIN CORREO", correo="", falta_correo="invalido")
    crear_matriculado(camara, razonsocial="DE ANTES", ultanoren=2019)
    cliente = cliente_de(operadora)
    invalidos = cliente.get(LISTA, {"falta_correo__exact": "invalido"}).content.decode()
    assert "SIN CORREO" in invalidos
    assert "DE ANTES" not in invalidos
    viejos = cliente.get(LISTA, {"ultanoren": "2019"}).content.decode()
    assert "DE ANTES" in viejos
    assert "SIN CORREO" not in viejos
    assert cliente.get(LISTA, {"ultanoren": "x"}).status_code == 200
    Matriculado.objects.filter(razonsocial="DE ANTES").update(ausente_desde="2026-01-01T00:00Z")
    for ausente, esta, no_esta in (("si", "DE ANTES", "SIN CORREO"), ("no", "SIN CORREO", "DE A")):
        pagina = cliente.get(LISTA, {"ausente": ausente}).content.decode()
        assert esta in pagina
        assert no_esta not in pagina


def test_la_camara_se_nombra_solo_a_quien_tiene_varias(
    cliente_de: Cliente, operadora: Usuario, camara: Camara, otra_camara: Camara
) -> None:
    crear_matriculado(camara)
    columna = "column-codigo_camara"
    assert columna not in cliente_de(operadora).get(LISTA).content.decode()
    otra_camara.personal.add(operadora)
    assert columna in cliente_de(operadora).get(LISTA).content.decode()


def test_la_ficha_muestra_lo_deducido_y_lo_registrado(
    cliente_de: Cliente, operadora: Usuario, camara: Camara
) -> None:
    cargar(camara, csv_de([fila(7, idclase="2", numid="8600698042")]))
    ruta = reverse("admin:contrasenas_matriculado_change", args=[Matriculado.objects.get().pk])
    pagina = cliente_de(operadora).get(ruta).content.decode()
    for dato in ("NIT 860069804-2", "8600698042", "persona7@correo.example", "+573100000007"):
        assert dato in pagina


def test_una_sincronizacion_muestra_su_informe_y_las_filas_rechazadas(
    cliente_de: Cliente, operadora: Usuario, camara: Camara
) -> None:
    hecha = cargar(camara, csv_de([fila(1), fila(2, matricula=""), fila(3, ultanoren="x")]))
    ruta = reverse("admin:contrasenas_sincronizacion_change", args=[hecha.pk])
    pagina = cliente_de(operadora).get(ruta).content.decode()
    assert "La fila no tiene matrícula." in pagina
    assert "«ultanoren» no es un año de cuatro cifras: «x»." in pagina
    assert "fecsincronizacion, horsincronizacion" in pagina
    assert hecha.sha256 in pagina
    lista = cliente_de(operadora).get(reverse("admin:contrasenas_sincronizacion_changelist"))
    assert "04.csv" in lista.content.decode()
