"""Files that a person brings, and what people decide about what was set aside."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('planning', '0007_more_ways_to_calibrate'),
    ]

    operations = [
        migrations.AddField(
            model_name='quarantined',
            name='asked',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='quarantined',
            name='film',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='taken_from', to='planning.instance'),
        ),
        migrations.AddField(
            model_name='quarantined',
            name='origin',
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.CreateModel(
            name='QuarantineDecision',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('taken', 'Taken'), ('kept', 'Kept'), ('new_header', 'New Header')], max_length=12)),
                ('code', models.CharField(max_length=40)),
                ('files', models.PositiveIntegerField()),
                ('details', models.JSONField(default=dict)),
                ('made_at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('patient', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='decisions', to='planning.patient')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='planning.site')),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-made_at'],
            },
        ),
        migrations.AddField(
            model_name='quarantined',
            name='decision',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='planning.quarantinedecision'),
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('receiving', 'Receiving'), ('examining', 'Examining'), ('examined', 'Examined'), ('cancelled', 'Cancelled')], default='receiving', max_length=10)),
                ('files_total', models.PositiveIntegerField()),
                ('bytes_total', models.BigIntegerField()),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uploads', to=settings.AUTH_USER_MODEL)),
                ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to='planning.job')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uploads', to='planning.site')),
            ],
            options={
                'ordering': ['-created_at'],
            },
        ),
        migrations.AddField(
            model_name='quarantined',
            name='upload',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='set_aside', to='planning.upload'),
        ),
        migrations.CreateModel(
            name='UploadedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('name', models.CharField(max_length=500)),
                ('size_bytes', models.BigIntegerField()),
                ('examined', models.BooleanField(default=False)),
                ('outcomes', models.JSONField(default=list)),
                ('upload', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='planning.upload')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('upload', 'number'), name='uploaded_file_number')],
            },
        ),
    ]
