"""An issue goes to WeChat, too; who is reached by several ways gets one copy."""

import django.db.models.deletion
from django.db import migrations, models


def keep_both(apps, schema_editor):
    """Issues that went to everybody on paper go on doing so."""
    issues = apps.get_model("journal", "Issue").objects
    issues.filter(print_rule="all").update(copies_each="every")


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0001_initial"),
        ("outreach", "0007_wechat"),
    ]

    operations = [
        migrations.AddField(
            model_name="issue",
            name="notice",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="journal_notice",
                to="outreach.campaign",
            ),
        ),
        migrations.AddField(
            model_name="issue",
            name="order",
            field=models.CharField(
                choices=[
                    ("wechat", "WeChat, then e-mail, then paper"),
                    ("email", "e-mail, then WeChat, then paper"),
                    ("post", "paper, then WeChat, then e-mail"),
                ],
                db_default="wechat",
                default="wechat",
                max_length=8,
                verbose_name="which way comes first",
            ),
        ),
        migrations.AddField(
            model_name="issue",
            name="copies_each",
            field=models.CharField(
                choices=[
                    ("once", "one, by the first way that reaches them"),
                    ("asked", "one, and paper besides where they asked for it"),
                    ("every", "one by every way they take it"),
                ],
                db_default="asked",
                default="asked",
                max_length=8,
                verbose_name="copies for each reader",
            ),
        ),
        migrations.AddField(
            model_name="copy",
            name="arrived_on",
            field=models.DateField(null=True, verbose_name="arrived on"),
        ),
        migrations.RunPython(keep_both, migrations.RunPython.noop),
    ]
