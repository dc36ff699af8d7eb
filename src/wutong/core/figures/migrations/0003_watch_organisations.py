"""Changes of organisations, members and appointments make stored figures stale."""

from django.db import migrations

TABLES = (
    "organisations_appointment",
    "organisations_organisation",
    "organisations_membership",
    "people_person",
)


class Migration(migrations.Migration):
    dependencies = [
        ("figures", "0002_watch_lower_rooms"),
        ("organisations", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(
            [("SELECT figures_watch(%s, %s)", ["offices", table]) for table in TABLES],
            [("SELECT figures_unwatch(%s, %s)", ["offices", table]) for table in TABLES],
        )
    ]
