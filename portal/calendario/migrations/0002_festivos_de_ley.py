"""Seed the legal holidays from 2016 to three years from now."""

from datetime import datetime

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from portal.calendario.ley import festivos_de_ley
from portal.calendario.tiempo_habil import BOGOTA

PRIMER_ANIO = 2016
ANIOS_POR_DELANTE = 3


def sembrar(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Insert what is missing; run again after a reversal it changes no row of staff."""
    modelo = apps.get_model("calendario", "Festivo")
    ultimo = datetime.now(BOGOTA).year + ANIOS_POR_DELANTE
    modelo.objects.bulk_create(
        [
            modelo(fecha=dia, nombre=nombre, origen="ley")
            for dia, nombre in festivos_de_ley(range(PRIMER_ANIO, ultimo + 1)).items()
        ],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    """Data only; reversing leaves the rows, which may have been edited."""

    dependencies = [("calendario", "0001_initial")]
    operations = [migrations.RunPython(sembrar, migrations.RunPython.noop)]
