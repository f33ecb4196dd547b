"""Users and their second factor."""

import base64
import secrets
import time
from urllib.parse import quote, urlencode

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django_otp.models import Device, ThrottlingMixin
from django_otp.oath import TOTP

from portal.cifrado import CampoCifrado

PERIODO = 30
DIGITOS = 6
# Crockford's alphabet: nothing in it can be read as something else.
ALFABETO = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LARGO_RECUPERACION = 16


class Usuario(AbstractUser):  # type: ignore[django-manager-missing]  # django-otp has no types
    """Whoever signs in: staff and, in the help desk, customers."""

    email = models.EmailField("correo electrónico", blank=True)

    class Meta(AbstractUser.Meta):
        verbose_name = "usuario"
        verbose_name_plural = "usuarios"
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="usuario_nombre_unico",
                violation_error_message="Ya existe un usuario con este nombre.",
            ),
            models.UniqueConstraint(
                Lower("email"),
                name="usuario_correo_unico",
                condition=~models.Q(email=""),
                violation_error_message="Ya existe un usuario con este correo electrónico.",
            ),
        ]


def _secreto_nuevo() -> str:
    return secrets.token_hex(20)


def huella_recuperacion(codigo: str) -> str:
    """Return the keyed hash under which a recovery code is stored; spelling is forgiven."""
    limpio = "".join(codigo.upper().split()).replace("-", "")
    for escrito, leido in (("O", "0"), ("I", "1"), ("L", "1")):
        limpio = limpio.replace(escrito, leido)
    return salted_hmac("portal.usuarios.recuperacion", limpio, algorithm="sha256").hexdigest()


class SegundoFactor(ThrottlingMixin, Device):  # type: ignore[misc]
    """A user's authenticator app (TOTP, RFC 6238) with recovery codes for when it is lost.

    Unlike django-otp's own devices it keeps its secret encrypted and the codes hashed.
    """

    secreto = CampoCifrado("secreto", default=_secreto_nuevo)
    ultimo_paso = models.BigIntegerField("último paso usado", default=-1)
    creado = models.DateTimeField("creado", auto_now_add=True)

    class Meta:
        verbose_name = "segundo factor"
        verbose_name_plural = "segundos factores"
        constraints = [models.UniqueConstraint(fields=["user"], name="segundo_factor_por_usuario")]

    @property
    def clave_bytes(self) -> bytes:
        """The shared secret, 20 bytes."""
        return bytes.fromhex(self.secreto)

    @property
    def clave_base32(self) -> str:
        """The shared secret as authenticator apps take it when typed, in groups of four."""
        texto = base64.b32encode(self.clave_bytes).decode()
        return " ".join(texto[i : i + 4] for i in range(0, len(texto), 4))

    @property
    def direccion_qr(self) -> str:
        """The otpauth:// address that the QR code carries."""
        emisor = settings.PORTAL_NOMBRE.replace(":", "")
        parametros = urlencode(
            {"secret": base64.b32encode(self.clave_bytes).decode(), "issuer": emisor},
            quote_via=quote,
        )
        return f"otpauth://totp/{quote(f'{emisor}:{self.user.get_username()}')}?{parametros}"

    def _totp(self) -> TOTP:
        totp = TOTP(self.clave_bytes, PERIODO, 0, DIGITOS, 0)
        totp.time = time.time()
        return totp

    def codigo_actual(self) -> str:
        """Return the code that the app shows now; only for the demo."""
        return f"{self._totp().token():0{DIGITOS}d}"

    def verify_token(self, token: str) -> bool:
        """Check a code of the app or a recovery code; either works once.

        Call it through `django_otp.verify_token`, which holds the row's lock.
        """
        permitido, _ = self.verify_is_allowed()
        if not permitido:
            return False
        limpio = "".join(token.split())
        if limpio.isascii() and limpio.isdigit() and len(limpio) == DIGITOS:
            valido = self._gastar_paso(int(limpio))
        else:
            valido = self._gastar_recuperacion(token)
        if valido:
            self.throttle_reset(commit=False)
            self.save()
        else:
            self.throttle_increment(commit=True)
        return valido

    def _gastar_paso(self, codigo: int) -> bool:
        totp = self._totp()
        if not totp.verify(codigo, 1, self.ultimo_paso + 1):
            return False
        self.ultimo_paso = totp.t() + totp.drift
        return True

    def _gastar_recuperacion(self, codigo: str) -> bool:
        return bool(
            self.recuperacion.filter(huella=huella_recuperacion(codigo), usado_en=None).update(
                usado_en=timezone.now()
            )
        )

    def get_throttle_factor(self) -> int:
        """Wait 1, 2, 4, 8 … seconds after each failure (django-otp)."""
        return 1


class CodigoRecuperacion(models.Model):
    """One recovery code: 80 random bits, stored as a keyed hash, good for one use."""

    dispositivo = models.ForeignKey(
        SegundoFactor,
        verbose_name="segundo factor",
        on_delete=models.CASCADE,
        related_name="recuperacion",
    )
    huella = models.CharField("huella", max_length=64)
    usado_en = models.DateTimeField("usado", null=True, blank=True)

    class Meta:
        verbose_name = "código de recuperación"
        verbose_name_plural = "códigos de recuperación"
        constraints = [
            models.UniqueConstraint(
                fields=["dispositivo", "huella"], name="codigo_recuperacion_unico"
            )
        ]

    def __str__(self) -> str:
        return f"Código de recuperación {self.pk}"

    @staticmethod
    def generar() -> str:
        """Return a new code in four groups of four: «7K3M-…»."""
        letras = "".join(secrets.choice(ALFABETO) for _ in range(LARGO_RECUPERACION))
        return "-".join(letras[i : i + 4] for i in range(0, LARGO_RECUPERACION, 4))
