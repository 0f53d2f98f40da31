"""Make changes, signed versions, notes and their marks rows that are only ever added."""

from django.db import migrations

from planning.audit.append_only import protect, release

TABLES = (
    "planning_planchange",
    "planning_planversion",
    "planning_note",
    "planning_notemark",
)


def forwards(apps, schema_editor):
    for table in TABLES:
        protect(schema_editor.connection, table)


def backwards(apps, schema_editor):
    for table in TABLES:
        release(schema_editor.connection, table)


class Migration(migrations.Migration):
    dependencies = [("planning", "0003_plans_notes_reports")]

    operations = [migrations.RunPython(forwards, backwards)]
