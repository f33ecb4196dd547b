"""Searching verified users as people type, in what the caller may see and nothing else."""

import pytest

from contrasenas.models import Camara, UsuarioVerificado
from contrasenas.verificados.busqueda import buscar
from tests.contrasenas.recetas import crear_camara

pytestmark = pytest.mark.django_db


@pytest.fixture
def camara(db: None) -> Camara:
    """A chamber without a key."""
    return crear_camara("04")


@pytest.fixture
def dos(camara: Camara) -> list[UsuarioVerificado]:
    """A merchant, and another one who shares a word with her."""
    datos = {"camara": camara, "tipo": "CC", "clave_hash": "$argon2id$huella"}
    return [
        UsuarioVerificado.objects.create(
            numero="1020304",
            nombre="ÁNGELA NÚÑEZ",
            correo="angela@correo.example",
            celular="+573105550123",
            empresa="TELAS & CÍA. 100% ALGODÓN",
            nit="860069804",
            **datos,
        ),
        UsuarioVerificado.objects.create(
            numero="9988776",
            nombre="BRUNO NÚÑEZ",
            correo="bruno_n@correo.example",
            celular="+573209998877",
            **datos,
        ),
    ]


@pytest.mark.parametrize(
    ("termino", "hallados"),
    [
        *(("", [0, 1]), ("   ", [0, 1]), ("\x00", [0, 1])),
        *(("nunez", [0, 1]), ("NÚÑEZ ángela", [0]), ("nunez telas", [0]), ("bruno telas", [])),
        *(("1.020.304", [0]), ("1020304", [0]), ("0203", [0]), ("860069804", [0])),
        *(("310 555-01-23", [0]), ("(320) 999", [1]), ("+57", [0, 1])),
        *(("100%", [0]), ("%", [0]), ("_", [1]), ("\\", []), ("'", []), ("--", [])),
        *(("angela@correo.example", [0]), ("ANGELA@CORREO", [0]), ("&", [0])),
    ],
)
def test_cada_palabra_tiene_que_estar_y_los_signos_son_signos(
    dos: list[UsuarioVerificado], termino: str, hallados: list[int]
) -> None:
    filas = buscar(UsuarioVerificado.objects.all(), termino)
    assert set(filas) == {dos[lugar] for lugar in hallados}


def test_no_ensancha_lo_que_quien_busca_puede_ver(dos: list[UsuarioVerificado]) -> None:
    solo_uno = UsuarioVerificado.objects.filter(pk=dos[1].pk)
    assert list(buscar(solo_uno, "1020304")) == []
    assert list(buscar(solo_uno, "nunez")) == [dos[1]]
    assert list(buscar(UsuarioVerificado.objects.none(), "1020304")) == []
