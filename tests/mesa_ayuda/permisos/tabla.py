"""The permissions of the help desk: who gets what at each address, by GET and by POST.

One letter a person, in the order of `PERSONAS`: the visitor; the customers; the staff.

    anonima          nobody has signed in
    duena            whose case it is
    participante     in copy of it, of another company
    companera_ve     of her company, who may see its cases
    companera        of her company, who may not
    forastero        of another company, who sees that one's cases
    operador_ssps, operador_claves, agente_1, agente_2, agente_3, supervisor, administrador
    sin_grupo        staff without any role

    V  is shown the page or the file; for a form that was sent, the page with what it lacks
    H  has it done, and is led on
    I  is sent to sign in (customers, too, at the admin)
    O  is sent to the office: staff at the customers' pages
    P  may not (403)        N  doesn't exist for them (404)
    M  isn't done by that method (405)        G  the link is spent (410)

A new address fails the tests until it stands here. POST sends what `escena.datos` says, or an
empty form, or to a «delete» its confirmation.
"""

from typing import Final

PERSONAS: Final = (
    *("anonima", "duena", "participante", "companera_ve", "companera", "forastero"),
    *("operador_ssps", "operador_claves", "agente_1", "agente_2", "agente_3"),
    *("supervisor", "administrador", "sin_grupo"),
)
TABLA: Final = """
conocimiento:lista                  V VVVVV VVVVVVVV   M MMMMM MMMMMMMM
conocimiento:articulo               V VVVVV VVVVVVVV   V VVVVV VVVVVVVV
pqrsa:radicar                       V VVVVV VVVVVVVV   V VVVVV VVVVVVVV
pqrsa:comprobante                   H HHHHH HHHHHHHH   M MMMMM MMMMMMMM
pqrsa:seguir                        V VVVVV VVVVVVVV   V VVVVV VVVVVVVV
pqrsa:estado                        V VVVVV VVVVVVVV   M MMMMM MMMMMMMM
pqrsa:descargar                     N NNNNN NNNNNNNN   M MMMMM MMMMMMMM
mesa_ayuda:ingresar                 V HHHHH VVVVVVVV   V HHHHH VVVVVVVV
mesa_ayuda:salir                    M MMMMM MMMMMMMM   H HHHHH HHHHHHHH
mesa_ayuda:registro                 V HHHHH VVVVVVVV   V HHHHH VVVVVVVV
mesa_ayuda:confirmar_registro       G GGGGG GGGGGGGG   G GGGGG GGGGGGGG
mesa_ayuda:restablecer              V VVVVV VVVVVVVV   V VVVVV VVVVVVVV
mesa_ayuda:fijar_clave              V GVVVV VVVVVVVV   V GVVVV VVVVVVVV
mesa_ayuda:sesiones                 I VVVVV OOOOOOOO   M MMMMM MMMMMMMM
mesa_ayuda:cerrar_sesion            M MMMMM MMMMMMMM   I HHHHH OOOOOOOO
mesa_ayuda:casos                    I VVVVV OOOOOOOO   M MMMMM MMMMMMMM
mesa_ayuda:exportar                 I VVVVV OOOOOOOO   M MMMMM MMMMMMMM
mesa_ayuda:nuevo                    I VVVVV OOOOOOOO   I VVVVV OOOOOOOO
mesa_ayuda:sugerencias              I VVVVV OOOOOOOO   M MMMMM MMMMMMMM
mesa_ayuda:caso                     I VVVNN OOOOOOOO   I HHHNN OOOOOOOO
mesa_ayuda:aceptar                  M MMMMM MMMMMMMM   I HNHNN OOOOOOOO
mesa_ayuda:rechazar                 M MMMMM MMMMMMMM   I HNHNN OOOOOOOO
mesa_ayuda:cerrar                   M MMMMM MMMMMMMM   I HNHNN OOOOOOOO
mesa_ayuda:reabrir                  M MMMMM MMMMMMMM   I HNHNN OOOOOOOO
mesa_ayuda:participantes            M MMMMM MMMMMMMM   I HNHNN OOOOOOOO
mesa_ayuda:encuesta                 M MMMMM MMMMMMMM   I HNNNN OOOOOOOO
mesa_ayuda:mensaje_html             I VVVNN OOOOOOOO   M MMMMM MMMMMMMM
mesa_ayuda:adjunto                  I VVVNN OOOOOOOO   M MMMMM MMMMMMMM
mesa_ayuda_webhooks:correo_entrante M MMMMM MMMMMMMM   P PPPPP PPPPPPPP

admin:respuestapreparada_changelist I IIIII PPVVVVVP   I IIIII PPVVVVVP
admin:respuestapreparada_add        I IIIII PPPPPVVP   I IIIII PPPPPVVP
admin:respuestapreparada_history    I IIIII PPVVVVVP   I IIIII PPVVVVVP
admin:respuestapreparada_delete     I IIIII PPPPPPVP   I IIIII PPPPPPHP
admin:respuestapreparada_change     I IIIII PPVVVVVP   I IIIII PPPPPVVP
admin:respuestapreparada_row        I IIIII HHHHHHHH   I IIIII HHHHHHHH
admin:adjunto                       I IIIII PPVVVVVP   I IIIII MMMMMMMM
admin:mensaje_html                  I IIIII PPVVVVVP   I IIIII MMMMMMMM
admin:borrador                      I IIIII MMMMMMMM   I IIIII PPVVVVPP
admin:presencia                     I IIIII PPVVVVVP   I IIIII MMMMMMMM
admin:preparada                     I IIIII PPNNNNPP   I IIIII MMMMMMMM
admin:vista_guardar                 I IIIII MMMMMMMM   I IIIII PPHHHHHP
admin:vista_borrar                  I IIIII MMMMMMMM   I IIIII PPHHHHHP
admin:cifras                        I IIIII PPPPPVVP   I IIIII MMMMMMMM
admin:cifras_exportar               I IIIII PPPPPVVP   I IIIII MMMMMMMM
admin:caso_asignar                  I IIIII PPVVVVPP   I IIIII PPHHHHPP
admin:caso_prioridad                I IIIII PPVVVVPP   I IIIII PPVVVVPP
admin:caso_clasificar               I IIIII PPVVVVPP   I IIIII PPVVVVPP
admin:caso_estado                   I IIIII PPVVVVPP   I IIIII PPVVVVPP
admin:caso_fusionar                 I IIIII PPVVVVPP   I IIIII PPVVVVPP
admin:caso_vinculos                 I IIIII PPVVVVPP   I IIIII PPVVVVPP
admin:caso_participantes            I IIIII PPVVVVPP   I IIIII PPVVVVPP
admin:caso_nuevo                    I IIIII PPVVVVPP   I IIIII PPVVVVPP
admin:caso_changelist               I IIIII PPVVVVVP   I IIIII PPVVVVVP
admin:caso_add                      I IIIII PPPPPPPP   I IIIII PPPPPPPP
admin:caso_history                  I IIIII PPVVVVVP   I IIIII PPVVVVVP
admin:caso_delete                   I IIIII PPPPPPPP   I IIIII PPPPPPPP
admin:caso_change                   I IIIII PPVVVVVP   I IIIII PPVVVVPP
admin:caso_row                      I IIIII HHHHHHHH   I IIIII HHHHHHHH
admin:servicio_changelist           I IIIII PPVVVVVP   I IIIII PPVVVVVP
admin:servicio_add                  I IIIII PPPPPPVP   I IIIII PPPPPPVP
admin:servicio_history              I IIIII PPVVVVVP   I IIIII PPVVVVVP
admin:servicio_delete               I IIIII PPPPPPVP   I IIIII PPPPPPVP
admin:servicio_change               I IIIII PPVVVVVP   I IIIII PPPPPPVP
admin:servicio_row                  I IIIII HHHHHHHH   I IIIII HHHHHHHH
admin:producto_changelist           I IIIII PPVVVVVP   I IIIII PPVVVVVP
admin:producto_add                  I IIIII PPPPPPVP   I IIIII PPPPPPVP
admin:producto_history              I IIIII PPVVVVVP   I IIIII PPVVVVVP
admin:producto_delete               I IIIII PPPPPPVP   I IIIII PPPPPPVP
admin:producto_change               I IIIII PPVVVVVP   I IIIII PPPPPPVP
admin:producto_row                  I IIIII HHHHHHHH   I IIIII HHHHHHHH
admin:novedad_changelist            I IIIII PPVVVVVP   I IIIII PPVVVVVP
admin:novedad_add                   I IIIII PPPPPPVP   I IIIII PPPPPPVP
admin:novedad_history               I IIIII PPVVVVVP   I IIIII PPVVVVVP
admin:novedad_delete                I IIIII PPPPPPVP   I IIIII PPPPPPHP
admin:novedad_change                I IIIII PPVVVVVP   I IIIII PPPPPPVP
admin:novedad_row                   I IIIII HHHHHHHH   I IIIII HHHHHHHH
admin:articulo_changelist           I IIIII PPVVVVVP   I IIIII PPVVVVVP
admin:articulo_add                  I IIIII PPPPPVVP   I IIIII PPPPPVVP
admin:articulo_history              I IIIII PPVVVVVP   I IIIII PPVVVVVP
admin:articulo_delete               I IIIII PPPPPPVP   I IIIII PPPPPPPP
admin:articulo_change               I IIIII PPVVVVVP   I IIIII PPPPPVVP
admin:articulo_row                  I IIIII HHHHHHHH   I IIIII HHHHHHHH
admin:opinion_changelist            I IIIII PPVVVVVP   I IIIII PPVVVVVP
admin:opinion_add                   I IIIII PPPPPPPP   I IIIII PPPPPPPP
admin:opinion_history               I IIIII PPVVVVVP   I IIIII PPVVVVVP
admin:opinion_delete                I IIIII PPPPPPPP   I IIIII PPPPPPPP
admin:opinion_change                I IIIII PPVVVVVP   I IIIII PPPPPPPP
admin:opinion_row                   I IIIII HHHHHHHH   I IIIII HHHHHHHH
admin:buzon_changelist              I IIIII PPVVVVVP   I IIIII PPVVVVVP
admin:buzon_add                     I IIIII PPPPPPVP   I IIIII PPPPPPVP
admin:buzon_history                 I IIIII PPVVVVVP   I IIIII PPVVVVVP
admin:buzon_delete                  I IIIII PPPPPPVP   I IIIII PPPPPPVP
admin:buzon_change                  I IIIII PPVVVVVP   I IIIII PPPPPPVP
admin:buzon_row                     I IIIII HHHHHHHH   I IIIII HHHHHHHH
admin:correoentrante_crudo          I IIIII PPVVVVVP   I IIIII MMMMMMMM
admin:correoentrante_changelist     I IIIII PPVVVVVP   I IIIII PPVVVVVP
admin:correoentrante_add            I IIIII PPPPPPPP   I IIIII PPPPPPPP
admin:correoentrante_history        I IIIII PPVVVVVP   I IIIII PPVVVVVP
admin:correoentrante_delete         I IIIII PPPPPPPP   I IIIII PPPPPPPP
admin:correoentrante_change         I IIIII PPVVVVVP   I IIIII PPPPPPPP
admin:correoentrante_row            I IIIII HHHHHHHH   I IIIII HHHHHHHH
admin:cuenta_changelist             I IIIII PPVVVVVP   I IIIII PPVVVVVP
admin:cuenta_add                    I IIIII PPPPPVVP   I IIIII PPPPPVVP
admin:cuenta_history                I IIIII PPVVVVVP   I IIIII PPVVVVVP
admin:cuenta_delete                 I IIIII PPPPPPVP   I IIIII PPPPPPHP
admin:cuenta_change                 I IIIII PPVVVVVP   I IIIII PPPPPVVP
admin:cuenta_row                    I IIIII HHHHHHHH   I IIIII HHHHHHHH
admin:contacto_changelist           I IIIII PPVVVVVP   I IIIII PPVVVVVP
admin:contacto_add                  I IIIII PPPPPVVP   I IIIII PPPPPVVP
admin:contacto_history              I IIIII PPVVVVVP   I IIIII PPVVVVVP
admin:contacto_delete               I IIIII PPPPPPPP   I IIIII PPPPPPPP
admin:contacto_change               I IIIII PPVVVVVP   I IIIII PPPPPHHP
admin:contacto_row                  I IIIII HHHHHHHH   I IIIII HHHHHHHH
admin:nivel_changelist              I IIIII PPVVVVVP   I IIIII PPVVVVVP
admin:nivel_add                     I IIIII PPPPPPPP   I IIIII PPPPPPPP
admin:nivel_history                 I IIIII PPVVVVVP   I IIIII PPVVVVVP
admin:nivel_delete                  I IIIII PPPPPPPP   I IIIII PPPPPPPP
admin:nivel_change                  I IIIII PPVVVVVP   I IIIII PPPPPPVP
admin:nivel_row                     I IIIII HHHHHHHH   I IIIII HHHHHHHH
admin:reglaescalamiento_changelist  I IIIII PPVVVVVP   I IIIII PPVVVVVP
admin:reglaescalamiento_add         I IIIII PPPPPPVP   I IIIII PPPPPPVP
admin:reglaescalamiento_history     I IIIII PPVVVVVP   I IIIII PPVVVVVP
admin:reglaescalamiento_delete      I IIIII PPPPPPVP   I IIIII PPPPPPVP
admin:reglaescalamiento_change      I IIIII PPVVVVVP   I IIIII PPPPPPVP
admin:reglaescalamiento_row         I IIIII HHHHHHHH   I IIIII HHHHHHHH
admin:caso_plazos                   I IIIII PPVVVVVP   I IIIII PPVVVVVP
admin:escalamiento_changelist       I IIIII PPVVVVVP   I IIIII PPVVVVVP
admin:escalamiento_add              I IIIII PPPPPPPP   I IIIII PPPPPPPP
admin:escalamiento_history          I IIIII PPVVVVVP   I IIIII PPVVVVVP
admin:escalamiento_delete           I IIIII PPPPPPPP   I IIIII PPPPPPPP
admin:escalamiento_change           I IIIII PPVVVVVP   I IIIII PPPPPPPP
admin:escalamiento_row              I IIIII HHHHHHHH   I IIIII HHHHHHHH
admin:horario_changelist            I IIIII PPVVVVVP   I IIIII PPVVVVVP
admin:horario_add                   I IIIII PPPPPPVP   I IIIII PPPPPPVP
admin:horario_history               I IIIII PPVVVVVP   I IIIII PPVVVVVP
admin:horario_delete                I IIIII PPPPPPVP   I IIIII PPPPPPVP
admin:horario_change                I IIIII PPVVVVVP   I IIIII PPPPPPVP
admin:horario_row                   I IIIII HHHHHHHH   I IIIII HHHHHHHH
admin:metaatencion_changelist       I IIIII PPVVVVVP   I IIIII PPVVVVVP
admin:metaatencion_add              I IIIII PPPPPPVP   I IIIII PPPPPPVP
admin:metaatencion_history          I IIIII PPVVVVVP   I IIIII PPVVVVVP
admin:metaatencion_delete           I IIIII PPPPPPVP   I IIIII PPPPPPHP
admin:metaatencion_change           I IIIII PPVVVVVP   I IIIII PPPPPPVP
admin:metaatencion_row              I IIIII HHHHHHHH   I IIIII HHHHHHHH
admin:pqrsa_responder               I IIIII PPVVVVPP   I IIIII PPVVVVPP
admin:pqrsa_prorrogar               I IIIII PPVVVVPP   I IIIII PPVVVVPP
admin:pqrsa_changelist              I IIIII PPVVVVVP   I IIIII PPVVVVVP
admin:pqrsa_add                     I IIIII PPPPPPPP   I IIIII PPPPPPPP
admin:pqrsa_history                 I IIIII PPVVVVVP   I IIIII PPVVVVVP
admin:pqrsa_delete                  I IIIII PPPPPPPP   I IIIII PPPPPPPP
admin:pqrsa_change                  I IIIII PPVVVVVP   I IIIII PPPPPPPP
admin:pqrsa_row                     I IIIII HHHHHHHH   I IIIII HHHHHHHH
admin:terminolegal_changelist       I IIIII PPVVVVVP   I IIIII PPVVVVVP
admin:terminolegal_add              I IIIII PPPPPPPP   I IIIII PPPPPPPP
admin:terminolegal_history          I IIIII PPVVVVVP   I IIIII PPVVVVVP
admin:terminolegal_delete           I IIIII PPPPPPPP   I IIIII PPPPPPPP
admin:terminolegal_change           I IIIII PPVVVVVP   I IIIII PPPPPPVP
admin:terminolegal_row              I IIIII HHHHHHHH   I IIIII HHHHHHHH
"""


def _leer(linea: str) -> tuple[str, tuple[str, str]]:
    """Return the address of a line, and its letters by GET and by POST."""
    nombre, *grupos = linea.split()
    return nombre, ("".join(grupos[:3]), "".join(grupos[3:]))


MATRIZ: Final = dict(_leer(linea) for linea in TABLA.splitlines() if linea)
