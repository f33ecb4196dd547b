"""Makers of documents and logos."""

from datetime import date
from io import BytesIO
from uuid import UUID

from PIL import Image, ImageDraw

from portal.pdf.documento import Documento, Membrete

NUMERO = UUID("7d1f6a52-58a4-4c0e-9d39-6a2f5d0b8e11")
ENLACE = f"https://portal.example/verificar/{NUMERO}/"


def crear_logo(formato: str = "PNG", tamano: tuple[int, int] = (900, 260)) -> bytes:
    """Draw a logo with a half-transparent band, where the format has transparency."""
    modo = "RGB" if formato == "JPEG" else "RGBA"
    imagen = Image.new(modo, tamano, (255, 255, 255, 0)[: len(modo)])
    dibujo = ImageDraw.Draw(imagen)
    dibujo.ellipse((10, 10, 250, 250), fill=(11, 79, 138))
    dibujo.rectangle((300, 90, 880, 170), fill=(200, 120, 0, 128)[: len(modo)])
    salida = BytesIO()
    imagen.save(salida, formato)
    return salida.getvalue()


def crear_documento(
    titulo: str = "Un documento", logo: bytes | None = None, aviso: str = ""
) -> Documento:
    """Begin a document."""
    return Documento(
        titulo=titulo,
        membrete=Membrete("Cámara de Comercio de Villanueva", "Villanueva", logo),
        numero=NUMERO,
        fecha=date(2026, 11, 23),
        enlace_verificar=ENLACE,
        aviso=aviso,
    )


def crear_completo(logo: bytes | None = None) -> bytes:
    """Make a document with a block of each kind."""
    documento = crear_documento(logo=logo, aviso="PRUEBA. Nada de esto vale.")
    documento.parrafo("Un párrafo con ñandúes.")
    documento.recuadro("Su clave", "Xk7mQ2vPz9", "Con una nota.")
    documento.subtitulo("Los pasos")
    documento.pasos(["Primero.", "Segundo."])
    documento.lista(["Una cosa.", "Otra."])
    documento.tabla([("Nombre", "Ana"), ("Huella", "ab12" * 16)], mono=["Huella"])
    return documento.terminar()
