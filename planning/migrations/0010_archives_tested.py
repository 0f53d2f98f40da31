"""What tests of archives find out, ways to sign in there, and secrets that lie encrypted."""

import django.db.models.deletion
import planning.pacs.secrets
import uuid
from django.conf import settings
from django.db import migrations, models


def seal_passwords(apps, schema_editor):
    """Write again what lies there plainly; the field encrypts it."""
    PacsNode = apps.get_model("planning", "PacsNode")
    for node in PacsNode.objects.exclude(password=""):
        node.save(update_fields=["password"])


def name_the_kind(apps, schema_editor):
    """Until now a user name was all that said how to sign in."""
    apps.get_model("planning", "PacsNode").objects.exclude(username="").update(
        authentication="basic"
    )


class Migration(migrations.Migration):

    dependencies = [
        ('planning', '0009_storage_commitment'),
    ]

    operations = [
        migrations.AddField(
            model_name='pacsnode',
            name='authentication',
            field=models.CharField(choices=[('none', 'None'), ('basic', 'User name and password'), ('bearer', 'Bearer token'), ('oauth2', 'OAuth 2.0 client credentials')], default='none', max_length=10),
        ),
        migrations.AddField(
            model_name='pacsnode',
            name='profile',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name='pacsnode',
            name='tested_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='pacsnode',
            name='token_scope',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='pacsnode',
            name='token_url',
            field=models.URLField(blank=True, max_length=300),
        ),
        migrations.AlterField(
            model_name='pacsnode',
            name='password',
            field=planning.pacs.secrets.SecretField(blank=True, default=''),
        ),
        migrations.AlterField(
            model_name='pacsnode',
            name='retrieval',
            field=models.CharField(choices=[('best', 'As the test found'), ('wado-rs', 'WADO-RS'), ('c-get', 'C-GET'), ('c-move', 'C-MOVE')], max_length=10),
        ),
        migrations.CreateModel(
            name='NodeTest',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('tested_at', models.DateTimeField()),
                ('results', models.JSONField(default=list)),
                ('profile', models.JSONField(default=dict)),
                ('surroundings', models.JSONField(default=dict)),
                ('node', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tests', to='planning.pacsnode')),
                ('tested_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-tested_at'],
            },
        ),
        migrations.RunPython(seal_passwords, migrations.RunPython.noop),
        migrations.RunPython(name_the_kind, migrations.RunPython.noop),
    ]
