"""Stacks of slices as volumes."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("planning", "0005_overlay_levels")]

    operations = [
        migrations.CreateModel(
            name="Volume",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("source_sha256", models.CharField(max_length=64)),
                ("slices", models.JSONField(default=list)),
                ("geometry", models.JSONField(default=dict)),
                ("meaning", models.JSONField(default=dict)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("size_bytes", models.BigIntegerField(default=0)),
                ("code", models.CharField(blank=True, max_length=40)),
                ("params", models.JSONField(default=dict)),
                ("made_at", models.DateTimeField()),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="volumes",
                        to="planning.series",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("series", "number"), name="volume_per_stack")
                ],
            },
        ),
    ]
