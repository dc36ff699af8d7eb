from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outreach", "0003_text_messages")]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="action",
            field=models.CharField(blank=True, db_default="", default="", max_length=60),
        ),
    ]
