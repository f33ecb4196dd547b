"""The articles of the demo's knowledge base. Pure.

What they say of the portal is what it does; the rest is what any support desk would answer.
"""

# ruff: noqa: E501 - in a body a line is a paragraph.

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Texto:
    """One article; `servicio` and `producto` by name, «» for those of every service."""

    direccion: str
    titulo: str
    resumen: str
    cuerpo: str
    servicio: str = ""
    producto: str = ""


CERTIFICACION: Final = "Certificación digital"
ARTICULOS: Final = (
    Texto(
        "no-llega-el-correo-de-descarga",
        "No me llega el correo de descarga",
        "Dónde buscarlo y qué pedirle a quien administra el correo de su empresa.",
        """El correo sale cuando su solicitud queda aprobada. Antes de reportarlo, revise en este orden:

- En «Estado del trámite» confirme que la solicitud está aprobada y a qué correo se envió.
- Busque en la carpeta de correo no deseado y en las pestañas de promociones.
- Si es un correo de empresa, pregunte al área de sistemas si el mensaje está en cuarentena.

Si está en cuarentena, pida que primero lo marquen como seguro y después lo liberen: en el otro orden el botón de descarga queda deshabilitado. La página «Ayuda con el correo» tiene un texto listo para enviarle al área de sistemas.

Si no aparece en ninguna parte, solicite un caso con el número de la solicitud.""",
        CERTIFICACION,
        "Certificado Digital",
    ),
    Texto(
        "instalar-el-certificado-en-un-equipo",
        "Instalar el certificado en el equipo donde va a firmar",
        "Descárguelo una sola vez, guarde una copia protegida e instálelo.",
        """Abra el enlace del correo de descarga desde el equipo donde va a firmar y siga los pasos hasta guardar el archivo.

- Guarde una copia en un lugar que sólo usted use; sin ella no podrá pasarlo a otro equipo.
- Abra el archivo, escriba su contraseña y acepte el almacén que propone el sistema.
- Cierre y vuelva a abrir el programa con el que firma: sólo así ve el certificado nuevo.

No envíe el archivo ni su contraseña por correo o chat. Nadie de la mesa de ayuda se los va a pedir.""",
        CERTIFICACION,
        "Certificado Digital",
    ),
    Texto(
        "renovar-el-certificado",
        "Renovar el certificado antes de que venza",
        "Cuándo empezar, qué se necesita y qué pasa con lo que ya firmó.",
        """Empiece unas tres semanas antes del vencimiento: después de radicar los documentos, el trámite suele tomar entre cinco y ocho días hábiles.

- Confirme la fecha en que vence en «Estado del trámite».
- Haga una solicitud nueva con los documentos actualizados de la empresa y del titular.
- Cuando reciba el certificado nuevo, instálelo y pruébelo antes de retirar el anterior.

Un certificado vencido ya no sirve para firmar. Lo que firmó mientras estaba vigente no pierde su validez por eso.""",
        CERTIFICACION,
        "Certificado Digital",
    ),
    Texto(
        "revocar-o-suspender-un-certificado",
        "Cuándo y cómo revocar un certificado",
        "Si perdió el dispositivo, cambió de cargo o alguien más conoce su clave, actúe de inmediato.",
        """Pida la revocación cuanto antes si ocurre algo de esto:

- Se perdió o le robaron el token o el equipo donde está el certificado.
- Otra persona conoce la contraseña o el PIN.
- El titular dejó la empresa o cambió el cargo que figura en el certificado.

Solicite un caso con la novedad «Revocar o suspender un certificado». Le pediremos confirmar su identidad; nunca su clave. La revocación no se puede deshacer: para volver a firmar hace falta un certificado nuevo.

Si sospecha que alguien está firmando por usted en este momento, llame además al número que atiende las 24 horas.""",
        CERTIFICACION,
        "Certificado Digital",
    ),
    Texto(
        "el-lector-dice-que-la-firma-no-es-valida",
        "El lector de PDF dice que la firma no es válida o es desconocida",
        "Casi siempre falta que el lector confíe en quien emitió el certificado.",
        """El aviso no siempre quiere decir que el documento esté mal. Revise:

- La fecha y la hora del equipo deben ser correctas.
- «Validez desconocida» quiere decir que el lector no confía todavía en la autoridad que emitió el certificado.
- «El documento se modificó después de firmado» sí es un problema: pida el archivo original.

Si el documento lo firmó este portal, compruébelo en «Verificar un documento» con su número, su código QR o el archivo mismo: esa respuesta no depende de la configuración de su lector.""",
        CERTIFICACION,
        "Certificado Digital",
    ),
    Texto(
        "el-equipo-no-reconoce-el-token",
        "El equipo no reconoce el token",
        "Pruebas rápidas antes de pedir un cambio.",
        """Haga estas pruebas en orden; suelen bastar:

- Conecte el token directamente al equipo, sin extensiones ni concentradores, y pruebe otro puerto.
- Confirme que la luz del token enciende.
- Instale otra vez el controlador del fabricante y reinicie el equipo.
- Pruebe en otro equipo. Si allí funciona, el problema no es del token.

Si no enciende en ningún equipo, solicite un caso con la novedad «Cambio o garantía» y cuéntenos qué probó.""",
        CERTIFICACION,
        "Token físico",
    ),
    Texto(
        "olvide-o-bloquee-el-pin-del-token",
        "Olvidé el PIN del token o lo bloqueé",
        "Qué intentar, y por qué no conviene seguir probando.",
        """Después de varios intentos fallidos el token se bloquea para proteger su firma. Si no está seguro del PIN, deténgase: cada intento cuenta.

- Busque si al recibir el token usted guardó un PIN propio o un código de desbloqueo.
- Revise que la tecla de mayúsculas y el teclado numérico estén como usted los usa.
- Si ya está bloqueado, solicite un caso con la novedad «Bloqueo u olvido del PIN».

No conocemos su PIN ni podemos verlo. Según el modelo, puede hacer falta emitir el certificado otra vez.""",
        CERTIFICACION,
        "Token físico",
    ),
    Texto(
        "el-servicio-de-estampado-no-responde",
        "El servicio de estampado cronológico no responde",
        "Cómo distinguir una falla del servicio de un problema de su red.",
        """Antes de reportar, reúna estos datos: con ellos el diagnóstico toma minutos.

- La hora exacta de la primera falla y el mensaje completo.
- Si fallan todas las solicitudes o sólo algunas.
- Si su red cambió de proxy, de cortafuegos o de dirección de salida.
- Cuántas estampas quedan disponibles en su plan.

Si nada funciona y su operación está detenida, elija la novedad «El servicio no responde»: queda con prioridad crítica y se atiende las 24 horas. Llame además al número que aparece al solicitar el caso.""",
        "Estampado cronológico",
        "Estampado Cronológico",
    ),
    Texto(
        "factura-no-integrada",
        "Una factura no aparece en el sistema contable",
        "Qué revisar y qué datos incluir en el caso.",
        """Cuando una factura se emitió y no llega al sistema contable, revise:

- Que el documento figure como aceptado en su plataforma de facturación.
- Que el número y el prefijo estén dentro de la resolución vigente.
- Que el sistema contable no la haya dejado en una bandeja de rechazados.

Si solicita un caso, incluya prefijo y número, la fecha de emisión y una imagen del error. No la emita de nuevo mientras la revisamos: podría quedar duplicada.""",
        "Factura electrónica",
        "Factura Electrónica",
    ),
    Texto(
        "activar-la-contrasena-preasignada",
        "Activar la contraseña que le envió su cámara de comercio",
        "Los cuatro datos, el PIN por mensaje de texto y qué hacer si no los esperaba.",
        """Su cámara de comercio le envió un correo con un PDF firmado que contiene una contraseña. Hasta que usted la active no sirve para nada.

- Abra el enlace del correo y escriba los datos que le piden, tal como están en su matrícula.
- Si la cámara lo exige, le llega un PIN por mensaje de texto; puede tardar unos minutos: no cierre la página.
- Al terminar recibe un correo que confirma la activación.

Si no le llega el PIN, confirme que el celular registrado en la cámara sigue siendo el suyo. Si usted no es el destinatario, elija «No aceptar y abandonar»: la contraseña queda anulada.""",
        "Contraseñas preasignadas",
        "Usuario verificado",
    ),
    Texto(
        "en-cuanto-tiempo-responden-una-pqrsa",
        "En cuánto tiempo responden una PQRSA y cómo seguirla",
        "El término de cada tipo, el comprobante, la prórroga y la respuesta firmada.",
        """Al presentar una PQRSA recibe un comprobante con el número, la fecha límite y un código. Guárdelo: con él ve cómo va, aunque no tenga cuenta.

- El término depende del tipo y se cuenta en días hábiles, desde el día siguiente al del recibo. La página de PQRSA muestra el de cada uno.
- Si hace falta más tiempo, se lo avisamos antes de que venza el término, con el motivo y la nueva fecha.
- La respuesta llega a su correo como un PDF firmado, que puede comprobar en «Verificar un documento».

Una falla técnica se resuelve más rápido con un caso de la mesa de ayuda.""",
    ),
)
