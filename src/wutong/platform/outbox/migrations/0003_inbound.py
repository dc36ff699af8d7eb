"""What came in by any channel: who wrote, about what, and who takes care of it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KINDS = [
    ('', 'not read yet'), ('reply', 'reply'), ('stop', 'asks to be left alone'),
    ('bounce-hard', 'returned for good'), ('bounce-soft', 'returned this time'),
    ('delayed', 'on its way longer than usual'), ('complaint', 'complaint'),
    ('auto', 'automatic answer'), ('unknown', 'not understood'),
]
CHANNELS = [('email', 'e-mail'), ('sms', 'text message'), ('wechat', 'WeChat')]

# Rows of before: what their verdict says, and an unknown one waits for a person as it did.
FROM_VERDICTS = """
UPDATE outbox_inboundmessage
   SET kind = CASE verdict WHEN 'bounced' THEN 'bounce-hard' WHEN 'already' THEN 'bounce-hard'
                   WHEN 'delayed' THEN 'delayed' WHEN 'reply' THEN 'auto' ELSE 'unknown' END,
       state = CASE WHEN verdict IN ('bounced', 'already', 'delayed', 'reply') THEN 'done'
                    ELSE 'open' END
 WHERE handled_at IS NOT NULL
"""


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('outbox', '0002_suppression_reason'),
    ]

    operations = [
        migrations.AddField('inboundmessage', 'channel', models.CharField(choices=CHANNELS, db_default='email', default='email', max_length=10, verbose_name='channel')),
        migrations.AddField('inboundmessage', 'source', models.CharField(db_default='', default='', max_length=40, verbose_name='came by')),
        migrations.AddField('inboundmessage', 'kind', models.CharField(blank=True, choices=KINDS, db_default='', default='', max_length=12, verbose_name='kind')),
        migrations.AddField('inboundmessage', 'address', models.CharField(db_default='', default='', max_length=320, verbose_name='address')),
        migrations.AddField('inboundmessage', 'address_hash', models.BinaryField(null=True, verbose_name='address hash')),
        migrations.AddField('inboundmessage', 'name', models.CharField(db_default='', default='', max_length=200, verbose_name='name')),
        migrations.AddField('inboundmessage', 'subject', models.CharField(db_default='', default='', max_length=300, verbose_name='subject')),
        migrations.AddField('inboundmessage', 'text', models.TextField(db_default='', default='', verbose_name='words')),
        migrations.AddField('inboundmessage', 'stream', models.CharField(db_default='', default='', max_length=80, verbose_name='stream')),
        migrations.AddField('inboundmessage', 'delivery_month', models.DateField(null=True, verbose_name='month')),
        migrations.AddField('inboundmessage', 'delivery_id', models.BigIntegerField(null=True, verbose_name='delivery')),
        migrations.AddField('inboundmessage', 'subject_ref', models.CharField(db_default='', default='', max_length=80, verbose_name='about')),
        migrations.AddField('inboundmessage', 'state', models.CharField(choices=[('open', 'open'), ('done', 'done')], db_default='done', default='done', max_length=8, verbose_name='state')),
        migrations.AddField('inboundmessage', 'assigned_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='in the hands of')),
        migrations.AddField('inboundmessage', 'done_at', models.DateTimeField(null=True, verbose_name='done on')),
        migrations.RunSQL(FROM_VERDICTS, migrations.RunSQL.noop),
        migrations.AddIndex('inboundmessage', models.Index(fields=['-received_at', '-id'], name='outbox_inbound_newest')),
        migrations.AddIndex('inboundmessage', models.Index(condition=models.Q(('state', 'open')), fields=['-received_at'], name='outbox_inbound_open')),
        migrations.AddIndex('inboundmessage', models.Index(condition=models.Q(('handled_at__isnull', True)), fields=['id'], name='outbox_inbound_unhandled')),
        migrations.AddIndex('inboundmessage', models.Index(fields=['subject_ref', '-received_at'], name='outbox_inbound_subject')),
        migrations.AddIndex('inboundmessage', models.Index(fields=['stream', 'kind'], name='outbox_inbound_stream')),
        migrations.AddIndex('inboundmessage', models.Index(fields=['address_hash', 'kind', 'received_at'], name='outbox_inbound_address')),
    ]
