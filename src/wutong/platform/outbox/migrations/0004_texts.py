"""Text messages: what a stream and a delivery of them need, the carriers' approvals and
pushes.

The columns of a delivery are null for mail, and the new indexes hold no mail.
"""

import django.db.models.functions.datetime
from django.db import migrations, models

DELIVERY = """
ALTER TABLE outbox_delivery
    ADD COLUMN gateway_ref varchar(64), ADD COLUMN received_at timestamptz,
    ADD COLUMN parts_billed smallint;
CREATE INDEX outbox_delivery_gateway ON outbox_delivery (gateway_ref)
    WHERE gateway_ref IS NOT NULL;
CREATE INDEX outbox_delivery_texts ON outbox_delivery (id) WHERE state = 'queued' AND lane = 2;
CREATE INDEX outbox_delivery_number ON outbox_delivery (address_hash)
    WHERE gateway_ref IS NOT NULL;
"""
BACK = """
DROP INDEX outbox_delivery_gateway;
DROP INDEX outbox_delivery_texts;
DROP INDEX outbox_delivery_number;
ALTER TABLE outbox_delivery
    DROP COLUMN gateway_ref, DROP COLUMN received_at, DROP COLUMN parts_billed;
"""
REASONS = [
    ("", "none"), ("stopped", "the sending was stopped"), ("suppressed", "the address is on the do-not-send list"), ("unsubscribed", "unsubscribed before it was sent"), ("deceased", "the person has died"), ("withdrawn", "no longer allowed to be written to"), ("address", "the address cannot be used"), ("refused", "the receiving server refused it"), ("exhausted", "put off too often by the receiving server"), ("bounce-hard", "the mailbox does not exist"), ("bounce-soft", "the mailbox could not take it"), ("connection", "the connection was lost before the reply"), ("worker", "the worker was lost before the reply"), ("erased", "the person's data was erased"), ("barred", "the carrier bars texts to this number"), ("undelivered", "the carrier could not deliver it"),
]
APPROVAL = [("waiting", "being examined"), ("approved", "approved"), ("refused", "turned down")]


class Migration(migrations.Migration):

    dependencies = [
        ('outbox', '0003_inbound'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AddField("delivery", "gateway_ref", models.CharField(max_length=64, null=True, verbose_name="the gateway's number")),
                migrations.AddField("delivery", "received_at", models.DateTimeField(null=True, verbose_name="arrived at")),
                migrations.AddField("delivery", "parts_billed", models.SmallIntegerField(null=True, verbose_name="parts")),
                migrations.AlterField("delivery", "lane", models.SmallIntegerField(choices=[(0, "at once"), (1, "in its turn"), (2, "at once by text message")], db_default=1, default=1, verbose_name="lane")),
                migrations.AlterField("delivery", "reason", models.CharField(blank=True, choices=REASONS, db_default="", default="", max_length=20, verbose_name="reason")),
                migrations.AddIndex("delivery", models.Index(models.F("gateway_ref"), condition=models.Q(("gateway_ref__isnull", False)), name="outbox_delivery_gateway")),
                migrations.AddIndex("delivery", models.Index(models.F("id"), condition=models.Q(("lane", 2), ("state", "queued")), name="outbox_delivery_texts")),
                migrations.AddIndex("delivery", models.Index(models.F("address_hash"), condition=models.Q(("gateway_ref__isnull", False)), name="outbox_delivery_number")),
            ],
            database_operations=[migrations.RunSQL(DELIVERY, BACK)],
        ),
        migrations.AddField("stream", "medium", models.CharField(choices=[("email", "e-mail"), ("sms", "text message")], db_default="email", default="email", max_length=10, verbose_name="channel")),
        migrations.AddField("stream", "gateway", models.CharField(db_default="", default="", max_length=20, verbose_name="gateway")),
        migrations.AddField("stream", "arrived", models.IntegerField(db_default=0, default=0, verbose_name="arrived")),
        migrations.AddField("stream", "parts_billed", models.IntegerField(db_default=0, default=0, verbose_name="parts")),
        migrations.AddField("stream", "cost", models.DecimalField(db_default=0, decimal_places=3, default=0, max_digits=12, verbose_name="cost")),
        migrations.AddField("content", "template", models.CharField(db_default="", default="", max_length=40, verbose_name="the carrier's number")),
        migrations.CreateModel(
            name="TextSignature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("gateway", models.CharField(max_length=20, verbose_name="gateway")),
                ("text", models.CharField(max_length=20, verbose_name="signature")),
                ("legal_body", models.CharField(blank=True, default="", max_length=20, verbose_name="legal body")),
                ("state", models.CharField(choices=APPROVAL, default="waiting", max_length=10, verbose_name="approval")),
                ("remark", models.CharField(blank=True, default="", max_length=300, verbose_name="remark")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided on")),
            ],
            options={
                "verbose_name": "signature of text messages",
                "verbose_name_plural": "signatures of text messages",
                "constraints": [models.UniqueConstraint(fields=("gateway", "text"), name="outbox_text_signature_once")],
            },
        ),
        migrations.CreateModel(
            name="TextTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("gateway", models.CharField(max_length=20, verbose_name="gateway")),
                ("kind", models.CharField(choices=[("code", "one-time code"), ("notice", "notice"), ("greeting", "greeting or invitation")], max_length=10, verbose_name="kind")),
                ("language", models.CharField(default="zh-hans", max_length=12, verbose_name="language")),
                ("title", models.CharField(max_length=80, verbose_name="name")),
                ("body", models.CharField(max_length=500, verbose_name="text")),
                ("code", models.CharField(blank=True, default="", max_length=40, verbose_name="the carrier's number")),
                ("state", models.CharField(choices=APPROVAL, default="waiting", max_length=10, verbose_name="approval")),
                ("remark", models.CharField(blank=True, default="", max_length=300, verbose_name="remark")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided on")),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name="created")),
            ],
            options={
                "verbose_name": "template of text messages",
                "verbose_name_plural": "templates of text messages",
                "constraints": [models.UniqueConstraint(condition=models.Q(("code", ""), _negated=True), fields=("gateway", "code"), name="outbox_text_template_once")],
            },
        ),
        migrations.CreateModel(
            name='TextPush',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.BinaryField(unique=True, verbose_name='digest')),
                ('gateway', models.CharField(max_length=20, verbose_name='gateway')),
                ('what', models.CharField(max_length=10, verbose_name='kind')),
                ('raw', models.BinaryField(verbose_name='message')),
                ('received_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='received')),
                ('handled_at', models.DateTimeField(null=True, verbose_name='handled')),
                ('verdict', models.CharField(default='', max_length=40, verbose_name='verdict')),
                ('detail', models.CharField(default='', max_length=500, verbose_name='detail')),
            ],
            options={
                'verbose_name': 'push of a gateway',
                'verbose_name_plural': 'pushes of gateways',
                'indexes': [models.Index(condition=models.Q(('handled_at', None)), fields=['id'], name='outbox_text_push_waiting')],
            },
        ),
    ]
