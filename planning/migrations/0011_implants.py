"""Implants that sites take into their libraries, and what they say about them."""


import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('planning', '0010_archives_tested'),
    ]

    operations = [
        migrations.CreateModel(
            name='ImplantNotice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=100)),
                ('version', models.PositiveIntegerField()),
                ('standing', models.CharField(choices=[('current', 'Current'), ('withdrawn', 'Withdrawn'), ('recalled', 'Recalled')], max_length=12)),
                ('reason', models.CharField(max_length=500)),
                ('said_at', models.DateTimeField(auto_now_add=True)),
                ('said_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL)),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='implant_notices', to='planning.site')),
            ],
            options={
                'ordering': ['said_at'],
                'indexes': [models.Index(fields=['site', 'key', 'version'], name='implant_notice_of')],
            },
        ),
        migrations.CreateModel(
            name='ImplantVersion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=80)),
                ('version', models.PositiveIntegerField()),
                ('manufacturer', models.CharField(max_length=300)),
                ('package_name', models.CharField(max_length=300)),
                ('package_version', models.CharField(blank=True, max_length=300)),
                ('licence', models.CharField(max_length=300)),
                ('content', models.BinaryField()),
                ('summary', models.JSONField()),
                ('content_sha256', models.CharField(max_length=64)),
                ('taken_at', models.DateTimeField(auto_now_add=True)),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='implant_versions', to='planning.site')),
                ('taken_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['key', 'version'],
                'constraints': [models.UniqueConstraint(fields=('key', 'version'), name='implant_version_once')],
            },
        ),
    ]
