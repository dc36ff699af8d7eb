"""Our answers to what came in, and what became of a sending by provider and cause."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('outbox', '0004_texts'),
    ]

    operations = [
        migrations.AddField('inboundmessage', 'answer', models.TextField(db_default='', default='', verbose_name='our answer')),
        migrations.AddField('inboundmessage', 'answered_at', models.DateTimeField(null=True, verbose_name='answered on')),
        migrations.AddField('stream', 'tally', models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict, verbose_name='by provider and cause')),
        migrations.AddField('stream', 'tallied_at', models.DateTimeField(null=True, verbose_name='as of')),
    ]
