"""Users: names and addresses are unique whatever their case."""

import pytest
from django.db import IntegrityError

from portal.usuarios.models import Usuario


@pytest.mark.django_db
def test_un_nombre_de_usuario_no_se_repite_con_otras_mayusculas(operador: Usuario) -> None:
    with pytest.raises(IntegrityError):
        Usuario.objects.create_user("OPERADOR")


@pytest.mark.django_db(transaction=True)
def test_un_correo_no_se_repite_con_otras_mayusculas(operador: Usuario) -> None:
    with pytest.raises(IntegrityError):
        Usuario.objects.create_user("otra", "Operador@Portal.example")


@pytest.mark.django_db
def test_varios_usuarios_pueden_no_tener_correo() -> None:
    Usuario.objects.create_user("uno")
    Usuario.objects.create_user("dos")
    assert Usuario.objects.filter(email="").count() == 2
