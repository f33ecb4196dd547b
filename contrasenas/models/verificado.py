"""Verified users (`usuarios_verificados` of the SII) with the evidence of how they became so."""

import uuid

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Concat, Now

from contrasenas.enums import RETIRABLES, YA_VERIFICADOS, EstadoVerificado
from contrasenas.models.camara import Camara
from contrasenas.models.contrasena import Contrasena
from portal.busqueda import SinAcentos
from portal.identificacion import TipoIdentificacion


class UsuarioVerificado(models.Model):
    """A person who may sign procedures with the password and a PIN; never deleted but in name.

    The evidence (Decreto 2364 de 2012, art. 7) stands in the row itself: it outlives the password's
    row, which staff may wipe.
    """

    id = models.UUIDField("identificador", primary_key=True, default=uuid.uuid4, editable=False)
    camara = models.ForeignKey(
        Camara, verbose_name="cámara", on_delete=models.PROTECT, related_name="verificados"
    )
    # One password makes one verified user, whatever happens at the same time.
    contrasena = models.OneToOneField(
        Contrasena,
        verbose_name="contraseña preasignada",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="verificado",
    )
    es_prueba = models.BooleanField("de prueba", default=False)
    tipo = models.CharField(
        "tipo de identificación", max_length=3, choices=TipoIdentificacion, blank=True
    )
    numero = models.CharField("identificación", max_length=20)
    nombre = models.CharField("nombre", max_length=250)
    correo = models.EmailField("correo electrónico")
    celular = models.CharField("celular", max_length=13)
    nit = models.CharField("NIT", max_length=20, blank=True)
    empresa = models.CharField("empresa", max_length=250, blank=True)
    matricula = models.CharField("matrícula", max_length=20, blank=True)
    estado = models.CharField(
        "estado", max_length=2, choices=EstadoVerificado, default=EstadoVerificado.VERIFICADO
    )
    motivo = models.TextField("motivo", blank=True)
    # The secure password of the person, from now on: argon2id.
    clave_hash = models.CharField("huella de la clave", max_length=128, blank=True)

    texto = models.ForeignKey(
        "contrasenas.TextoLegal",
        verbose_name="texto aceptado",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    aceptado_en = models.DateTimeField("aceptó el texto", null=True, blank=True)
    con_pin = models.BooleanField("con PIN por SMS", null=True)
    ip = models.GenericIPAddressField("dirección IP", null=True, blank=True)
    agente = models.CharField("navegador", max_length=300, blank=True)
    message_id = models.CharField("Message-ID del correo", max_length=255, blank=True)
    sms_id = models.CharField("identificador del SMS", max_length=64, blank=True)
    documento = models.UUIDField("documento enviado", null=True, blank=True)
    creado = models.DateTimeField("creado", auto_now_add=True)
    verificado_en = models.DateTimeField("verificado", null=True, blank=True)
    rechazado_en = models.DateTimeField("rechazado", null=True, blank=True)
    inactivado_en = models.DateTimeField("inactivado, anulado o eliminado", null=True, blank=True)
    busqueda = models.GeneratedField(
        expression=SinAcentos(
            Concat(
                *("numero", Value(" "), "nombre", Value(" "), "empresa", Value(" ")),
                *("nit", Value(" "), "correo", Value(" "), "celular"),
                output_field=models.TextField(),
            )
        ),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        verbose_name = "usuario verificado"
        verbose_name_plural = "usuarios verificados"
        permissions = [("anular_usuarioverificado", "Puede anular y eliminar verificados")]
        ordering = ["-creado"]
        constraints = [
            models.UniqueConstraint(
                fields=["camara", "tipo", "numero"],
                condition=Q(estado__in=YA_VERIFICADOS, es_prueba=False),
                name="verificado_uno_por_persona",
            ),
            models.CheckConstraint(
                condition=Q(estado__in=EstadoVerificado.values), name="verificado_estado"
            ),
            models.CheckConstraint(
                condition=(Q(estado=EstadoVerificado.VERIFICADO) & ~Q(clave_hash=""))
                | (~Q(estado=EstadoVerificado.VERIFICADO) & Q(clave_hash="")),
                name="verificado_con_clave",
            ),
            models.CheckConstraint(
                condition=~Q(
                    estado__in=[
                        EstadoVerificado.ANULADO,
                        EstadoVerificado.ELIMINADO,
                        EstadoVerificado.INACTIVO,
                    ],
                    motivo="",
                ),
                name="verificado_baja_con_motivo",
            ),
        ]
        indexes = [
            models.Index(fields=["camara", "estado"], name="verificado_estado"),
            models.Index(fields=["camara", "numero"], name="verificado_numero"),
            GinIndex(OpClass("busqueda", name="gin_trgm_ops"), name="verificado_busqueda"),
        ]

    def __str__(self) -> str:
        return f"Usuario verificado {self.numero}"

    @property
    def tiene_evidencia(self) -> bool:
        """Whether it became verified by activating a password here: then all of it was written."""
        return None not in (self.texto_id, self.aceptado_en, self.verificado_en, self.documento)

    def retirar(self, estado: EstadoVerificado, motivo: str) -> bool:
        """Annul or delete it: its key is erased. False if its state does not admit it now."""
        filas = type(self)._default_manager.filter(pk=self.pk, estado__in=RETIRABLES[estado])
        cambiadas = filas.update(estado=estado, motivo=motivo, clave_hash="", inactivado_en=Now())
        self.refresh_from_db(fields=["estado", "motivo", "clave_hash", "inactivado_en"])
        return cambiadas == 1
