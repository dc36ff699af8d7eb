"""Pictures come over with a story."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0001_initial"),
        ("journal", "0003_paper_and_stories"),
        ("publishing", "0007_story_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="ArticlePicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("digest", models.CharField(blank=True, max_length=40)),
                ("alt_zh", models.CharField(blank=True, max_length=300)),
                ("alt_en", models.CharField(blank=True, max_length=300)),
                ("caption_zh", models.CharField(blank=True, max_length=300)),
                ("caption_en", models.CharField(blank=True, max_length=300)),
                ("credit", models.CharField(blank=True, max_length=120)),
                ("added_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("article", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="pictures", to="journal.article")),
                ("source", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="publishing.picture")),
                ("stored", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile")),
            ],
            options={
                "verbose_name": "picture of an article",
                "verbose_name_plural": "pictures of articles",
                "ordering": ("number",),
                "constraints": [models.UniqueConstraint(fields=("article", "number"), name="journal_picture_once")],
            },
        ),
    ]
