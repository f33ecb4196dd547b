"""Who goes into a packet: as the registry is when it is made, not when they were selected."""

import uuid
from typing import Any

import pytest
from django.utils import timezone

from contrasenas.enums import EstadoContrasena, EstadoVerificado
from contrasenas.envio.creacion import message_id
from contrasenas.envio.excepciones import SinPendientes
from contrasenas.envio.servicios import crear_lote
from contrasenas.models import Baja, Camara, Contrasena, Lote, Matriculado, UsuarioVerificado
from portal.usuarios.models import Usuario
from tests.contrasenas.recetas import crear_contrasena, crear_matriculado

pytestmark = pytest.mark.django_db
ANO = 2026


def seleccionada(camara: Camara, **valores: Any) -> Contrasena:
    """Make a pending password of somebody in the registry."""
    matriculado = crear_matriculado(camara)
    return crear_contrasena(
        camara,
        ano=ANO,
        matriculado=matriculado,
        tipo=matriculado.tipo,
        numero=matriculado.numero,
        correo=matriculado.correo,
        celular=matriculado.celular,
        **valores,
    )


def empacar(camara: Camara, actor: Usuario, cantidad: int = 2) -> Lote:
    return crear_lote(camara=camara, ano=ANO, cantidad=cantidad, actor=actor)


def test_se_escribe_a_la_direccion_que_el_registro_tiene_ahora(
    emisora: Camara, operadora: Usuario
) -> None:
    fila = seleccionada(emisora)
    Matriculado.objects.update(correo="corregido@correo.example", celular="+573125550000")
    empacar(emisora, operadora)
    fila.refresh_from_db()
    assert (fila.correo, fila.celular) == ("corregido@correo.example", "+573125550000")
    assert fila.estado == EstadoContrasena.EN_LOTE


@pytest.mark.parametrize(
    "cambio",
    [
        {"estmatricula": "MC"},
        {"ausente_desde": timezone.now()},
        {"correo": "", "falta_correo": "no_tiene"},
        {"celular": "", "falta_celular": "no_tiene"},
        # Its identification was put right: the password is of another number.
        {"numero": "52345678"},
        {"tipo": "CE"},
        {"tipo": "", "numero": ""},
    ],
)
def test_a_quien_ya_no_corresponde_no_se_le_escribe_y_su_lugar_es_de_otro(
    emisora: Camara, operadora: Usuario, cambio: dict[str, Any]
) -> None:
    sobra, uno, otro = (seleccionada(emisora) for _ in range(3))
    Matriculado.objects.filter(contrasenas=sobra).update(**cambio)
    lote = empacar(emisora, operadora)
    assert set(lote.envios.values_list("contrasena", flat=True)) == {uno.pk, otro.pk}
    assert not Contrasena.objects.filter(pk=sobra.pk).exists()


def test_a_quien_se_verifico_entre_tanto_no_se_le_escribe(
    emisora: Camara, operadora: Usuario
) -> None:
    verificada, otra = seleccionada(emisora), seleccionada(emisora)
    UsuarioVerificado.objects.create(
        camara=emisora,
        tipo=verificada.tipo,
        numero=verificada.numero,
        nombre=verificada.nombre,
        correo=verificada.correo,
        celular=verificada.celular,
        estado=EstadoVerificado.VERIFICADO,
        clave_hash="argon2",
    )
    lote = empacar(emisora, operadora)
    assert list(lote.envios.values_list("contrasena", flat=True)) == [otra.pk]


def test_quien_no_quiere_correos_en_su_direccion_nueva_tampoco_entra(
    emisora: Camara, operadora: Usuario
) -> None:
    fila, otra = seleccionada(emisora), seleccionada(emisora)
    Matriculado.objects.filter(contrasenas=fila).update(correo="Nueva@correo.example")
    Baja.objects.create(camara=emisora, correo="nueva@correo.example")
    lote = empacar(emisora, operadora)
    assert list(lote.envios.values_list("contrasena", flat=True)) == [otra.pk]
    fila.refresh_from_db()
    assert fila.estado == EstadoContrasena.PENDIENTE
    assert fila.correo != "Nueva@correo.example"


def test_la_baja_de_una_direccion_que_ya_no_es_la_suya_no_deja_a_nadie_sin_contrasena(
    emisora: Camara, operadora: Usuario
) -> None:
    fila = seleccionada(emisora)
    Baja.objects.create(camara=emisora, correo=fila.correo)
    with pytest.raises(SinPendientes):
        empacar(emisora, operadora)
    Matriculado.objects.update(correo="corregido@correo.example")
    lote = empacar(emisora, operadora)
    assert lote.envios.get().contrasena.correo == "corregido@correo.example"


def test_la_baja_que_se_pidio_a_otra_camara_no_cuenta(
    emisora: Camara, otra_camara: Camara, operadora: Usuario
) -> None:
    fila = seleccionada(emisora)
    Baja.objects.create(camara=otra_camara, correo=fila.correo)
    assert empacar(emisora, operadora).cantidad == 1


def test_quien_ya_no_esta_en_el_registro_recibe_en_la_direccion_con_que_se_selecciono(
    emisora: Camara, operadora: Usuario
) -> None:
    fila = seleccionada(emisora)
    Matriculado.objects.all().delete()
    assert empacar(emisora, operadora).envios.get().contrasena.correo == fila.correo


def test_ni_otro_ano_ni_otra_camara_ni_una_prueba_entran(
    emisora: Camara, otra_camara: Camara, operadora: Usuario
) -> None:
    suya = seleccionada(emisora)
    crear_contrasena(emisora, ano=ANO - 1)
    crear_contrasena(otra_camara, ano=ANO)
    crear_contrasena(emisora, ano=ANO, es_prueba=True, vence=timezone.now())
    lote = empacar(emisora, operadora, cantidad=500)
    assert list(lote.envios.values_list("contrasena", flat=True)) == [suya.pk]
    assert lote.cantidad == 1


def test_el_message_id_no_dice_el_numero_del_documento_y_siempre_es_el_mismo() -> None:
    documento = uuid.uuid4()
    identificador = message_id(documento, "camara.example")
    assert identificador == message_id(documento, "camara.example")
    assert identificador != message_id(uuid.uuid4(), "camara.example")
    assert documento.hex not in identificador
    assert identificador.endswith("@camara.example>")
