"""Triggers that keep what cases and articles are searched by.

A tsvector holds at most 1 MB: of each text 20,000 characters are indexed.

Weights: A the subject, B the description, C the conversation, D the internal notes. A customer's
search asks for A, B and C only. `sin_acentos` (portal 0001) folds accents before the stemmer.
"""

from django.db import migrations

CREAR = """
CREATE FUNCTION mesa_ayuda_vector(texto text, peso "char") RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT setweight(
        to_tsvector('pg_catalog.spanish', sin_acentos(left(coalesce(texto, ''), 20000))), peso)
$$;

CREATE FUNCTION mesa_ayuda_caso_vector(caso bigint, asunto text, descripcion text) RETURNS tsvector
LANGUAGE plpgsql STABLE AS $$
DECLARE
    vector tsvector := mesa_ayuda_vector(asunto, 'A') || mesa_ayuda_vector(descripcion, 'B');
    fila record;
BEGIN
    FOR fila IN
        SELECT texto, tipo FROM mesa_ayuda_mensaje WHERE caso_id = caso ORDER BY id
    LOOP
        EXIT WHEN length(vector) > 20000;
        vector := vector || mesa_ayuda_vector(
            fila.texto, (CASE fila.tipo WHEN 'nota' THEN 'D' ELSE 'C' END)::"char");
    END LOOP;
    RETURN vector;
END $$;

CREATE FUNCTION mesa_ayuda_indexar_caso() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.busqueda := mesa_ayuda_vector(NEW.asunto, 'A') || mesa_ayuda_vector(NEW.descripcion, 'B');
    ELSE
        NEW.busqueda := mesa_ayuda_caso_vector(NEW.id, NEW.asunto, NEW.descripcion);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER caso_busqueda BEFORE INSERT OR UPDATE OF asunto, descripcion ON mesa_ayuda_caso
    FOR EACH ROW EXECUTE FUNCTION mesa_ayuda_indexar_caso();

CREATE FUNCTION mesa_ayuda_indexar_mensaje() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE mesa_ayuda_caso SET busqueda = busqueda || mesa_ayuda_vector(
            NEW.texto, (CASE NEW.tipo WHEN 'nota' THEN 'D' ELSE 'C' END)::"char")
        WHERE id = NEW.caso_id AND length(busqueda) <= 20000;
        RETURN NULL;
    END IF;
    UPDATE mesa_ayuda_caso SET busqueda = mesa_ayuda_caso_vector(id, asunto, descripcion)
    WHERE id IN (OLD.caso_id, CASE TG_OP WHEN 'UPDATE' THEN NEW.caso_id END);
    RETURN NULL;
END $$;
CREATE TRIGGER mensaje_busqueda AFTER INSERT OR DELETE OR UPDATE OF texto, tipo, caso_id
    ON mesa_ayuda_mensaje FOR EACH ROW EXECUTE FUNCTION mesa_ayuda_indexar_mensaje();

CREATE FUNCTION mesa_ayuda_indexar_articulo() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.busqueda := mesa_ayuda_vector(NEW.titulo, 'A') || mesa_ayuda_vector(NEW.resumen, 'B')
        || mesa_ayuda_vector(NEW.cuerpo, 'C');
    RETURN NEW;
END $$;
CREATE TRIGGER articulo_busqueda BEFORE INSERT OR UPDATE OF titulo, resumen, cuerpo
    ON mesa_ayuda_articulo FOR EACH ROW EXECUTE FUNCTION mesa_ayuda_indexar_articulo();
"""

QUITAR = """
DROP TRIGGER articulo_busqueda ON mesa_ayuda_articulo;
DROP FUNCTION mesa_ayuda_indexar_articulo();
DROP TRIGGER mensaje_busqueda ON mesa_ayuda_mensaje;
DROP FUNCTION mesa_ayuda_indexar_mensaje();
DROP TRIGGER caso_busqueda ON mesa_ayuda_caso;
DROP FUNCTION mesa_ayuda_indexar_caso();
DROP FUNCTION mesa_ayuda_caso_vector(bigint, text, text);
DROP FUNCTION mesa_ayuda_vector(text, "char");
"""


class Migration(migrations.Migration):
    dependencies = [("mesa_ayuda", "0001_initial"), ("portal", "0001_busqueda")]
    operations = [migrations.RunSQL(CREAR, QUITAR)]
