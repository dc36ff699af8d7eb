"""Pictures and files that letters carry by their address."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import wutong.engines.outreach.models.file


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("outreach", "0007_wechat"),
    ]

    operations = [
        migrations.CreateModel(
            name="LetterFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=wutong.engines.outreach.models.file.new_code, editable=False, max_length=24, unique=True)),
                ("made_at", models.DateTimeField(verbose_name="handed in")),
                ("made_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("stored", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile")),
            ],
            options={
                "verbose_name": "file of a letter",
                "verbose_name_plural": "files of letters",
            },
        ),
    ]
