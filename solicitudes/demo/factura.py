"""An invoice that looks like one, and says on every page that it isn't."""

import io

from django.utils import timezone
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from portal.templatetags.portal import cop, fecha_larga
from solicitudes.models import Orden

VERDE, GRIS, LINEA, FONDO = (HexColor(c) for c in ("#00664f", "#56615d", "#c3cfca", "#f4f8f6"))
TEXTO = ParagraphStyle("texto", fontName="Helvetica", fontSize=10, leading=14)
DERECHA = ParagraphStyle("derecha", TEXTO, alignment=TA_RIGHT)
TITULO = ParagraphStyle("titulo", TEXTO, fontName="Helvetica-Bold", fontSize=18, leading=24)
SUAVE = ParagraphStyle("suave", TEXTO, fontSize=9, leading=12, textColor=GRIS)
PRECIO = 186_000
"""Pesos for a certificate, before tax: invented."""
IVA = 19
"""Per cent."""
DEMOSTRACION = "DOCUMENTO DE DEMOSTRACIÓN · SIN VALOR TRIBUTARIO"
ESTILO = TableStyle(
    [
        ("BACKGROUND", (0, 0), (-1, 0), VERDE),
        ("LINEBELOW", (0, 1), (-1, -4), 0.5, LINEA),
        ("LINEABOVE", (0, -1), (-1, -1), 1, VERDE),
        ("BACKGROUND", (0, -1), (-1, -1), FONDO),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), 5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
    ]
)


def componer(orden: Orden) -> bytes:
    """Return the invented invoice of an order as PDF; the same order always gives the same file."""
    salida = io.BytesIO()
    numero = f"FD-{orden.numero}"
    documento = SimpleDocTemplate(
        salida,
        pagesize=LETTER,
        topMargin=38 * mm,
        bottomMargin=24 * mm,
        leftMargin=20 * mm,
        rightMargin=20 * mm,
        title=f"Factura {numero}",
        author="Demostración",
        lang="es-CO",
        invariant=1,
    )
    solicitante = orden.solicitante
    cuerpo = [
        Paragraph(f"Factura {numero}", TITULO),
        Paragraph(f"Orden Pedido No. {orden.numero}", SUAVE),
        Spacer(1, 6 * mm),
        Paragraph(f"<b>{_escapar(solicitante.nombre)}</b>", TEXTO),
        Paragraph(solicitante.identificacion, TEXTO),
        Paragraph(f"Pagada el {_fecha_de_pago(orden)}", TEXTO),
        Spacer(1, 8 * mm),
        _renglones(orden),
        Spacer(1, 10 * mm),
        Paragraph(
            "Este archivo muestra cómo llega la factura a quien la pide en el portal. Los nombres, "
            "los números y los valores son inventados.",
            SUAVE,
        ),
    ]
    documento.build(cuerpo, onFirstPage=_marco, onLaterPages=_marco)
    return salida.getvalue()


def _renglones(orden: Orden) -> Table:
    solicitudes = list(orden.solicitudes.order_by("numero"))
    subtotal = PRECIO * len(solicitudes)
    impuesto = subtotal * IVA // 100
    cabecera = ("Solicitud", "Certificado", "Valor")
    filas = [
        [
            Paragraph(f'<font color="white"><b>{rotulo}</b></font>', estilo)
            for rotulo, estilo in zip(cabecera, (TEXTO, TEXTO, DERECHA), strict=True)
        ],
        *(
            [
                Paragraph(str(s.numero), TEXTO),
                Paragraph(f"{s.get_tipo_certificado_display()}, 2 años", TEXTO),
                Paragraph(cop(PRECIO), DERECHA),
            ]
            for s in solicitudes
        ),
        *(
            ["", Paragraph(rotulo, DERECHA), Paragraph(cop(valor), DERECHA)]
            for rotulo, valor in (("Subtotal", subtotal), (f"IVA {IVA} %", impuesto))
        ),
        [
            "",
            Paragraph("<b>Total</b>", DERECHA),
            Paragraph(f"<b>{cop(subtotal + impuesto)}</b>", DERECHA),
        ],
    ]
    return Table(filas, colWidths=[30 * mm, 96 * mm, 50 * mm], style=ESTILO, repeatRows=1)


def _fecha_de_pago(orden: Orden) -> str:
    solicitud = orden.solicitudes.order_by("numero").first()
    pago = solicitud.pasos.filter(numero=2).first() if solicitud else None
    momento = pago.modificado if pago and pago.modificado else orden.creada
    return fecha_larga(timezone.localtime(momento))


def _marco(lienzo: Canvas, documento: SimpleDocTemplate) -> None:
    ancho, alto = LETTER
    lienzo.saveState()
    lienzo.setFillColor(VERDE)
    lienzo.rect(0, alto - 24 * mm, ancho, 24 * mm, stroke=0, fill=1)
    lienzo.setFillColor(HexColor("#ffffff"))
    lienzo.setFont("Helvetica-Bold", 14)
    lienzo.drawString(20 * mm, alto - 15 * mm, "Certificación digital")
    lienzo.setFont("Helvetica", 9)
    lienzo.drawRightString(ancho - 20 * mm, alto - 15 * mm, DEMOSTRACION)
    lienzo.setFillColor(GRIS)
    lienzo.drawString(20 * mm, 14 * mm, DEMOSTRACION)
    lienzo.drawRightString(ancho - 20 * mm, 14 * mm, f"Página {documento.page}")
    lienzo.restoreState()


def _escapar(texto: str) -> str:
    """Return `texto` for reportlab's little markup."""
    return texto.replace("&", "&amp;").replace("<", "&lt;")
