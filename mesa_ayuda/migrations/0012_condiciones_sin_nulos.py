from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mesa_ayuda", "0011_buzon_autenticador"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="encuesta",
            name="encuesta_puntaje",
        ),
        migrations.RemoveConstraint(
            model_name="pqrsa",
            name="pqrsa_prorroga_avisada",
        ),
        migrations.AddConstraint(
            model_name="encuesta",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("puntaje__isnull", True), ("respondida_en__isnull", True)),
                    models.Q(
                        ("puntaje__isnull", False),
                        ("puntaje__range", (1, 5)),
                        ("respondida_en__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="encuesta_puntaje",
            ),
        ),
        migrations.AddConstraint(
            model_name="pqrsa",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("prorroga_avisada_en__isnull", True), ("prorroga_hasta__isnull", True)
                    ),
                    models.Q(
                        ("prorroga_avisada_en__isnull", False),
                        ("prorroga_hasta__gt", models.F("vence_el")),
                        ("prorroga_hasta__isnull", False),
                        models.Q(("prorroga_motivo", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="pqrsa_prorroga_avisada",
            ),
        ),
    ]
