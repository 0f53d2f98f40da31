"""Overlays of a film are a level of their own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("planning", "0004_plans_append_only")]

    operations = [
        migrations.AlterField(
            model_name="rendition",
            name="level",
            field=models.CharField(
                choices=[
                    ("full", "Full"),
                    ("quarter", "Quarter"),
                    ("preview", "Preview"),
                    ("overlays", "Overlays"),
                ],
                max_length=8,
            ),
        ),
    ]
