"""Fans of the account on WeChat, what they allowed, and the templates it may send."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

NOW = django.db.models.functions.datetime.Now()
REASONS = [
    ("", "none"), ("stopped", "the sending was stopped"), ("suppressed", "the address is on the do-not-send list"), ("unsubscribed", "unsubscribed before it was sent"), ("deceased", "the person has died"), ("withdrawn", "no longer allowed to be written to"), ("address", "the address cannot be used"), ("refused", "the receiving server refused it"), ("exhausted", "put off too often by the receiving server"), ("bounce-hard", "the mailbox does not exist"), ("bounce-soft", "the mailbox could not take it"), ("connection", "the connection was lost before the reply"), ("worker", "the worker was lost before the reply"), ("erased", "the person's data was erased"), ("barred", "the carrier bars texts to this number"), ("undelivered", "the carrier could not deliver it"), ("no-right", "has not allowed this notice on WeChat"),
]
MEDIA = [("email", "e-mail"), ("sms", "text message"), ("wechat", "WeChat")]


class Migration(migrations.Migration):

    dependencies = [
        ('outbox', '0006_signing_and_pace'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField("delivery", "reason", models.CharField(blank=True, choices=REASONS, db_default="", default="", max_length=20, verbose_name="reason")),
            ],
        ),
        migrations.AlterField("stream", "medium", models.CharField(choices=MEDIA, db_default="email", default="email", max_length=10, verbose_name="channel")),
        migrations.AlterField("content", "template", models.CharField(db_default="", default="", max_length=64, verbose_name="the carrier's number")),
        migrations.CreateModel(
            name="WechatFan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("openid", models.CharField(max_length=64, unique=True, verbose_name="openid")),
                ("openid_hash", models.BinaryField(unique=True, verbose_name="address hash")),
                ("unionid", models.CharField(db_default="", default="", max_length=64, verbose_name="unionid")),
                ("masked", models.CharField(max_length=64, verbose_name="openid")),
                ("subject_ref", models.CharField(db_default="", default="", max_length=80, verbose_name="about")),
                ("follows", models.BooleanField(db_default=True, default=True, verbose_name="follows")),
                ("tester", models.BooleanField(db_default=False, default=False, verbose_name="gets tests")),
                ("followed_at", models.DateTimeField(null=True, verbose_name="follows since")),
                ("left_at", models.DateTimeField(null=True, verbose_name="left on")),
                ("bound_at", models.DateTimeField(null=True, verbose_name="bound on")),
                ("heard_at", models.DateTimeField(null=True, verbose_name="last wrote on")),
                ("created_at", models.DateTimeField(db_default=NOW, verbose_name="since")),
            ],
            options={
                "verbose_name": "WeChat follower",
                "verbose_name_plural": "WeChat followers",
                "indexes": [models.Index(condition=models.Q(("subject_ref", ""), _negated=True), fields=["subject_ref"], name="outbox_wechatfan_subject")],
            },
        ),
        migrations.CreateModel(
            name="WechatTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=64, unique=True, verbose_name="template number")),
                ("title", models.CharField(max_length=80, verbose_name="template")),
                ("content", models.TextField(verbose_name="keywords")),
                ("example", models.TextField(blank=True, default="", verbose_name="example")),
                ("lasting", models.BooleanField(default=False, verbose_name="lasting")),
                ("standing", models.BooleanField(default=True, verbose_name="can be used")),
                ("fetched_at", models.DateTimeField(db_default=NOW, verbose_name="as of")),
            ],
            options={
                "verbose_name": "WeChat template",
                "verbose_name_plural": "WeChat templates",
            },
        ),
        migrations.CreateModel(
            name="WechatRight",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("template", models.CharField(max_length=64, verbose_name="template")),
                ("left", models.PositiveIntegerField(default=0, verbose_name="left")),
                ("lasting", models.BooleanField(default=False, verbose_name="lasting")),
                ("refused", models.BooleanField(default=False, verbose_name="refused")),
                ("changed_at", models.DateTimeField(db_default=NOW, verbose_name="last changed")),
                ("fan", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="rights", to="outbox.wechatfan")),
            ],
            options={
                "verbose_name": "right to send on WeChat",
                "verbose_name_plural": "rights to send on WeChat",
                "constraints": [models.UniqueConstraint(fields=("fan", "template"), name="outbox_wechatright_once")],
            },
        ),
    ]
