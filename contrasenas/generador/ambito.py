"""What every screen of the generator works on: a chamber of the person's own, and a year."""

from dataclasses import dataclass

from django.db.models import Min
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from contrasenas.models import Camara, Lote
from contrasenas.permisos import camara_de
from portal.usuarios.models import Usuario

PRIMER_ANO = 2000
"""Before any year that a registry could have been renewed for on line."""


@dataclass(frozen=True)
class Ambito:
    """A chamber and the year whose passwords are worked on."""

    camara: Camara
    ano: int

    @property
    def anterior(self) -> int:
        """The year that had to be renewed (manual 004 §2: «año inmediatamente anterior»)."""
        return self.ano - 1

    @property
    def panel(self) -> str:
        """The address of its main page."""
        return self.url("panel")

    def url(self, nombre: str, *mas: object) -> str:
        """Return the address of one of its pages."""
        args = [self.camara.pk, self.ano, *mas]
        return reverse(f"admin:contrasenas_generador_{nombre}", args=args)

    def lote(self, numero: int) -> Lote:
        """Return one of its packets; raise Http404 where there is none."""
        lote = Lote.objects.filter(camara=self.camara, ano=self.ano, numero=numero).first()
        if lote is None:
            raise Http404
        # Already read, and of the right person.
        lote.camara = self.camara
        return lote


def ano_actual() -> int:
    """Return the year in Colombia."""
    return timezone.localdate().year


def ambito_de(usuario: Usuario, camara: int, ano: int) -> Ambito:
    """Return it; raise Http404 for a chamber that isn't the person's, and for a year to come."""
    if not PRIMER_ANO <= ano <= ano_actual():
        raise Http404
    return Ambito(camara_de(usuario, camara), ano)


def anos_de(camara: Camara) -> list[int]:
    """Return the years to choose from, this one first: back to the first with passwords."""
    primero = camara.contrasenas.aggregate(Min("ano"))["ano__min"] or ano_actual()
    return list(range(ano_actual(), min(primero, ano_actual() - 1) - 1, -1))
