"""Many rows at a time."""

import pytest
from django.db import DataError, IntegrityError, transaction

from solicitudes.enums import Vigencia
from solicitudes.importacion import tabla
from solicitudes.models import Orden, Persona
from tests.solicitudes import recetas

pytestmark = pytest.mark.django_db

CAMPOS = ["pk", "tipo", "numero", "nombre", "correo"]


def test_se_reservan_claves_que_nadie_mas_usara() -> None:
    claves = tabla.reservar(Persona, 3)
    assert len(set(claves)) == 3
    assert recetas.crear_persona().pk > max(claves)
    assert tabla.reservar(Persona, 0) == []


def test_se_insertan_filas_con_cualquier_texto() -> None:
    raros = ["TAB\tY\nSALTO", "\\N", "\\.", "PEÑA «&» 'comillas' \"dobles\"", "=1+1"]
    claves = tabla.reservar(Persona, len(raros))
    tabla.insertar(
        Persona,
        CAMPOS,
        [(pk, "CC", str(900 + i), raros[i], "") for i, pk in enumerate(claves)],
    )
    assert list(Persona.objects.order_by("pk").values_list("nombre", flat=True)) == raros
    tabla.insertar(Persona, CAMPOS, [])
    assert Persona.objects.count() == len(raros)


@pytest.mark.parametrize(
    ("valores", "error"),
    [
        (("CC", "900", "REPETIDA", ""), IntegrityError),
        (("XX", "901", "SIN TIPO", ""), IntegrityError),
        (("CC", "902", "X" * 201, ""), DataError),
        (("CC", "903", None, ""), IntegrityError),
    ],
)
def test_lo_que_la_base_rechaza_llega_como_error_de_django(
    valores: tuple[str | None, ...], error: type[Exception]
) -> None:
    recetas.crear_persona(numero="900")
    with pytest.raises(error), transaction.atomic():
        tabla.insertar(Persona, CAMPOS[1:], [("CC", "999", "BUENA", ""), valores])
    assert Persona.objects.count() == 1


def test_se_actualizan_solo_las_filas_y_los_campos_dichos() -> None:
    ordenes = [recetas.crear_orden(empresa=f"E{n}", proyecto="P") for n in range(3)]
    tabla.actualizar(
        Orden, ["empresa", "numero"], [(ordenes[0].pk, "A", 1), (ordenes[2].pk, "C", 3)]
    )
    assert list(Orden.objects.order_by("pk").values_list("empresa", "proyecto")) == [
        *(("A", "P"), ("E1", "P"), ("C", "P")),
    ]
    assert Orden.objects.get(pk=ordenes[2].pk).numero == 3
    tabla.actualizar(Orden, ["empresa"], [])


def test_actualizar_puede_poner_nulos() -> None:
    solicitud = recetas.crear_solicitud(certificado=Vigencia.SUSPENDIDO)
    certificado = solicitud.certificado
    tabla.actualizar(
        type(certificado),
        ["suspendido_en", "valido_hasta"],
        [(certificado.pk, None, certificado.valido_hasta)],
    )
    certificado.refresh_from_db()
    assert certificado.suspendido_en is None
