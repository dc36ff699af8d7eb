"""The look through who may do what, once a quarter."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("signin", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccessReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quarter", models.DateField(unique=True, verbose_name="quarter")),
                ("opened_at", models.DateTimeField(verbose_name="opened")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="looked through")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                ("found", models.JSONField(default=dict)),
                ("digest", models.CharField(blank=True, max_length=64)),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "review of permissions",
                "verbose_name_plural": "reviews of permissions",
                "ordering": ("-quarter",),
            },
        ),
    ]
