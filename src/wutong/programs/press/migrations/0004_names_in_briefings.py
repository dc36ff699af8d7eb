import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("press", "0003_briefing")]

    operations = [
        migrations.AddField(
            model_name="briefingitem",
            name="people",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(),
                db_default=[],
                default=list,
                editable=False,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="briefingitem",
            name="nameless",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
    ]
