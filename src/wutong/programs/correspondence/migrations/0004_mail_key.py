from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0003_figures")]
    operations = [
        migrations.AddField(
            "formalletter",
            "mail_key",
            models.CharField(
                blank=True, db_default="", default="", editable=False, max_length=80
            ),
        ),
        migrations.AddIndex(
            "formalletter",
            models.Index(
                condition=models.Q(("mail_key", ""), _negated=True),
                fields=["mail_key"],
                name="correspondence_mail",
            ),
        ),
    ]
