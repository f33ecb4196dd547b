"""Forms of the staff: persons, orders, requests, reasons, invoices."""

from typing import Any, ClassVar

from django import forms
from django.contrib.admin.widgets import (
    AdminBigIntegerFieldWidget,
    AdminEmailInputWidget,
    AdminTextareaWidget,
    AdminTextInputWidget,
)
from django.core.files.uploadedfile import UploadedFile

from portal.identificacion import IdentificacionInvalida, TipoIdentificacion, mostrar, normalizar
from solicitudes.factura_pdf import TAMANO_MAXIMO, revisar_pdf
from solicitudes.models import Orden, Persona, Solicitud

SIGUIENTE = "Déjelo vacío para asignar el número siguiente."


def campo_numero(rotulo: str) -> forms.IntegerField:
    """Return the field of an order's or request's number, which may be left to the system."""
    return forms.IntegerField(
        label=rotulo,
        required=False,
        min_value=1,
        max_value=2**63 - 1,
        help_text=SIGUIENTE,
        widget=AdminBigIntegerFieldWidget(attrs={"inputmode": "numeric"}),
    )


class PersonaForm(forms.ModelForm[Persona]):
    """A person; the number is stored canonical."""

    class Meta:
        model = Persona
        fields: ClassVar[list[str]] = ["tipo", "numero", "nombre", "correo"]

    def clean(self) -> dict[str, Any]:
        """Normalise the number as its type asks."""
        datos = super().clean() or {}
        if datos.get("tipo") and datos.get("numero"):
            try:
                datos["numero"] = normalizar(TipoIdentificacion(datos["tipo"]), datos["numero"])
            except IdentificacionInvalida as error:
                self.add_error("numero", str(error))
        return datos


class ConPersonaForm(forms.ModelForm[Any]):
    """A row of whom a person is part, named by identification; registers it if it is new.

    After validation `persona` is the person: saved already, or new and waiting to be saved.
    """

    campo_persona: ClassVar[str]
    persona: Persona | None = None

    tipo_identificacion = forms.ChoiceField(
        label="Tipo de identificación", choices=TipoIdentificacion
    )
    numero_identificacion = forms.CharField(
        label="Número de identificación",
        max_length=40,
        widget=AdminTextInputWidget(attrs={"spellcheck": "false", "autocomplete": "off"}),
    )
    nombre_persona = forms.CharField(
        label="Nombre o razón social",
        max_length=200,
        required=False,
        help_text="Escríbalo sólo si la persona no está registrada todavía.",
        widget=AdminTextInputWidget(attrs={"autocomplete": "off"}),
    )
    correo_persona = forms.EmailField(
        label="Correo electrónico",
        required=False,
        help_text="De la persona nueva: allí recibirá los códigos para descargar su factura.",
        widget=AdminEmailInputWidget(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            actual: Persona = getattr(self.instance, self.campo_persona)
            self.initial["tipo_identificacion"] = actual.tipo
            tipo = TipoIdentificacion(actual.tipo)
            self.initial["numero_identificacion"] = mostrar(tipo, actual.numero)

    def clean(self) -> dict[str, Any]:
        """Find the person, or make sure that a new one is complete."""
        datos = super().clean() or {}
        tipo, escrito = datos.get("tipo_identificacion"), datos.get("numero_identificacion")
        if tipo and escrito:
            try:
                numero = normalizar(TipoIdentificacion(tipo), escrito)
            except IdentificacionInvalida as error:
                self.add_error("numero_identificacion", str(error))
            else:
                self._resolver(tipo, numero, datos)
        return datos

    def _resolver(self, tipo: str, numero: str, datos: dict[str, Any]) -> None:
        nombre, correo = datos.get("nombre_persona", ""), datos.get("correo_persona", "")
        self.persona = Persona.objects.filter(tipo=tipo, numero=numero).first()
        if self.persona is None:
            if "nombre_persona" not in self.errors and not nombre:
                self.add_error(
                    "nombre_persona",
                    "Esta persona no está registrada: escriba su nombre para registrarla.",
                )
            self.persona = Persona(tipo=tipo, numero=numero, nombre=nombre, correo=correo)
        elif nombre and nombre != self.persona.nombre:
            self.add_error(
                "nombre_persona",
                f"Ya está registrada como «{self.persona.nombre}». Deje el nombre vacío, o "
                "corrija antes los datos de esa persona.",
            )
        elif correo and correo != self.persona.correo:
            self.add_error(
                "correo_persona",
                "Ya está registrada con otro correo. Deje el correo vacío, o corrija antes los "
                "datos de esa persona.",
            )


class OrdenForm(ConPersonaForm):
    """An order and its applicant."""

    campo_persona = "solicitante"
    numero = campo_numero("Orden pedido No.")

    class Meta:
        model = Orden
        fields: ClassVar[list[str]] = ["numero", "empresa", "proyecto"]


class SolicitudForm(ConPersonaForm):
    """A request of an order, and its holder."""

    campo_persona = "titular"
    numero = campo_numero("N° solicitud")
    orden = forms.ModelChoiceField(
        queryset=Orden.objects.all(),
        to_field_name="numero",
        label="Orden pedido No.",
        widget=AdminBigIntegerFieldWidget(attrs={"inputmode": "numeric"}),
        error_messages={"invalid_choice": "No hay una orden con este número."},
    )

    class Meta:
        model = Solicitud
        fields: ClassVar[list[str]] = ["orden", "numero", "tipo_certificado", "forma_entrega"]


class MotivoForm(forms.Form):
    """A reason, kept in the history."""

    motivo = forms.CharField(
        label="Motivo",
        max_length=1000,
        help_text="Queda en el historial; el público no lo ve.",
        widget=AdminTextareaWidget(attrs={"rows": 4}),
        error_messages={"required": "Escriba el motivo."},
    )


class RechazoForm(MotivoForm):
    """Why a step is rejected; the applicant reads it."""

    motivo = forms.CharField(
        label="Motivo del rechazo",
        max_length=1000,
        help_text="El solicitante lo leerá en la consulta pública: diga qué debe corregir y no "
        "escriba datos de otras personas.",
        widget=AdminTextareaWidget(attrs={"rows": 4}),
        error_messages={"required": "Escriba el motivo: el solicitante lo leerá."},
    )


class FacturaForm(forms.Form):
    """The PDF of an order's invoice; `contenido` are its octets, once valid."""

    contenido: bytes

    archivo = forms.FileField(
        label="Factura en PDF",
        help_text=f"Un archivo PDF de {TAMANO_MAXIMO // 1024**2} MB a lo sumo.",
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
        error_messages={
            "required": "Elija el archivo PDF de la factura.",
            "empty": "El archivo está vacío.",
        },
    )

    def clean_archivo(self) -> UploadedFile[bytes]:
        """Check by its content that it is a whole PDF."""
        subido: UploadedFile[bytes] = self.cleaned_data["archivo"]
        self.contenido = subido.read(TAMANO_MAXIMO + 1)
        if error := revisar_pdf(self.contenido):
            raise forms.ValidationError(error)
        return subido
