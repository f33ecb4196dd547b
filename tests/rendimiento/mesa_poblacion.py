"""The same invented cases for both help desks, filled in by set-based SQL.

Texts come from 1,000 patterns, which a scratch schema holds: so the vectors are worked out a
thousand times and not a million. Every tenth pattern has «token»; five cases, however many there
are, have `RARA` in their description, written as anybody writes it.
"""

from typing import Final

from django.db import connection, transaction

AGENTES, CONTACTOS, PATRONES = 50, 2_000, 1_000
COMUN: Final = "token"
RARA: Final = "zarigüeya"
MIOS: Final = 500
"""Cases at most of the first contact, whose list is measured; of few cases they have a tenth."""

TEXTOS = """
CREATE SCHEMA banco;
CREATE TABLE banco.patron AS
SELECT k,
       (ARRAY['No puedo firmar el contrato','Error al instalar el controlador',
              'Mi certificado aparece revocado','Olvidé la clave del repositorio',
              'La plataforma no carga el documento','Factura de la renovación',
              'El correo de activación no llega'])[1 + k % 7] || ' ' || (ARRAY['desde ayer',
              'en el navegador','con el computador nuevo','de la empresa','por segunda vez'])
              [1 + k % 5] || ' ref' || k AS asunto,
       'Buenos días: necesito ayuda, por favor. ' || (ARRAY['Al abrir la aplicación aparece un '
              'aviso en rojo y se cierra.','El asistente termina, pero la firma no queda válida.',
              'La contraseña que enviaron no funciona.','El archivo se queda cargando y no termina.'
              ])[1 + k % 4] || CASE WHEN k % 10 = 0 THEN ' Uso el token de la cámara.' ELSE '' END
              || ' El equipo es el pc' || k % 97 || ' de la sede ' || k % 31 || ', con la versión v'
              || k % 53 || '. Ya reinicié, ya instalé de nuevo y todo sigue igual.' AS descripcion,
       'Gracias por escribirnos. Revise que el controlador c' || k % 61 || ' esté actualizado, '
              'cierre el navegador y vuelva a intentarlo; si persiste, envíe una imagen.'
              AS respuesta,
       'Listo, lo hice como indicaron y el código e' || k % 89 || ' ya no aparece. Muchas gracias.'
              AS cierre
FROM generate_series(0, %(patrones)s - 1) AS k;
"""
NUESTROS = """
INSERT INTO usuarios_usuario (password, is_superuser, username, first_name, last_name, email,
    is_staff, is_active, date_joined)
SELECT '!', n <= 1, p.clase || n, (ARRAY['Ana','Luis','María','Jorge'])[1 + n %% 4],
       (ARRAY['Rojas','Muñoz','Peña','Castro','Ríos'])[1 + n %% 5] || ' ' || n,
       p.clase || n || '@empresa.example', p.clase = 'agente', true, now()
FROM (VALUES ('agente', %(agentes)s), ('persona', %(contactos)s)) AS p (clase, cuantos),
     generate_series(1, p.cuantos) AS n ORDER BY p.clase, n;
UPDATE usuarios_usuario SET is_superuser = username = 'agente1';
INSERT INTO mesa_ayuda_cuenta (nombre, nit, activa)
SELECT 'Empresa ' || n || ' S.A.S.', (900000000 + n)::text, true FROM generate_series(1, 200) AS n;
INSERT INTO mesa_ayuda_contacto (usuario_id, cuenta_id, ve_la_cuenta, telefono, creado)
SELECT u.id, c.id, false, '6075550000', now() FROM usuarios_usuario AS u
JOIN mesa_ayuda_cuenta AS c ON c.nit = (900000001 + u.id %% 200)::text WHERE NOT u.is_staff;
CREATE TABLE banco.gente AS SELECT id, email, first_name || ' ' || last_name AS nombre, is_staff,
       row_number() OVER (PARTITION BY is_staff ORDER BY id) - 1 AS i FROM usuarios_usuario;
CREATE TABLE banco.vector AS SELECT *,
       mesa_ayuda_vector(asunto, 'A') || mesa_ayuda_vector(descripcion, 'B')
           || mesa_ayuda_vector(descripcion, 'C') || mesa_ayuda_vector(respuesta, 'C')
           || mesa_ayuda_vector(cierre, 'C') AS busqueda FROM banco.patron;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE mesa_ayuda_caso DISABLE TRIGGER USER;
ALTER TABLE mesa_ayuda_mensaje DISABLE TRIGGER USER;
INSERT INTO mesa_ayuda_caso (tipo, asunto, descripcion, contacto_nombre, contacto_correo,
    horario_contacto, telefono, via, impacto, urgencia, prioridad, estado, nivel, creado,
    actualizado, respondido_en, resuelto_en, cerrado_en, vence, vence_solucion, asignado_id,
    contacto_id, cuenta_id, producto_id, servicio_id, busqueda)
SELECT 'soporte', v.asunto, v.descripcion, g.nombre, g.email, 'cualquiera', '6075550000',
       CASE WHEN n %% 2 = 0 THEN 'correo' ELSE 'web' END, 3, 2, 1 + n %% 4, e.estado, 1 + n %% 3,
       e.creado, e.creado + interval '2 days', e.creado + interval '1 hour',
       CASE WHEN e.estado IN ('cerrado', 'resuelto') THEN e.creado + interval '1 day' END,
       CASE WHEN e.estado = 'cerrado' THEN e.creado + interval '2 days' END,
       CASE WHEN e.estado IN ('nuevo', 'abierto') THEN now() + make_interval(mins => n %% 900) END,
       CASE WHEN e.estado IN ('nuevo', 'abierto') THEN now() + make_interval(mins => n %% 900) END,
       CASE WHEN e.estado <> 'nuevo' THEN a.id END, g.id, k.cuenta_id, pr.id, pr.servicio_id,
       v.busqueda
FROM generate_series(1, %(casos)s) AS n
CROSS JOIN LATERAL (SELECT now() - make_interval(mins => 2 * (%(casos)s - n)) AS creado,
    CASE WHEN n %% 50 = 0 THEN 'nuevo' WHEN n %% 50 = 1 THEN 'abierto' WHEN n %% 50 = 2 THEN
    'espera' WHEN n %% 50 = 3 THEN 'resuelto' ELSE 'cerrado' END AS estado) AS e
JOIN banco.vector AS v ON v.k = n %% %(patrones)s
JOIN banco.gente AS g ON NOT g.is_staff AND g.i = CASE
    WHEN n %% 10 = 0 AND n > %(casos)s - 10 * %(mios)s THEN 0 ELSE 1 + n %% (%(contactos)s - 1) END
JOIN banco.gente AS a ON a.is_staff AND a.i = n %% %(agentes)s
JOIN mesa_ayuda_contacto AS k ON k.usuario_id = g.id
CROSS JOIN LATERAL (SELECT min(id) AS id, min(servicio_id) AS servicio_id FROM mesa_ayuda_producto
    WHERE servicio_id = (SELECT min(servicio_id) FROM mesa_ayuda_producto)) AS pr
ORDER BY n;
INSERT INTO mesa_ayuda_mensaje (caso_id, tipo, via, autor_id, autor_nombre, del_personal,
    automatico, texto, completo, html, creado)
SELECT c.id, 'publico', c.via, CASE WHEN m = 2 THEN c.asignado_id ELSE c.contacto_id END,
       CASE WHEN m = 2 THEN 'Agente' ELSE c.contacto_nombre END, m = 2, false,
       (ARRAY[c.descripcion, v.respuesta, v.cierre])[m], '', '',
       c.creado + make_interval(hours => m)
FROM mesa_ayuda_caso AS c JOIN banco.patron AS v ON v.asunto = c.asunto, generate_series(1, 3) AS m
ORDER BY c.id, m;
INSERT INTO mesa_ayuda_cambioestado (caso_id, de, a, momento)
SELECT id, '', 'nuevo', creado FROM mesa_ayuda_caso;
ALTER TABLE mesa_ayuda_caso ENABLE TRIGGER USER;
ALTER TABLE mesa_ayuda_mensaje ENABLE TRIGGER USER;
UPDATE mesa_ayuda_caso SET descripcion = descripcion || ' Hay una ' || %(rara)s || '.'
WHERE id IN (SELECT %(casos)s / 6 * s FROM generate_series(1, 5) AS s);
"""
AJENOS = """
INSERT INTO auth_user (password, is_superuser, username, first_name, last_name, email, is_staff,
    is_active, date_joined)
SELECT '!', n <= 1 AND p.clase = 'agente', p.clase || n,
       (ARRAY['Ana','Luis','María','Jorge'])[1 + n %% 4],
       (ARRAY['Rojas','Muñoz','Peña','Castro','Ríos'])[1 + n %% 5] || ' ' || n,
       p.clase || n || '@empresa.example', p.clase = 'agente', true, now()
FROM (VALUES ('agente', %(agentes)s), ('persona', %(contactos)s)) AS p (clase, cuantos),
     generate_series(1, p.cuantos) AS n ORDER BY p.clase, n;
INSERT INTO helpdesk_usersettings (user_id, email_on_ticket_assign, email_on_ticket_change,
    login_view_ticketlist, tickets_per_page, use_email_as_submitter, ticket_respond_layout)
SELECT id, false, false, true, 25, true, 'FT' FROM auth_user;
CREATE TABLE banco.gente AS SELECT id, email, is_staff,
       row_number() OVER (PARTITION BY is_staff ORDER BY id) - 1 AS i FROM auth_user;
INSERT INTO helpdesk_ticket (id, title, created, modified, submitter_email, status, on_hold,
    description, resolution, priority, assigned_to_id, queue_id, secret_key)
SELECT n, v.asunto, e.creado, e.creado + interval '2 days', g.email, e.estado, n %% 50 = 2,
       v.descripcion, CASE WHEN e.estado IN (3, 4) THEN v.cierre END, 1 + n %% 5,
       CASE WHEN n %% 50 <> 0 THEN a.id END, (SELECT id FROM helpdesk_queue), md5(n::text)
FROM generate_series(1, %(casos)s) AS n
CROSS JOIN LATERAL (SELECT now() - make_interval(mins => 2 * (%(casos)s - n)) AS creado,
    CASE WHEN n %% 50 < 3 THEN 1 WHEN n %% 50 = 3 THEN 3 ELSE 4 END AS estado) AS e
JOIN banco.patron AS v ON v.k = n %% %(patrones)s
JOIN banco.gente AS g ON NOT g.is_staff AND g.i = CASE
    WHEN n %% 10 = 0 AND n > %(casos)s - 10 * %(mios)s THEN 0 ELSE 1 + n %% (%(contactos)s - 1) END
JOIN banco.gente AS a ON a.is_staff AND a.i = n %% %(agentes)s
ORDER BY n;
SELECT setval(pg_get_serial_sequence('helpdesk_ticket', 'id'), %(casos)s);
INSERT INTO helpdesk_followup (date, title, comment, public, ticket_id, user_id, message_id)
SELECT t.created + make_interval(hours => m), 'Comentario',
       (ARRAY[t.description, v.respuesta, v.cierre])[m], true, t.id,
       CASE WHEN m = 2 THEN t.assigned_to_id END, '<p' || t.id || '-' || m || '@empresa.example>'
FROM helpdesk_ticket AS t JOIN banco.patron AS v ON v.asunto = t.title, generate_series(1, 3) AS m
ORDER BY t.id, m;
UPDATE helpdesk_ticket SET description = description || ' Hay una ' || %(rara)s || '.'
WHERE id IN (SELECT %(casos)s / 6 * s FROM generate_series(1, 5) AS s);
"""


def poblar_nuestra(casos: int) -> None:
    """Fill the portal's base with that many cases, three messages each."""
    _poblar(NUESTROS, casos)


def poblar_ajena(casos: int) -> None:
    """Fill django-helpdesk's with the same ones; a queue must be there."""
    _poblar(AJENOS, casos)


def _poblar(orden: str, casos: int) -> None:
    datos: dict[str, int | str] = {
        "agentes": AGENTES,
        "contactos": CONTACTOS,
        "patrones": PATRONES,
        "casos": casos,
        "mios": min(MIOS, casos // 10),
        "rara": RARA,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
        # Several statements in one take no parameters of the server's.
        for sentencia in (TEXTOS.replace(" % ", " %% "), orden):
            cursor.execute(sentencia, datos)
        cursor.execute("DROP SCHEMA banco CASCADE")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
