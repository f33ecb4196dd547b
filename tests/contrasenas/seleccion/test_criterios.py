"""Who is selected, and which reason each of the others gets (manual 004 §2)."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from contrasenas.enums import EstadoVerificado
from contrasenas.models import Baja, Camara, Contrasena, Sincronizacion, UsuarioVerificado
from contrasenas.seleccion.asignacion import seleccionar
from contrasenas.seleccion.informe import excluidos, por_seleccionar
from contrasenas.seleccion.motivos import Motivo
from tests.contrasenas.recetas import crear_camara, crear_contrasena, crear_matriculado

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sincronizada")]
ANO = datetime.now(UTC).year


def correr(camara: Camara, ano: int = ANO) -> dict[str, int]:
    """Select, and return the counts that are not zero."""
    resultado = seleccionar(camara=camara, ano=ano, avance=lambda hechas, total: None)
    return {clave: cuantas for clave, cuantas in resultado.items() if cuantas}


def verificar(camara: Camara, numero: str, **valores: Any) -> UsuarioVerificado:
    """Make a verified user with that cédula."""
    return UsuarioVerificado.objects.create(
        **{
            "camara": camara,
            "tipo": "CC",
            "numero": numero,
            "nombre": "PERSONA",
            "correo": "persona@correo.example",
            "celular": "+573100000000",
            "clave_hash": "argon2"
            if valores.get("estado", EstadoVerificado.VERIFICADO) == EstadoVerificado.VERIFICADO
            else "",
            **valores,
        }
    )


def test_la_persona_natural_que_renovo_el_ano_anterior_recibe_una_clave(camara: Camara) -> None:
    uno = crear_matriculado(camara, razonsocial="ANA INVENTADA")
    assert por_seleccionar(camara, ANO) == 1
    assert correr(camara) == {"seleccionados": 1}
    contrasena = Contrasena.objects.get()
    assert (contrasena.camara, contrasena.ano, contrasena.matriculado) == (camara, ANO, uno)
    assert (contrasena.tipo, contrasena.numero) == (uno.tipo, uno.numero)
    assert (contrasena.nombre, contrasena.matricula) == ("ANA INVENTADA", uno.matricula)
    assert (contrasena.correo, contrasena.celular) == (uno.correo, uno.celular)
    assert (contrasena.estado, contrasena.es_prueba) == ("pendiente", False)
    assert contrasena.clave is not None
    assert len(contrasena.clave) == 10


@pytest.mark.parametrize(
    ("valores", "motivo"),
    [
        ({"organizacion": "02"}, Motivo.NO_NATURAL),
        ({"organizacion": ""}, Motivo.NO_NATURAL),
        ({"ausente_desde": datetime.now(UTC)}, Motivo.AUSENTE),
        ({"estmatricula": "MC"}, Motivo.NO_ACTIVA),
        ({"estmatricula": ""}, Motivo.NO_ACTIVA),
        ({"ultanoren": ANO - 2}, Motivo.NO_RENOVO),
        ({"ultanoren": ANO}, Motivo.NO_RENOVO),
        ({"ultanoren": None}, Motivo.NO_RENOVO),
        ({"tipo": "", "numero": ""}, Motivo.IDENTIFICACION),
        ({"correo": "", "falta_correo": "no_tiene"}, Motivo.SIN_CORREO),
        ({"correo": "", "falta_correo": ""}, Motivo.SIN_CORREO),
        ({"correo": "", "falta_correo": "invalido"}, Motivo.CORREO_INVALIDO),
        ({"celular": "", "falta_celular": "no_tiene"}, Motivo.SIN_CELULAR),
        ({"celular": "", "falta_celular": "solo_fijo"}, Motivo.SOLO_FIJO),
        ({"celular": "", "falta_celular": "invalido"}, Motivo.CELULAR_INVALIDO),
    ],
)
def test_cada_falta_del_registro_tiene_su_motivo(
    camara: Camara, valores: dict[str, Any], motivo: Motivo
) -> None:
    crear_matriculado(camara, **valores)
    assert correr(camara) == {motivo: 1}
    assert not Contrasena.objects.exists()
    # Companies are counted, and nothing more.
    esperado = [] if motivo == Motivo.NO_NATURAL else [motivo.label]
    assert [fila[-1] for fila in excluidos(camara, ANO)] == esperado


@pytest.mark.parametrize(
    ("estado", "resultado"),
    [
        (EstadoVerificado.VERIFICADO, {Motivo.VERIFICADO: 1}),
        (EstadoVerificado.INACTIVO, {Motivo.VERIFICADO: 1}),
        (EstadoVerificado.PENDIENTE, {Motivo.VERIFICACION_PENDIENTE: 1}),
        (EstadoVerificado.RECHAZADO, {"seleccionados": 1}),
        (EstadoVerificado.ANULADO, {"seleccionados": 1}),
        (EstadoVerificado.ELIMINADO, {"seleccionados": 1}),
    ],
)
def test_quien_ya_fue_verificado_no_se_selecciona(
    camara: Camara, estado: EstadoVerificado, resultado: dict[str, int]
) -> None:
    verificar(camara, crear_matriculado(camara).numero, estado=estado, motivo="Prueba")
    assert correr(camara) == resultado


def test_un_verificado_de_prueba_o_de_otra_camara_no_cuenta(camara: Camara) -> None:
    uno, otro = crear_matriculado(camara), crear_matriculado(camara)
    verificar(camara, uno.numero, es_prueba=True)
    verificar(crear_camara("05"), otro.numero)
    assert correr(camara) == {"seleccionados": 2}


def test_quien_pidio_no_recibir_se_respeta_como_sea_que_escriba_su_correo(camara: Camara) -> None:
    crear_matriculado(camara, correo="Ana@Correo.example")
    crear_matriculado(camara, correo="beto@correo.example")
    Baja.objects.create(camara=camara, correo="ana@correo.example")
    Baja.objects.create(camara=crear_camara("05"), correo="beto@correo.example")
    assert correr(camara) == {"seleccionados": 1, Motivo.BAJA: 1}


def test_de_varias_matriculas_de_una_persona_vale_la_mas_nueva(camara: Camara) -> None:
    persona = {"tipo": "CC", "numero": "5551"}
    crear_matriculado(camara, matricula="900", fecmatricula=date(2010, 1, 1), **persona)
    crear_matriculado(camara, matricula="80", fecmatricula=date(2015, 1, 1), **persona)
    crear_matriculado(camara, matricula="100", fecmatricula=date(2015, 1, 1), **persona)
    crear_matriculado(camara, matricula="999", fecmatricula=None, **persona)
    # A newer one that can't be selected stands in nobody's way.
    crear_matriculado(
        camara, matricula="950", fecmatricula=date(2020, 1, 1), estmatricula="MC", **persona
    )
    assert correr(camara) == {"seleccionados": 1, Motivo.REPETIDO: 3, Motivo.NO_ACTIVA: 1}
    assert Contrasena.objects.get().matricula == "100"


def test_el_mismo_numero_con_otro_tipo_es_otra_persona(camara: Camara) -> None:
    crear_matriculado(camara, tipo="CC", numero="5551")
    crear_matriculado(camara, tipo="CE", numero="5551")
    assert correr(camara) == {"seleccionados": 2}


def test_repetirlo_solo_agrega_a_quien_falta_y_no_cambia_las_claves(camara: Camara) -> None:
    crear_matriculado(camara)
    correr(camara)
    antes = Contrasena.objects.get().clave
    crear_matriculado(camara)
    assert por_seleccionar(camara, ANO) == 1
    assert correr(camara) == {"seleccionados": 1, Motivo.YA_SELECCIONADO: 1}
    assert correr(camara) == {Motivo.YA_SELECCIONADO: 2}
    assert Contrasena.objects.order_by("pk").first().clave == antes  # type: ignore[union-attr]
    assert list(excluidos(camara, ANO)) == []


def test_una_clave_de_prueba_o_de_otro_ano_no_quita_la_suya_a_nadie(camara: Camara) -> None:
    uno = crear_matriculado(camara)
    crear_contrasena(camara, numero=uno.numero, ano=ANO - 1)
    crear_contrasena(camara, numero=uno.numero, es_prueba=True, vence=datetime.now(UTC))
    assert correr(camara) == {"seleccionados": 1}


def test_el_ano_es_un_parametro(camara: Camara) -> None:
    crear_matriculado(camara, ultanoren=2015)
    assert correr(camara) == {Motivo.NO_RENOVO: 1}
    assert correr(camara, 2016) == {"seleccionados": 1}
    assert Contrasena.objects.get().ano == 2016


def test_el_correo_compartido_se_selecciona_y_se_informa(camara: Camara) -> None:
    for correo in ("contador@correo.example", "Contador@Correo.example", "ana@correo.example"):
        crear_matriculado(camara, correo=correo)
    assert correr(camara) == {"seleccionados": 3, "correo_compartido": 2}
    avisos = [(fila[4].lower(), fila[6]) for fila in excluidos(camara, ANO)]
    assert (
        avisos
        == [("contador@correo.example", "Seleccionado; otra persona tiene el mismo correo")] * 2
    )


def test_otra_camara_ni_se_selecciona_ni_se_cuenta(camara: Camara, otra_camara: Camara) -> None:
    crear_matriculado(otra_camara)
    crear_matriculado(otra_camara, organizacion="16")
    assert correr(camara) == {}
    assert list(excluidos(camara, ANO)) == []


def test_el_orden_de_envio_es_el_de_las_matriculas_como_numeros(camara: Camara) -> None:
    for matricula in ("100", "99", "0000001000", "5"):
        crear_matriculado(camara, matricula=matricula)
    correr(camara)
    filas = Contrasena.objects.order_by("pk").values_list("matricula", flat=True)
    assert list(filas) == ["5", "99", "100", "0000001000"]


def test_sin_razon_social_el_nombre_se_arma_con_sus_partes(camara: Camara) -> None:
    crear_matriculado(
        camara, razonsocial="", nombre1="ANA", nombre2="", apellido1="PÉREZ", apellido2="ROA"
    )
    correr(camara)
    assert Contrasena.objects.get().nombre == "ANA PÉREZ ROA"


def test_los_motivos_suman_el_registro_entero(camara: Camara, sincronizada: Sincronizacion) -> None:
    for n in range(30):
        crear_matriculado(
            camara,
            organizacion="01" if n % 5 else "16",
            estmatricula="MA" if n % 7 else "MI",
            tipo="CC",
            numero=str(5550 + n % 20),
        )
    resultado = correr(camara)
    resultado.pop("correo_compartido", None)
    assert sum(resultado.values()) == 30
