"""What staff ask of the generator that takes long: Seleccionar, Blanquear, Borrar no activados."""

from django.db import IntegrityError, transaction

from contrasenas.enums import TipoOperacion
from contrasenas.excepciones import OperacionImposible
from contrasenas.limpieza import exigir_nada_saliendo
from contrasenas.models import Camara, Operacion
from contrasenas.seleccion.frescura import exigir_datos_frescos
from contrasenas.tasks import procesar_operacion
from portal.auditoria.servicios import registrar
from portal.usuarios.models import Usuario


def pedir_operacion(*, camara: Camara, ano: int, tipo: TipoOperacion, actor: Usuario) -> Operacion:
    """Have a worker do it; what forbids it now is said at once. Raises OperacionImposible.

    The worker checks again: much can happen before its turn comes.
    """
    exigir_posible(camara=camara, ano=ano, tipo=tipo)
    try:
        with transaction.atomic():
            operacion = Operacion.objects.create(camara=camara, ano=ano, tipo=tipo, actor=actor)
            registrar(operacion, f"Pidió «{tipo.label}»", actor=actor)
            transaction.on_commit(lambda: procesar_operacion.delay(operacion.pk), robust=True)
    except IntegrityError as error:
        raise OperacionImposible(
            "Hay otra operación en curso de esta cámara. Espere a que termine."
        ) from error
    return operacion


def exigir_posible(*, camara: Camara, ano: int, tipo: TipoOperacion) -> None:
    """Raise OperacionImposible, with the reason, where the operation can't be done now."""
    if tipo == TipoOperacion.SELECCIONAR:
        exigir_datos_frescos(camara)
    else:
        exigir_nada_saliendo(camara, ano)
