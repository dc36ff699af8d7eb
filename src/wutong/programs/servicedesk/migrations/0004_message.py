from django.db import migrations, models
from django.db.models.deletion import SET_NULL


class Migration(migrations.Migration):
    dependencies = [("servicedesk", "0003_figures"), ("outbox", "0003_inbound")]
    operations = [
        migrations.AddField(
            "case",
            "message",
            models.OneToOneField(
                blank=True,
                editable=False,
                null=True,
                on_delete=SET_NULL,
                related_name="+",
                to="outbox.inboundmessage",
                verbose_name="message it came from",
            ),
        ),
    ]
