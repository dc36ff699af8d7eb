"""Graduates of the demo: last year's intake is done, this year's file waits for its dry run."""

from __future__ import annotations

import csv
from datetime import datetime, time, timedelta
from io import BytesIO, StringIO
from typing import TYPE_CHECKING

from django.db import connection

from wutong.core.reference.models import LegalBody
from wutong.kernel.actors import Actor
from wutong.kernel.clock import CAMPUS
from wutong.platform.accounts.models import User
from wutong.platform.tabular.models import BatchState, ImportBatch
from wutong.platform.tabular.registry import importers
from wutong.platform.tabular.services.batches import save_mapping
from wutong.programs.graduation import letters
from wutong.programs.graduation.enums import IntakeState
from wutong.programs.graduation.models import Intake
from wutong.programs.graduation.services.intakes import IMPORTER, open_intake
from wutong.programs.rosters.models import RosterKeeper

if TYPE_CHECKING:
    from datetime import date

    from wutong.kernel.demo import DemoWorld

BODY = "association"
# Those of the first degrees of a year, with the card they have.
_MEMBERS = """
INSERT INTO graduation_intakemember (intake_id, person_id, class_group_id, card_id)
SELECT DISTINCT ON (p.id) %(intake)s, p.id, d.class_group_id, c.id
FROM people_degree d
JOIN people_person p ON p.id = d.person_id
LEFT JOIN members_card c ON c.person_id = p.id AND c.revoked_at IS NULL
WHERE d.leave_year = %(year)s AND d.class_group_id IS NOT NULL AND NOT p.deceased
  AND p.merged_into_id IS NULL AND p.grade < 2
ORDER BY p.id, d.id DESC, c.id DESC
ON CONFLICT DO NOTHING
"""


def build_intakes(world: DemoWorld) -> None:
    """Nobody is added: the graduates are those on record who left last year."""
    user = User.objects.filter(email="staff@demo.wutong.test").first()
    body = LegalBody.objects.filter(pk=BODY).first()
    if user is None or body is None or Intake.objects.exists():
        return
    _last_year(world.today, user, body)
    _this_year(world.today, user, body)
    world.say("graduates: last year's intake is done, this year's file waits")


def _last_year(day: date, user: User, body: LegalBody) -> None:
    year = day.year - 1
    at = datetime.combine(day.replace(year=year, month=6, day=26), time(10, 5), tzinfo=CAMPUS)
    batch = ImportBatch.objects.create(
        importer=IMPORTER, state=BatchState.PUBLISHED, file_name=f"{year}届毕业生名册.xlsx",
        source_label=f"{year}届毕业生", owner=user, owner_label=str(user), published_at=at,
        notes={"forgotten": (at + timedelta(days=180)).isoformat()},
    )  # fmt: skip
    intake = Intake.objects.create(
        title=f"{year}届毕业生", batch=batch, state=IntakeState.DONE, legal_body=body,
        with_letter=False, created_by=user, created_at=at - timedelta(hours=1), started_at=at,
        finished_at=at + timedelta(minutes=3),
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_MEMBERS, {"intake": intake.pk, "year": year})
    members = intake.members.all()
    classes = set(members.values_list("class_group", flat=True))
    kept = RosterKeeper.objects.filter(class_group__in=classes, ended_at__isnull=True)
    graduates = members.count()
    intake.counts = {
        "graduates": graduates,
        "classes": len(classes),
        "cards": members.filter(card__isnull=False).count(),
        "liaisons": kept.values("class_group").distinct().count(),
    }
    intake.save(update_fields=["counts"])
    batch.counts = {"rows": graduates, "changed": graduates, "people_changed": graduates}
    batch.save(update_fields=["counts"])


def _this_year(day: date, user: User, body: LegalBody) -> None:
    importer = importers.get(IMPORTER)
    rows = importer.sample()
    names = list(dict.fromkeys(key for row in rows for key in row))
    labels = {spec.key: str(spec.label) for spec in importer.fields}
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([labels[name] for name in names])
    writer.writerows([row.get(name, "") for name in names] for row in rows)
    intake = open_intake(
        actor=Actor.of(user),
        user=user,
        values={
            "title": f"{day.year}届毕业生",
            "legal_body": body,
            "subject_zh": letters.SUBJECT_ZH,
            "subject_en": letters.SUBJECT_EN,
            "body_zh": letters.BODY_ZH,
            "body_en": letters.BODY_EN,
        },
        content=BytesIO(text.getvalue().encode("utf-8-sig")),
        name=f"{day.year}届毕业生名册.csv",
    )
    assert intake.batch is not None
    save_mapping(actor=Actor.of(user), batch_id=intake.batch.pk, mapping=intake.batch.mapping)
