import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SHARING = [
    ("owner", "only me"),
    ("unit", "colleagues of a college"),
    ("office", "all colleagues"),
]


def _sharing():
    return models.CharField(
        choices=SHARING, db_default="owner", default="owner", max_length=8,
        verbose_name="who may use it",
    )  # fmt: skip


def _shared_unit():
    return models.ForeignKey(
        blank=True,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="reference.academicunit",
        verbose_name="college that shares it",
    )


class Migration(migrations.Migration):
    """Sharing with a college or with everybody, and lists of people. The column `shared` stays in
    the database, with a default, until no earlier release runs beside this one.
    """

    dependencies = [
        ("audiences", "0001_initial"),
        ("people", "0001_initial"),
        ("reference", "0002_seed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            "segment",
            "shared",
            models.BooleanField(
                db_default=False, default=False, verbose_name="shared with colleagues"
            ),
        ),
        migrations.AddField("segment", "sharing", _sharing()),
        migrations.AddField("segment", "shared_unit", _shared_unit()),
        migrations.RunSQL(
            "UPDATE audiences_segment SET sharing = 'office' WHERE shared",
            migrations.RunSQL.noop,
            elidable=True,
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.RemoveField("segment", "shared")]
        ),
        migrations.AlterField(
            "segment",
            "owner",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)ss",
                to=settings.AUTH_USER_MODEL,
                verbose_name="owner",
            ),
        ),
        migrations.AlterField(
            "segment", "created_at", models.DateTimeField(verbose_name="made")
        ),
        migrations.AlterField(
            "segment", "updated_at", models.DateTimeField(verbose_name="last changed")
        ),
        migrations.AlterField(
            "segment",
            "archived_at",
            models.DateTimeField(blank=True, null=True, verbose_name="put away"),
        ),
        migrations.CreateModel(
            name="PeopleList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sharing", _sharing()),
                ("created_at", models.DateTimeField(verbose_name="made")),
                ("updated_at", models.DateTimeField(verbose_name="last changed")),
                ("archived_at", models.DateTimeField(blank=True, null=True, verbose_name="put away")),
                ("name", models.CharField(max_length=120, verbose_name="name of the list")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                ("counts", models.JSONField(default=dict)),
                ("people", models.PositiveIntegerField(default=0, verbose_name="people")),
                ("owner", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to=settings.AUTH_USER_MODEL, verbose_name="owner")),
                ("shared_unit", _shared_unit()),
            ],
            options={
                "verbose_name": "list of people",
                "verbose_name_plural": "lists of people",
                "ordering": ["-created_at", "-pk"],
                "indexes": [models.Index(fields=["owner", "-created_at"], name="audiences_list_owner")],
            },
        ),
        migrations.CreateModel(
            name="ListLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField()),
                ("text", models.CharField(blank=True, db_default="", default="", max_length=200, verbose_name="line")),
                ("verdict", models.CharField(choices=[("matched", "recognised"), ("ambiguous", "several people fit"), ("differs", "record says otherwise"), ("unknown", "nobody found"), ("twice", "stands there already")], max_length=10, verbose_name="verdict")),
                ("matched_by", models.CharField(blank=True, choices=[("student_no", "student number"), ("phone", "phone number"), ("email", "e-mail address"), ("study", "name with year, class or college"), ("name", "name alone"), ("chosen", "chosen by a colleague")], db_default="", default="", max_length=10, verbose_name="recognised by")),
                ("candidates", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None)),
                ("people_list", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="audiences.peoplelist", verbose_name="list")),
                ("person", models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person", verbose_name="person")),
            ],
            options={
                "verbose_name": "line of a list",
                "verbose_name_plural": "lines of lists",
                "ordering": ["place"],
                "indexes": [
                    models.Index(fields=["people_list", "verdict", "place"], name="audiences_line_verdict"),
                    models.Index(condition=models.Q(verdict="matched"), fields=["person", "people_list"], name="audiences_line_person"),
                ],
            },
        ),
    ]  # fmt: skip
