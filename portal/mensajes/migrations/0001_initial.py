"""Tables of outgoing messages and of the demo inbox."""

import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import portal.cifrado


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="CorreoSaliente",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                        verbose_name="identificador",
                    ),
                ),
                ("proposito", models.CharField(max_length=80, verbose_name="propósito")),
                ("destinatario", models.CharField(max_length=254, verbose_name="destinatario")),
                ("texto", portal.cifrado.CampoCifrado(null=True, verbose_name="texto")),
                ("confidencial", models.BooleanField(default=False, verbose_name="confidencial")),
                (
                    "estado",
                    models.CharField(
                        choices=[
                            ("pendiente", "Pendiente"),
                            ("enviando", "Enviándose"),
                            ("enviado", "Enviado"),
                            ("fallido", "Fallido"),
                            ("anulado", "Anulado"),
                        ],
                        default="pendiente",
                        max_length=10,
                        verbose_name="estado",
                    ),
                ),
                ("intentos", models.PositiveSmallIntegerField(default=0, verbose_name="intentos")),
                (
                    "proximo_intento",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        null=True,
                        verbose_name="próximo intento",
                    ),
                ),
                ("reclamado_en", models.DateTimeField(null=True, verbose_name="reclamado el")),
                ("enviado_en", models.DateTimeField(null=True, verbose_name="enviado el")),
                ("error", models.TextField(blank=True, verbose_name="error")),
                (
                    "respuesta_proveedor",
                    models.TextField(blank=True, verbose_name="respuesta del proveedor"),
                ),
                ("creado", models.DateTimeField(auto_now_add=True, verbose_name="creado")),
                ("remitente", models.CharField(max_length=320, verbose_name="remitente")),
                ("asunto", models.CharField(max_length=200, verbose_name="asunto")),
                ("html", portal.cifrado.CampoCifrado(null=True, verbose_name="HTML")),
                (
                    "message_id",
                    models.CharField(max_length=255, unique=True, verbose_name="Message-ID"),
                ),
                ("cabeceras", models.JSONField(blank=True, default=dict, verbose_name="cabeceras")),
            ],
            options={
                "verbose_name": "correo saliente",
                "verbose_name_plural": "correos salientes",
                "ordering": ["-creado"],
                "permissions": [("reintentar_correosaliente", "Puede reintentar correos fallidos")],
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("estado", "pendiente")),
                        fields=["proximo_intento"],
                        name="correosaliente_listo",
                    ),
                    models.Index(
                        condition=models.Q(("estado", "enviando")),
                        fields=["reclamado_en"],
                        name="correosaliente_atascado",
                    ),
                    models.Index(fields=["-creado"], name="correosaliente_creado"),
                    models.Index(fields=["proposito"], name="correosaliente_proposito"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "estado__in",
                                ["pendiente", "enviando", "enviado", "fallido", "anulado"],
                            )
                        ),
                        name="correosaliente_estado",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("estado", "enviando"), ("reclamado_en__isnull", False)),
                            models.Q(
                                models.Q(("estado", "enviando"), _negated=True),
                                ("reclamado_en__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="correosaliente_reclamado",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("estado", "pendiente"), ("proximo_intento__isnull", False)),
                            models.Q(
                                models.Q(("estado", "pendiente"), _negated=True),
                                ("proximo_intento__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="correosaliente_proximo",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("enviado_en__isnull", False), ("estado", "enviado")),
                            models.Q(
                                models.Q(("estado", "enviado"), _negated=True),
                                ("enviado_en__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="correosaliente_enviado",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("confidencial", True),
                                ("estado__in", ("enviado", "fallido", "anulado")),
                                ("texto__isnull", True),
                            ),
                            models.Q(
                                models.Q(
                                    ("confidencial", True),
                                    ("estado__in", ("enviado", "fallido", "anulado")),
                                    _negated=True,
                                ),
                                ("texto__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="correosaliente_contenido",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("html__isnull", True), ("texto__isnull", True)),
                            models.Q(("html__isnull", False), ("texto__isnull", False)),
                            _connector="OR",
                        ),
                        name="correosaliente_html",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AdjuntoSaliente",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("nombre", models.CharField(max_length=150, verbose_name="nombre")),
                ("tipo", models.CharField(max_length=100, verbose_name="tipo")),
                ("tamano", models.PositiveIntegerField(verbose_name="tamaño en bytes")),
                (
                    "contenido",
                    portal.cifrado.CampoCifradoBinario(null=True, verbose_name="contenido"),
                ),
                (
                    "correo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="adjuntos",
                        to="mensajes.correosaliente",
                        verbose_name="correo",
                    ),
                ),
            ],
            options={
                "verbose_name": "adjunto",
                "verbose_name_plural": "adjuntos",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="MensajeBuzon",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "canal",
                    models.CharField(
                        choices=[("correo", "Correo electrónico"), ("sms", "Mensaje de texto")],
                        max_length=10,
                        verbose_name="tipo",
                    ),
                ),
                ("destinatarios", models.TextField(verbose_name="destinatarios")),
                ("asunto", models.CharField(blank=True, max_length=998, verbose_name="asunto")),
                ("crudo", models.BinaryField(verbose_name="mensaje en crudo")),
                ("creado", models.DateTimeField(auto_now_add=True, verbose_name="creado")),
            ],
            options={
                "verbose_name": "mensaje del buzón",
                "verbose_name_plural": "buzón de demostración",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("canal__in", ["correo", "sms"])),
                        name="mensajebuzon_canal",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SmsSaliente",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                        verbose_name="identificador",
                    ),
                ),
                ("proposito", models.CharField(max_length=80, verbose_name="propósito")),
                ("destinatario", models.CharField(max_length=254, verbose_name="destinatario")),
                ("texto", portal.cifrado.CampoCifrado(null=True, verbose_name="texto")),
                ("confidencial", models.BooleanField(default=False, verbose_name="confidencial")),
                (
                    "estado",
                    models.CharField(
                        choices=[
                            ("pendiente", "Pendiente"),
                            ("enviando", "Enviándose"),
                            ("enviado", "Enviado"),
                            ("fallido", "Fallido"),
                            ("anulado", "Anulado"),
                        ],
                        default="pendiente",
                        max_length=10,
                        verbose_name="estado",
                    ),
                ),
                ("intentos", models.PositiveSmallIntegerField(default=0, verbose_name="intentos")),
                (
                    "proximo_intento",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        null=True,
                        verbose_name="próximo intento",
                    ),
                ),
                ("reclamado_en", models.DateTimeField(null=True, verbose_name="reclamado el")),
                ("enviado_en", models.DateTimeField(null=True, verbose_name="enviado el")),
                ("error", models.TextField(blank=True, verbose_name="error")),
                (
                    "respuesta_proveedor",
                    models.TextField(blank=True, verbose_name="respuesta del proveedor"),
                ),
                ("creado", models.DateTimeField(auto_now_add=True, verbose_name="creado")),
            ],
            options={
                "verbose_name": "SMS saliente",
                "verbose_name_plural": "SMS salientes",
                "ordering": ["-creado"],
                "permissions": [("reintentar_smssaliente", "Puede reintentar SMS fallidos")],
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("estado", "pendiente")),
                        fields=["proximo_intento"],
                        name="smssaliente_listo",
                    ),
                    models.Index(
                        condition=models.Q(("estado", "enviando")),
                        fields=["reclamado_en"],
                        name="smssaliente_atascado",
                    ),
                    models.Index(fields=["-creado"], name="smssaliente_creado"),
                    models.Index(fields=["proposito"], name="smssaliente_proposito"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "estado__in",
                                ["pendiente", "enviando", "enviado", "fallido", "anulado"],
                            )
                        ),
                        name="smssaliente_estado",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("estado", "enviando"), ("reclamado_en__isnull", False)),
                            models.Q(
                                models.Q(("estado", "enviando"), _negated=True),
                                ("reclamado_en__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="smssaliente_reclamado",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("estado", "pendiente"), ("proximo_intento__isnull", False)),
                            models.Q(
                                models.Q(("estado", "pendiente"), _negated=True),
                                ("proximo_intento__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="smssaliente_proximo",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("enviado_en__isnull", False), ("estado", "enviado")),
                            models.Q(
                                models.Q(("estado", "enviado"), _negated=True),
                                ("enviado_en__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="smssaliente_enviado",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("confidencial", True),
                                ("estado__in", ("enviado", "fallido", "anulado")),
                                ("texto__isnull", True),
                            ),
                            models.Q(
                                models.Q(
                                    ("confidencial", True),
                                    ("estado__in", ("enviado", "fallido", "anulado")),
                                    _negated=True,
                                ),
                                ("texto__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="smssaliente_contenido",
                    ),
                ],
            },
        ),
    ]
