"""Changes of people, of their studies and of the ledger make stored figures stale."""

from django.db import migrations

PEOPLE = ("people_person", "people_personstate", "people_degree")
REFERENCE = (
    "reference_academicunit",
    "reference_unitlineage",
    "reference_alumnidefinition",
)


def _watch(source: str, *tables: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        [("SELECT figures_watch(%s, %s)", [source, table]) for table in tables],
        [("SELECT figures_unwatch(%s, %s)", [source, table]) for table in tables],
    )


class Migration(migrations.Migration):
    dependencies = [
        ("figures", "0001_initial"),
        ("people", "0001_initial"),
        ("reference", "0001_initial"),
        ("engagement", "0001_initial"),
    ]

    operations = [
        _watch("people", *PEOPLE, *REFERENCE),
        _watch("engagement", "engagement_act", *PEOPLE, *REFERENCE),
    ]
