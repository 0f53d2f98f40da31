"""Make the trail, its seals and the calibrations rows that are only ever added."""

from django.db import migrations

from planning.audit.append_only import protect, release

TABLES = ("planning_auditevent", "planning_auditseal", "planning_calibration")


def forwards(apps, schema_editor):
    for table in TABLES:
        protect(schema_editor.connection, table)


def backwards(apps, schema_editor):
    for table in TABLES:
        release(schema_editor.connection, table)


class Migration(migrations.Migration):
    dependencies = [("planning", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
