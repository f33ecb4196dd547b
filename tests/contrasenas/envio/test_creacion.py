"""Who goes into a packet: as the registry is when it is made, not when they were selected."""

from typing import Any

import pytest
from django.utils import timezone

from contrasenas.enums import EstadoContrasena, EstadoVerificado
from contrasenas.envio.servicios import crear_lote
from contrasenas.models import Camara, Contrasena, Lote, Matriculado, UsuarioVerificado
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
