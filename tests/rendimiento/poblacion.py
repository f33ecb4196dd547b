"""Filling the tables of the SSPS with invented requests by set-based SQL."""

from django.db import connection, transaction

PERSONAS = """
INSERT INTO solicitudes_persona (tipo, numero, nombre, correo)
SELECT 'CC', (1000000000 + n)::text,
       (ARRAY['Ana','Luis','María','Jorge','Sofía','Pedro','Lucía','Andrés'])[1 + n %% 8] || ' ' ||
       (ARRAY['Rojas','Muñoz','Peña','Castro','Ríos','Vargas','León'])[1 + n %% 7] || ' ' || n,
       'p' || n || '@ejemplo.example'
FROM generate_series(1, %(personas)s) AS n
"""
ORDENES = """
INSERT INTO solicitudes_orden (numero, solicitante_id, empresa, proyecto, creada)
SELECT 5000000 + row_number() OVER (ORDER BY id), id,
       'Empresa ' || (id %% 5000) || ' S.A.S.', 'Proyecto ' || (id %% 40), now()
FROM solicitudes_persona
"""
# A person has three requests or so, spread over the years.
SOLICITUDES = """
INSERT INTO solicitudes_solicitud
    (numero, orden_id, titular_id, tipo_certificado, forma_entrega, estado, fecha_emision, creada)
SELECT 7000000 + n, o.id, o.solicitante_id,
       (ARRAY['profesional','persona_natural','pertenencia','representacion'])[1 + n %% 4],
       'token_virtual',
       CASE n %% 10 WHEN 0 THEN 'pendiente_pago' WHEN 1 THEN 'rechazada' ELSE 'finalizada' END,
       CASE WHEN n %% 10 > 1 THEN current_date - (n %% 900)::int END,
       now() - make_interval(days => (n %% 900)::int)
FROM generate_series(1, %(solicitudes)s) AS n
JOIN (SELECT id, solicitante_id, row_number() OVER (ORDER BY id) AS fila
      FROM solicitudes_orden) AS o ON o.fila = 1 + n %% %(personas)s
"""
PASOS = """
INSERT INTO solicitudes_paso (solicitud_id, numero, estado, modificado, motivo_rechazo)
SELECT s.id, p,
       CASE WHEN s.estado = 'finalizada' OR p = 1 THEN 'finalizado'
            WHEN p = 2 AND s.estado = 'rechazada' THEN 'rechazado'
            WHEN p = 2 THEN 'en_tramite' ELSE 'pendiente' END,
       CASE WHEN s.estado = 'finalizada' OR p <= 2 THEN s.creada END,
       CASE WHEN p = 2 AND s.estado = 'rechazada' THEN 'El pago no corresponde.' ELSE '' END
FROM solicitudes_solicitud AS s CROSS JOIN generate_series(1, 4) AS p
"""
CERTIFICADOS = """
INSERT INTO solicitudes_certificado
    (solicitud_id, serial, emisor, sujeto, valido_desde, valido_hasta, registrado_en)
SELECT id, '3b' || left(md5(numero::text), 30), '', '', creada, creada + interval '730 days', now()
FROM solicitudes_solicitud WHERE estado = 'finalizada'
"""


def poblar(solicitudes: int) -> None:
    """Add that many requests, a third as many persons, their steps and certificates; ANALYZE."""
    datos = {"solicitudes": solicitudes, "personas": max(1, solicitudes // 3)}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(PERSONAS, datos)
        for sentencia in (ORDENES, SOLICITUDES, PASOS, CERTIFICADOS):
            cursor.execute(sentencia, datos)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
