"""One row of everything that addresses show, and what a person who may would send to each."""

import re
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.files.base import ContentFile
from django.utils import timezone

from mesa_ayuda.archivos import adjuntar, guardar_archivos
from mesa_ayuda.cuentas.fichas import ruta_de_clave
from mesa_ayuda.enums import Estado, EstadoCorreo, TipoMensaje, Veredicto
from mesa_ayuda.models import (
    Buzon,
    Caso,
    CorreoEntrante,
    Cuenta,
    Escalamiento,
    Mensaje,
    Opinion,
    Participante,
    ReglaEscalamiento,
    RespuestaPreparada,
    VistaGuardada,
)
from portal.usuarios.models import Usuario
from tests.mesa_ayuda.conocimiento.recetas import crear_articulo
from tests.mesa_ayuda.permisos.direcciones import Direccion
from tests.mesa_ayuda.pqrsa.recetas import crear_pqrsa
from tests.mesa_ayuda.recetas import crear_buzon, crear_caso, crear_cliente, crear_cuenta

DEL_CASO = "LO-QUE-DICE-EL-CASO"
DEL_PERSONAL = "LO-QUE-DICE-LA-NOTA"


@dataclass(frozen=True, slots=True)
class Escena:
    """`argumentos`: by name of the address, what its route takes; by argument, for the others."""

    cuenta: Cuenta
    duena: Usuario
    caso: Caso
    filas: dict[str, Any]
    argumentos: dict[str, dict[str, str]]
    datos: dict[str, dict[str, str]] = field(default_factory=dict)

    def camino(self, direccion: Direccion) -> str:
        """Return the address with the scene's own rows in it."""
        propios = self.argumentos.get(direccion.nombre, {})
        fila = self.filas.get(direccion.modelo)

        def valor(hallado: re.Match[str]) -> str:
            nombre = hallado[1].rpartition(":")[2]
            if nombre in propios:
                return propios[nombre]
            assert fila is not None, f"La escena no tiene «{nombre}» para {direccion.nombre}"
            return str(fila.pk)

        return re.sub(r"<([^>]+)>", valor, direccion.ruta)


def montar() -> Escena:
    """Make the owner, her cases, and a row of each model; the solved case is the one looked at."""
    cuenta = crear_cuenta(nombre="Transportes Inventados S.A.S.")
    duena = crear_cliente("ana@transportes.example", cuenta=cuenta, first_name="Ana")
    resuelto, abierto, cerrado = (
        crear_caso(duena, asunto=f"{DEL_CASO} {n}", estado=estado)
        for n, estado in enumerate((Estado.RESUELTO, Estado.ABIERTO, Estado.CERRADO))
    )
    Caso.objects.filter(pk=cerrado.pk).update(cerrado_en=timezone.now())
    mensaje = _conversar(resuelto)
    _conversar(abierto)
    pqrsa, ficha = crear_pqrsa(asunto=f"{DEL_CASO} en la PQRSA")
    articulo = crear_articulo()
    enlace = ruta_de_clave(duena).rstrip("/").split("/")
    caso = {"numero": resuelto.numero}
    clave_de_adjunto = {"clave": str(mensaje.adjuntos.get().pk)}
    return Escena(
        cuenta=cuenta,
        duena=duena,
        caso=resuelto,
        filas=_una_de_cada(resuelto, pqrsa=pqrsa, articulo=articulo),
        argumentos={
            **{
                f"mesa_ayuda:{acto}": caso
                for acto in ("caso", "aceptar", "rechazar", "participantes")
            },
            "mesa_ayuda:cerrar": {"numero": abierto.numero},
            "mesa_ayuda:reabrir": {"numero": cerrado.numero},
            "mesa_ayuda:encuesta": {"numero": cerrado.numero},
            "mesa_ayuda:mensaje_html": {**caso, "clave": str(mensaje.pk)},
            "mesa_ayuda:adjunto": clave_de_adjunto,
            "admin:caso_plazos": {"pk": str(resuelto.pk)},
            "admin:adjunto": {"pk": clave_de_adjunto["clave"]},
            "admin:mensaje_html": {"pk": str(mensaje.pk)},
            "mesa_ayuda:fijar_clave": {"uidb64": enlace[-2], "token": enlace[-1]},
            "mesa_ayuda:confirmar_registro": {"ficha": "inventada"},
            "conocimiento:articulo": {"direccion": articulo.direccion},
            "pqrsa:estado": {"ficha": ficha},
            "pqrsa:descargar": {"ficha": ficha},
        },
        datos=_envios(),
    )


def participar(escena: Escena, usuario: Usuario) -> None:
    """Put somebody in copy of the owner's cases."""
    for caso in Caso.objects.filter(contacto=escena.duena):
        Participante.objects.create(caso=caso, correo=usuario.email, usuario=usuario)


def _conversar(caso: Caso) -> Mensaje:
    """Say something in public, with a file and the HTML of a mail, and something inside."""
    publico = Mensaje.objects.create(
        caso=caso, tipo=TipoMensaje.PUBLICO, texto=DEL_CASO, html=f"<p>{DEL_CASO}</p>"
    )
    adjuntar(publico, guardar_archivos([("a.txt", ContentFile(DEL_CASO.encode()).file)]))
    Mensaje.objects.create(caso=caso, tipo=TipoMensaje.NOTA, del_personal=True, texto=DEL_PERSONAL)
    return publico


def _una_de_cada(caso: Caso, **filas: Any) -> dict[str, Any]:
    """Return a row of each model that the admin shows; the migrations bring those left out."""
    buzon: Buzon = crear_buzon()
    correo = CorreoEntrante(
        buzon=buzon,
        clave="x",
        sha256="0" * 64,
        tamano=1,
        asunto=DEL_CASO,
        estado=EstadoCorreo.NO_IMPORTADO,
        veredicto=Veredicto.NO_IMPORTADO,
    )
    correo.crudo.save("x.eml", ContentFile(DEL_CASO.encode()))
    filas |= {
        "caso": caso,
        "buzon": buzon,
        "correoentrante": correo,
        "opinion": Opinion.objects.create(articulo=filas["articulo"], visitante="x", util=True),
        "respuestapreparada": RespuestaPreparada.objects.create(titulo="Saludo", texto="Hola"),
        "escalamiento": Escalamiento.objects.create(
            caso=caso,
            regla=ReglaEscalamiento.objects.all()[0],
            vencimiento=timezone.now(),
            nivel_anterior=1,
        ),
        "vistaguardada": VistaGuardada(pk=1),
    }
    for modelo in apps.get_app_config("mesa_ayuda").get_models():
        nombre = str(modelo._meta.model_name)
        filas.setdefault(nombre, modelo._default_manager.order_by("pk").first())
    return filas


def _envios() -> dict[str, dict[str, str]]:
    """Return what makes an act happen; an address that isn't here is sent an empty form."""
    return {
        "mesa_ayuda:caso": {"texto": "Hola", "formulario": str(uuid.uuid4())},
        "mesa_ayuda:rechazar": {"rechazo-motivo": "Sigue igual"},
        "mesa_ayuda:reabrir": {"reapertura-motivo": "Volvió"},
        "mesa_ayuda:participantes": {"participante-correo": "copia@correo.example"},
        "mesa_ayuda:encuesta": {"encuesta-puntaje": "5"},
        "admin:caso_change": {"acto": "tomar"},
        "admin:caso_asignar": {"asignar-nivel": "2", "asignar-visto": "0/1"},
        "admin:vista_guardar": {"nombre": "Mía", "consulta": "estado=nuevo"},
    }
