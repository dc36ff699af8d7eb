"""Sendings by text message: the signature they stand under, and the reasons of numbers."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("outbox", "0004_texts"),
        ('outreach', '0002_mourning_and_households'),
    ]

    operations = [
        migrations.AddField("campaign", "signature", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="outbox.textsignature", verbose_name="signature")),
        migrations.AlterField("campaign", "channel", models.CharField(choices=[("email", "e-mail"), ("sms", "text message"), ("wechat", "WeChat"), ("post", "post")], default="email", max_length=10, verbose_name="channel")),
        migrations.AlterField("recipient", "reason", models.CharField(choices=[("deceased", "has died"), ("sensitive", "record is graded sensitive"), ("merged", "record was merged into another"), ("lost", "no way to reach them is known"), ("no_email", "no e-mail address"), ("bounced", "e-mail address no longer works"), ("no_number", "no phone number"), ("landline", "only a landline, which takes no text messages"), ("dead_number", "phone number no longer works"), ("overseas", "number abroad, which the gateway does not serve"), ("suppressed", "address must not be written to"), ("stopped", "stopped all messages"), ("unsubscribed", "unsubscribed from this topic"), ("no_consent", "has not consented to this topic"), ("paused", "paused messages for a while"), ("bereaved", "somebody close has just died"),("frequency", "got enough messages lately"), ("duplicate", "shares the address with another recipient"),("household", "the letter to the household goes to the other")], db_default="", default="", max_length=12)),
    ]
