"""Letters made of blocks, and a plain-text part of their own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outreach", "0005_results")]

    operations = [
        *(
            migrations.AddField(
                model_name="campaign",
                name=name,
                field=models.JSONField(blank=True, db_default=[], default=list),
            )
            for name in ("blocks_zh", "blocks_en")
        ),
        *(
            migrations.AddField(
                model_name="campaign",
                name=name,
                field=models.TextField(
                    blank=True, db_default="", default="", verbose_name=label
                ),
            )
            for name, label in (
                ("text_zh", "plain text in Chinese"),
                ("text_en", "plain text in English"),
            )
        ),
    ]
