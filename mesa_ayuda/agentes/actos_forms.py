"""Forms of the acts on a case; each carries the mark of what its page showed (`visto`)."""

from collections.abc import Callable
from typing import Any, ClassVar, Final

from django import forms

from mesa_ayuda.agentes.actos import asignacion_de, clasificacion_de, grados_de
from mesa_ayuda.agentes.agentes import ROLES, agentes
from mesa_ayuda.casos import PASOS
from mesa_ayuda.enums import Estado, Grado
from mesa_ayuda.formulario_catalogo import CatalogoForm
from mesa_ayuda.models import Caso, Nivel
from mesa_ayuda.models.conversacion import CUERPO_MAXIMO
from portal.usuarios.models import Usuario

PASAR_A: Final = {
    Estado.ABIERTO: "Abrirlo: hay trabajo por hacer",
    Estado.ESPERA: "Esperar información del cliente (el reloj se detiene)",
    Estado.RESUELTO: "Darlo por resuelto",
    Estado.CERRADO: "Cerrarlo",
    Estado.CANCELADO: "Cancelarlo: no se va a atender",
}


class ActoForm(forms.Form):
    """An act on a case. `marca` tells from a case what the act is about, where that matters."""

    marca: ClassVar[Callable[[Caso], str]] = lambda caso: ""
    visto = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100)

    def __init__(self, *args: Any, caso: Caso, **kwargs: Any) -> None:
        self.caso = caso
        kwargs["initial"] = {
            "visto": type(self).marca(caso),
            **self.como_esta(caso),
            **(kwargs.get("initial") or {}),
        }
        super().__init__(*args, **kwargs)

    def como_esta(self, caso: Caso) -> dict[str, Any]:
        """Return what the form begins with."""
        return {}


class AgenteField(forms.ModelChoiceField[Usuario]):
    """Who may have a case, each with the role that says the level."""

    def label_from_instance(self, obj: Usuario) -> str:
        """«Ana Ríos (Agente nivel 2)»."""
        roles = [grupo.name for grupo in obj.groups.all() if grupo.name in ROLES]
        return f"{obj.get_full_name() or obj.username} ({', '.join(sorted(roles))})"


class AsignarForm(ActoForm):
    """To a person, or to a level's queue."""

    prefix = "asignar"
    marca = asignacion_de
    a = AgenteField(
        label="Persona",
        queryset=Usuario.objects.none(),
        required=False,
        empty_label="Nadie: queda por tomar en el nivel",
        error_messages={"invalid_choice": "Esa persona no atiende casos."},
    )
    nivel = forms.TypedChoiceField(
        label="Nivel",
        coerce=int,
        error_messages={
            "required": "Seleccione un nivel.",
            "invalid_choice": "Seleccione un nivel de la lista.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        persona, nivel = self.fields["a"], self.fields["nivel"]
        assert isinstance(persona, forms.ModelChoiceField)
        assert isinstance(nivel, forms.ChoiceField)
        persona.queryset = agentes().prefetch_related("groups")
        nivel.choices = [(uno.numero, str(uno)) for uno in Nivel.objects.all()]

    def como_esta(self, caso: Caso) -> dict[str, Any]:
        """Who has it, and where."""
        return {"a": caso.asignado_id, "nivel": caso.nivel}


def _grado(rotulo: str, ayuda: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=rotulo,
        help_text=ayuda,
        coerce=lambda valor: Grado(int(valor)),
        choices=Grado.choices,
        error_messages={
            "required": f"Seleccione {rotulo.lower()}.",
            "invalid_choice": f"Seleccione {rotulo.lower()} de la lista.",
        },
    )


class PrioridadForm(ActoForm):
    """Impact and urgency, from which the priority comes."""

    prefix = "prioridad"
    marca = grados_de
    impacto = _grado("Impacto", "A cuántos afecta, y cuánto.")
    urgencia = _grado("Urgencia", "Cuánto puede esperar.")

    def como_esta(self, caso: Caso) -> dict[str, Any]:
        """As it is."""
        return {"impacto": caso.impacto, "urgencia": caso.urgencia}


class EstadoForm(ActoForm):
    """The states to which the case may go, and what the customer is told."""

    prefix = "estado"
    marca: ClassVar[Callable[[Caso], str]] = lambda caso: str(caso.estado)
    a = forms.ChoiceField(
        label="Nuevo estado",
        error_messages={
            "required": "Seleccione el nuevo estado.",
            "invalid_choice": "El caso no puede pasar a ese estado.",
        },
    )
    texto = forms.CharField(
        label="Mensaje para el cliente",
        help_text="Se le envía por correo y queda en la conversación. Es obligatorio, salvo para "
        "abrir el caso o para cerrar uno resuelto.",
        max_length=CUERPO_MAXIMO,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campo = self.fields["a"]
        assert isinstance(campo, forms.ChoiceField)
        # What can't be reached is not offered; where somebody was quicker the act says so.
        todos = self.is_bound
        campo.choices = [("", "Seleccione un estado")] + [
            (estado.value, rotulo)
            for estado, rotulo in PASAR_A.items()
            if todos or self.caso.estado in PASOS[estado]
        ]

    @property
    def lleva_a_algo(self) -> bool:
        """Whether there is any state to go to."""
        return any(self.caso.estado in PASOS[estado] for estado in PASAR_A)

    def clean(self) -> dict[str, Any]:
        """Ask for what the customer must be told."""
        datos = super().clean() or self.cleaned_data
        destino, desde = datos.get("a"), datos.get("visto")
        calla = destino == Estado.ABIERTO or (destino == Estado.CERRADO and desde == "resuelto")
        if destino and not calla and not datos.get("texto"):
            self.add_error("texto", PEDIR_TEXTO[Estado(destino)])
        return datos


PEDIR_TEXTO: Final = {
    Estado.ESPERA: "Escriba qué información necesita del cliente.",
    Estado.RESUELTO: "Escriba la solución: el cliente la lee antes de aceptarla.",
    Estado.CERRADO: "Escriba por qué se cierra sin haberse resuelto.",
    Estado.CANCELADO: "Escriba por qué no se va a atender.",
}


class ClasificarForm(ActoForm, CatalogoForm):
    """What is reported; the chosen «novedad» may bring its priority."""

    marca = clasificacion_de
    con_prioridad = forms.BooleanField(
        label="Tomar también el impacto y la urgencia de la novedad", required=False
    )

    def como_esta(self, caso: Caso) -> dict[str, Any]:
        """As it is; a case that nobody has classified gets its first priority with it."""
        return {
            "servicio": caso.servicio_id,
            "producto": caso.producto_id,
            "novedad": caso.novedad_id,
            "con_prioridad": caso.novedad_id is None,
        }
