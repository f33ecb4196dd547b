"""Extensions, and the immutable function that folds text for searching (see portal/busqueda.py)."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

FUNCION = r"""
CREATE FUNCTION sin_acentos(texto text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT btrim(regexp_replace(
        regexp_replace(normalize(lower(texto), NFD), '[\u0300-\u036f]', '', 'g'),
        '\s+', ' ', 'g'))
$$
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        TrigramExtension(),
        migrations.RunSQL(FUNCION, "DROP FUNCTION sin_acentos(text)"),
    ]
