"""The history can only grow: the database itself refuses to change or delete an entry."""

from django.db import migrations

from portal.usuarios.roles import conceder

DISPARADOR = """
CREATE FUNCTION evento_inmutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'auditoria_evento only grows: % refused', TG_OP;
END
$$;
CREATE TRIGGER evento_inmutable BEFORE UPDATE OR DELETE ON auditoria_evento
    FOR EACH ROW EXECUTE FUNCTION evento_inmutable();
"""
QUITAR = """
DROP TRIGGER evento_inmutable ON auditoria_evento;
DROP FUNCTION evento_inmutable();
"""


def permisos(apps, schema_editor):
    for rol in ("Supervisor", "Administrador"):
        conceder(apps, rol, ["auditoria.view_evento"])


class Migration(migrations.Migration):
    dependencies = [("auditoria", "0001_initial"), ("usuarios", "0002_roles")]
    operations = [
        migrations.RunSQL(DISPARADOR, QUITAR),
        migrations.RunPython(permisos, migrations.RunPython.noop),
    ]
