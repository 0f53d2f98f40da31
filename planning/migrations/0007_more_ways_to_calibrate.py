"""More ways to find the scale of a film."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("planning", "0006_volumes")]

    operations = [
        migrations.AlterField(
            model_name="calibration",
            name="method",
            field=models.CharField(
                choices=[
                    ("ball", "Ball"),
                    ("implant_head", "Implant Head"),
                    ("two_markers", "Two Markers"),
                    ("known_length", "Known Length"),
                    ("other_film", "Other Film"),
                    ("distances", "Distances"),
                    ("entered_magnification", "Entered Magnification"),
                    ("accepted_header", "Accepted Header"),
                ],
                max_length=24,
            ),
        ),
    ]
