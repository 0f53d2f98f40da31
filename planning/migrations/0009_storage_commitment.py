"""Whether an archive is asked to answer for what it was sent, and what it said."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('planning', '0008_set_aside_and_uploads'),
    ]

    operations = [
        migrations.AddField(
            model_name='pacsnode',
            name='asks_commitment',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='reportobject',
            name='commitment',
            field=models.CharField(choices=[('none', 'None'), ('wanted', 'Wanted'), ('asked', 'Asked'), ('committed', 'Committed'), ('unanswered', 'Unanswered'), ('unavailable', 'Unavailable')], default='none', max_length=12),
        ),
        migrations.AddField(
            model_name='reportobject',
            name='transaction_uid',
            field=models.CharField(blank=True, db_index=True, default='', max_length=64),
            preserve_default=False,
        ),
    ]
