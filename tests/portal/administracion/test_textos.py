"""Django's sentences in the Spanish of Colombia, right for feminine nouns too."""

import gettext
import re
from datetime import date
from pathlib import Path

from django.contrib.admin.forms import AdminAuthenticationForm
from django.utils.formats import date_format
from django.utils.translation import gettext as traducir

import portal
from portal.usuarios.models import Usuario

CATALOGO = Path(portal.__file__).parent / "locale" / "es_CO" / "LC_MESSAGES"


def test_los_avisos_de_la_administracion_no_dependen_del_genero() -> None:
    aviso = traducir("The {name} “{obj}” was added successfully.")
    assert aviso.format(name="solicitud", obj="Solicitud 1") == "Se agregó «Solicitud 1»."
    aviso = traducir("The %(name)s “%(obj)s” was deleted successfully.")
    assert aviso % {"name": "orden", "obj": "Orden 1"} == "Se eliminó «Orden 1»."


def test_el_catalogo_compilado_es_el_que_se_lee() -> None:
    fuente = (CATALOGO / "django.po").read_text(encoding="utf-8")
    pares = re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', fuente, flags=re.MULTILINE)
    with (CATALOGO / "django.mo").open("rb") as compilado:
        catalogo = gettext.GNUTranslations(compilado)
    assert len(pares) == 25
    assert [catalogo.gettext(original) for original, _ in pares] == [texto for _, texto in pares]


def test_los_meses_van_en_minuscula() -> None:
    assert date_format(date(2026, 11, 24)) == "24 de noviembre de 2026"


def test_los_avisos_de_django_estan_bien_escritos() -> None:
    ayuda = Usuario._meta.get_field("username").help_text
    assert "150 caracteres" in str(ayuda)
    assert str(AdminAuthenticationForm.error_messages["invalid_login"]).startswith("El usuario")
