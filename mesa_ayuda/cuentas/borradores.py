"""What a customer typed when the session had expired: kept until they have signed in again.

It lies in the session that the sign-in goes on with, and comes back only to the person whose form
it was: each form carries its author, signed, so that on a shared computer nobody reads another's.
"""

from django.core import signing
from django.http import HttpRequest, QueryDict

from portal.limites import consumir
from portal.usuarios.models import Usuario
from portal.visitante import red

CLAVE = "mesa_ayuda_borradores"
CAMPO_AUTOR = "autor"
SAL = "mesa_ayuda.borrador"
DIAS = 30 * 24 * 60 * 60
# Characters of one draft, and drafts of one session: it is all that a stranger can make us keep.
LARGO_MAXIMO = 80_000
CUANTOS = 3
POR_VISITANTE = {"maximo": 30, "ventana": 10 * 60}
AJENOS = frozenset({"csrfmiddlewaretoken", CAMPO_AUTOR})


def autor_de(usuario: Usuario) -> str:
    """Return what a form of that user carries in `CAMPO_AUTOR`."""
    return signing.dumps(usuario.pk, salt=SAL)


def guardar(request: HttpRequest, lugar: str) -> bool:
    """Keep what an expired session sends to `lugar`; False where nobody of ours wrote it."""
    autor = _leer_autor(request.POST.get(CAMPO_AUTOR, ""))
    if autor is None:
        return False
    campos = {n: v for n, v in request.POST.items() if n not in AJENOS and isinstance(v, str)}
    if sum(len(nombre) + len(valor) for nombre, valor in campos.items()) > LARGO_MAXIMO:
        return False
    consumir("mesa-borrador", red(request), **POR_VISITANTE)
    otros = {k: v for k, v in request.session.get(CLAVE, {}).items() if k != lugar}
    recientes = dict(list(otros.items())[-(CUANTOS - 1) :])
    request.session[CLAVE] = {**recientes, lugar: {"autor": autor, "campos": campos}}
    return True


def leer(request: HttpRequest, lugar: str) -> QueryDict | None:
    """Return what this user had typed at `lugar`; it stays until `olvidar`."""
    guardado = request.session.get(CLAVE, {}).get(lugar)
    if not guardado or guardado["autor"] != request.user.pk:
        return None
    campos = QueryDict(mutable=True)
    campos.update(guardado["campos"])
    return campos


def olvidar(request: HttpRequest, lugar: str) -> None:
    """Forget it: it was sent."""
    borradores = request.session.get(CLAVE, {})
    if lugar in borradores:
        request.session[CLAVE] = {k: v for k, v in borradores.items() if k != lugar}


def _leer_autor(ficha: str) -> int | None:
    try:
        autor = signing.loads(ficha, salt=SAL, max_age=DIAS)
    except signing.BadSignature:
        return None
    return autor if isinstance(autor, int) else None
