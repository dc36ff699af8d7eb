import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="PublicDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("area", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=80)),
                ("language", models.CharField(max_length=8)),
                ("path", models.CharField(max_length=300)),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                ("summary", models.TextField(blank=True)),
                ("text", models.TextField(blank=True)),
                ("author", models.CharField(blank=True, max_length=200)),
                ("topics", models.JSONField(default=list)),
                (
                    "topic_slugs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80), default=list, size=None
                    ),
                ),
                ("published_at", models.DateTimeField(null=True)),
                ("changed_at", models.DateTimeField(null=True)),
                ("picture", models.CharField(blank=True, max_length=300)),
                ("picture_alt", models.CharField(blank=True, max_length=300)),
                ("schema", models.CharField(blank=True, max_length=40)),
                ("alone", models.BooleanField(default=True)),
                (
                    "title_tokens",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                (
                    "tokens",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                ("digest", models.CharField(max_length=16)),
            ],
            options={
                "verbose_name": "public document",
                "verbose_name_plural": "public documents",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["tokens"], name="portal_document_tokens"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["title_tokens"], name="portal_document_titles"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["topic_slugs"], name="portal_document_topics"
                    ),
                    models.Index(fields=["path"], name="portal_document_path"),
                    models.Index(
                        fields=["area", "language", "-published_at", "-id"],
                        name="portal_document_latest",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("key", "language"), name="portal_document_once"
                    ),
                ],
            },
        ),
    ]
