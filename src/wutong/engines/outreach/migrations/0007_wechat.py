"""Notices on WeChat: which template a sending uses, and why somebody does not get it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('outbox', '0007_wechat'),
        ('outreach', '0006_blocks'),
    ]

    operations = [
        migrations.AddField(
            model_name='campaign',
            name='notice',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='outbox.wechattemplate', verbose_name='template'),
        ),
        migrations.AlterField("recipient", "reason", models.CharField(choices=[("deceased", "has died"), ("sensitive", "record is graded sensitive"), ("merged", "record was merged into another"), ("lost", "no way to reach them is known"), ("no_email", "no e-mail address"), ("bounced", "e-mail address no longer works"), ("no_number", "no phone number"), ("landline", "only a landline, which takes no text messages"), ("dead_number", "phone number no longer works"), ("overseas", "number abroad, which the gateway does not serve"), ("no_wechat", "no WeChat account is tied to the record"), ("no_right", "has not allowed this notice on WeChat"), ("suppressed", "address must not be written to"), ("stopped", "stopped all messages"), ("unsubscribed", "unsubscribed from this topic"), ("no_consent", "has not consented to this topic"), ("paused", "paused messages for a while"), ("bereaved", "somebody close has just died"),("frequency", "got enough messages lately"), ("duplicate", "shares the address with another recipient"),("household", "the letter to the household goes to the other")], db_default="", default="", max_length=12)),
    ]
