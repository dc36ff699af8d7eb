"""An issue is set as PDF by the house; articles come from stories and have pictures."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0001_initial"),
        ("journal", "0002_wechat"),
    ]

    operations = [
        migrations.AddField(
            model_name="issue",
            name="paper_set_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="article",
            name="picture",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="files.storedfile",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="story",
            field=models.UUIDField(db_index=True, null=True),
        ),
        migrations.AddField(
            model_name="article",
            name="story_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="article",
            name="changed_at",
            field=models.DateTimeField(null=True),
        ),
    ]
