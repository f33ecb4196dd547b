"""Picture and sound of a challenge, and another challenge for the page's script.

GET makes no row and uses none up. The seed of picture and sound is an HMAC of the key under
`SECRET_KEY`: one key has one picture and one sound (a second download adds nothing to what the
first one told, and a player may ask for pieces), which the key alone does not predict.
"""

from io import BytesIO

from django.http import HttpRequest, HttpResponse, HttpResponseGone, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from ranged_response import RangedFileResponse

from portal import limites
from portal.captcha import servicios
from portal.captcha.audio import componer
from portal.captcha.imagen import dibujar
from portal.visitante import red

# Sounds and pictures made for one visitor in a window of so many seconds: they cost some 60 and
# 27 ms of processor, and a player asks for a sound several times.
MAXIMO_AUDIOS = 300
MAXIMO_IMAGENES = 600
VENTANA = 600


@require_safe
@never_cache
def imagen(request: HttpRequest, key: str) -> HttpResponse:
    """PNG of a challenge; 410 if it is unknown, used up or expired."""
    texto = servicios.buscar_texto(clave=key)
    if texto is None:
        return HttpResponseGone()
    limites.consumir("captcha-imagen", red(request), maximo=MAXIMO_IMAGENES, ventana=VENTANA)
    return HttpResponse(dibujar(texto, _semilla("imagen", key)), content_type="image/png")


@require_safe
@never_cache
def audio(request: HttpRequest, key: str) -> HttpResponseBase:
    """WAV of a challenge, whole or in the piece that `Range` names; 410 as for the picture."""
    texto = servicios.buscar_texto(clave=key)
    if texto is None:
        return HttpResponseGone()
    limites.consumir("captcha-audio", red(request), maximo=MAXIMO_AUDIOS, ventana=VENTANA)
    sonido = componer(texto, _semilla("audio", key))
    response: HttpResponseBase = RangedFileResponse(
        request, BytesIO(sonido), content_type="audio/wav"
    )
    response["Accept-Ranges"] = "bytes"
    response.headers.setdefault("Content-Length", str(len(sonido)))
    return response


@require_POST
@never_cache
def refrescar(request: HttpRequest) -> JsonResponse:
    """Make another challenge, throw away the one named in `clave`, if any, and say where it is.

    JSON: `clave`, `imagen`, `audio` (addresses).
    """
    servicios.desechar_desafio(clave=request.POST.get("clave", ""))
    clave = servicios.crear_desafio(visitante=red(request))
    return JsonResponse(
        {
            "clave": clave,
            "imagen": reverse("captcha-image", args=[clave]),
            "audio": reverse("captcha-audio", args=[clave]),
        }
    )


def _semilla(uso: str, clave: str) -> bytes:
    return salted_hmac(f"portal.captcha.{uso}", clave, algorithm="sha256").digest()
