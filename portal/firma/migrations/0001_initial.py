"""Initial."""

import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import portal.cifrado
import portal.firma.validadores


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Credencial",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("nombre", models.CharField(max_length=100, unique=True, verbose_name="nombre")),
                (
                    "tipo",
                    models.CharField(
                        choices=[
                            ("pkcs12", "Archivo PKCS#12 (.p12 o .pfx)"),
                            ("pkcs11", "Dispositivo PKCS#11 (HSM o token)"),
                        ],
                        max_length=6,
                        verbose_name="tipo",
                    ),
                ),
                (
                    "pkcs12",
                    portal.cifrado.CampoCifradoBinario(
                        blank=True, null=True, verbose_name="archivo PKCS#12"
                    ),
                ),
                (
                    "frase",
                    portal.cifrado.CampoCifrado(
                        blank=True, editable=False, null=True, verbose_name="frase de paso"
                    ),
                ),
                (
                    "ficha",
                    models.CharField(
                        blank=True, max_length=32, verbose_name="etiqueta del dispositivo"
                    ),
                ),
                (
                    "etiqueta",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="etiqueta de la llave"
                    ),
                ),
                (
                    "pin",
                    portal.cifrado.CampoCifrado(
                        blank=True, editable=False, null=True, verbose_name="PIN del dispositivo"
                    ),
                ),
                ("certificado", models.BinaryField(verbose_name="certificado")),
                ("sujeto", models.CharField(max_length=500, verbose_name="sujeto del certificado")),
                ("valido_desde", models.DateTimeField(verbose_name="válido desde")),
                ("valido_hasta", models.DateTimeField(verbose_name="válido hasta")),
                (
                    "url_tsa",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[portal.firma.validadores.url_tsa_segura],
                        verbose_name="servicio de estampado de tiempo (RFC 3161)",
                    ),
                ),
                ("activa", models.BooleanField(default=True, verbose_name="activa")),
                ("creada", models.DateTimeField(auto_now_add=True, verbose_name="creada")),
                ("actualizada", models.DateTimeField(auto_now=True, verbose_name="actualizada")),
            ],
            options={
                "verbose_name": "credencial de firma",
                "verbose_name_plural": "credenciales de firma",
                "ordering": ["nombre"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("etiqueta", ""),
                                ("ficha", ""),
                                ("frase__isnull", False),
                                ("pin__isnull", True),
                                ("pkcs12__isnull", False),
                                ("tipo", "pkcs12"),
                            ),
                            models.Q(
                                ("frase__isnull", True),
                                ("pin__isnull", False),
                                ("pkcs12__isnull", True),
                                ("tipo", "pkcs11"),
                                models.Q(("ficha", ""), _negated=True),
                                models.Q(("etiqueta", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="credencial_completa",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("nombre", ""), _negated=True),
                        name="credencial_con_nombre",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valido_desde__lt", models.F("valido_hasta"))),
                        name="credencial_vigencia",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CertificadoPropio",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("huella", models.CharField(max_length=64, verbose_name="huella SHA-256")),
                ("desde", models.DateTimeField(auto_now_add=True, verbose_name="desde")),
                (
                    "credencial",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="certificados",
                        to="firma.credencial",
                        verbose_name="credencial",
                    ),
                ),
            ],
            options={
                "verbose_name": "certificado propio",
                "verbose_name_plural": "certificados propios",
                "indexes": [models.Index(fields=["huella"], name="certificado_propio_huella_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("credencial", "huella"), name="certificado_propio_unico"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("huella__regex", "^[0-9a-f]{64}$")),
                        name="certificado_propio_huella",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentoFirmado",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                        verbose_name="número",
                    ),
                ),
                ("tipo", models.SlugField(db_index=False, max_length=40, verbose_name="tipo")),
                ("titulo", models.CharField(max_length=200, verbose_name="título")),
                ("emisor", models.CharField(max_length=200, verbose_name="emisor")),
                ("firmante", models.CharField(max_length=200, verbose_name="firmante")),
                (
                    "serial_certificado",
                    models.CharField(max_length=40, verbose_name="serial del certificado"),
                ),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="SHA-256")),
                ("tamano", models.PositiveIntegerField(default=0, verbose_name="tamaño en bytes")),
                ("firmado_en", models.DateTimeField(null=True, verbose_name="firmado el")),
                (
                    "estado",
                    models.CharField(
                        choices=[
                            ("vigente", "Vigente"),
                            ("usado", "Usado"),
                            ("anulado", "Cancelado"),
                            ("reemplazado", "Reemplazado"),
                        ],
                        default="vigente",
                        max_length=11,
                        verbose_name="estado",
                    ),
                ),
                (
                    "estado_en",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="en ese estado desde",
                    ),
                ),
                ("creado", models.DateTimeField(auto_now_add=True, verbose_name="creado")),
                (
                    "credencial",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documentos",
                        to="firma.credencial",
                        verbose_name="credencial",
                    ),
                ),
            ],
            options={
                "verbose_name": "documento firmado",
                "verbose_name_plural": "documentos firmados",
                "ordering": ["-creado"],
                "indexes": [models.Index(fields=["-creado"], name="documento_firmado_creado")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("estado__in", ["vigente", "usado", "anulado", "reemplazado"])
                        ),
                        name="documento_firmado_estado",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("firmado_en__isnull", True), ("sha256", ""), ("tamano", 0)),
                            models.Q(
                                ("firmado_en__isnull", False),
                                ("sha256__regex", "^[0-9a-f]{64}$"),
                                ("tamano__gt", 0),
                            ),
                            _connector="OR",
                        ),
                        name="documento_firmado_huella",
                    ),
                ],
            },
        ),
    ]
