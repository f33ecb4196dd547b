"""The criteria of manual 004 §2, as one SQL query that classifies every natural person.

Set-based, for registries of a million rows: one pass gives who is selected and why the others are
not, from one snapshot.
"""

from typing import Final

from contrasenas.enums import YA_VERIFICADOS, EstadoVerificado, FaltaContacto
from contrasenas.seleccion.motivos import Motivo

NATURAL: Final = "01"
"""SII's `organizacion` of a natural person."""

ACTIVA: Final = "MA"
"""SII's `estmatricula` of an active registration."""

# The case of motives has the order of `Motivo`; NULL is who can be selected. Of a person's several
# registrations the newest counts, and of two of one day the higher number.
CLASIFICADOS: Final = f"""
naturales AS (
    SELECT m.id, m.matricula, m.tipo, m.numero, m.correo, m.celular, m.fecmatricula,
        left(coalesce(nullif(m.razonsocial, ''), concat_ws(' ', nullif(m.nombre1, ''),
            nullif(m.nombre2, ''), nullif(m.apellido1, ''), nullif(m.apellido2, ''))), 250)
            AS nombre,
        CASE
            WHEN m.ausente_desde IS NOT NULL THEN '{Motivo.AUSENTE}'
            WHEN m.estmatricula <> '{ACTIVA}' THEN '{Motivo.NO_ACTIVA}'
            WHEN m.ultanoren IS DISTINCT FROM %(ano)s - 1 THEN '{Motivo.NO_RENOVO}'
            WHEN m.tipo = '' OR m.numero = '' THEN '{Motivo.IDENTIFICACION}'
            WHEN m.correo = '' AND m.falta_correo = '{FaltaContacto.INVALIDO}'
                THEN '{Motivo.CORREO_INVALIDO}'
            WHEN m.correo = '' THEN '{Motivo.SIN_CORREO}'
            WHEN m.celular = '' AND m.falta_celular = '{FaltaContacto.SOLO_FIJO}'
                THEN '{Motivo.SOLO_FIJO}'
            WHEN m.celular = '' AND m.falta_celular = '{FaltaContacto.INVALIDO}'
                THEN '{Motivo.CELULAR_INVALIDO}'
            WHEN m.celular = '' THEN '{Motivo.SIN_CELULAR}'
            WHEN v.estado = '{EstadoVerificado.PENDIENTE}' THEN '{Motivo.VERIFICACION_PENDIENTE}'
            WHEN v.estado IS NOT NULL THEN '{Motivo.VERIFICADO}'
            WHEN b.id IS NOT NULL THEN '{Motivo.BAJA}'
        END AS motivo
    FROM contrasenas_matriculado m
    LEFT JOIN contrasenas_usuarioverificado v
        ON v.camara_id = m.camara_id AND v.tipo = m.tipo AND v.numero = m.numero
        AND NOT v.es_prueba AND v.estado IN ('{"', '".join(YA_VERIFICADOS)}')
    LEFT JOIN contrasenas_baja b ON b.camara_id = m.camara_id AND b.correo = lower(m.correo)
    WHERE m.camara_id = %(camara)s AND m.organizacion = '{NATURAL}'
),
clasificados AS MATERIALIZED (
    SELECT n.id, n.matricula, n.tipo, n.numero, n.nombre, n.correo, n.celular,
        coalesce(n.motivo, CASE
            WHEN row_number() OVER (
                PARTITION BY n.motivo IS NULL, n.tipo, n.numero
                ORDER BY n.fecmatricula DESC NULLS LAST, length(n.matricula) DESC,
                    n.matricula DESC
            ) > 1 THEN '{Motivo.REPETIDO}'
            WHEN c.id IS NOT NULL THEN '{Motivo.YA_SELECCIONADO}'
        END) AS motivo
    FROM naturales n
    LEFT JOIN contrasenas_contrasena c
        ON c.camara_id = %(camara)s AND c.ano = %(ano)s AND c.tipo = n.tipo
        AND c.numero = n.numero AND NOT c.es_prueba
)
"""  # noqa: S608 - constants only
