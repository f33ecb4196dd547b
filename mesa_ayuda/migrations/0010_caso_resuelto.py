from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mesa_ayuda", "0009_buscar_de_quien")]

    operations = [
        migrations.AddIndex(
            model_name="caso",
            index=models.Index(
                condition=models.Q(("estado", "resuelto")),
                fields=["resuelto_en"],
                name="caso_resuelto",
            ),
        ),
    ]
