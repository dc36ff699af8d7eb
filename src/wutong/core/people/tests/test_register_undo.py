"""An import taken back leaves the tables as they were; what was worked on since stays."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection

from wutong.core.consent.enums import Method
from wutong.core.consent.public import record_consent
from wutong.core.people.models import ContactPoint, Degree, Person
from wutong.core.people.registry import person_columns
from wutong.core.people.services.contacts import add_contact
from wutong.core.people.services.records import change_person
from wutong.core.people.tests.register import make_units, published, row, undone
from wutong.kernel.actors import Actor
from wutong.kernel.clock import today
from wutong.platform.outbox.models import Delivery
from wutong.platform.tabular.models import ImportRow
from wutong.platform.tabular.reasons import reasons
from wutong.platform.tabular.registry import importers
from wutong.ui.office.imports.presenting import Presenter

pytestmark = pytest.mark.django_db

# Audit, history, jobs and batches (with their staging and files) are what an undo leaves behind.
LEFT_BEHIND = (
    "audit_", "jobs_", "procrastinate_", "tabular_", "files_", "pghistory_", "people_register",
    "django_", "figures_",
)  # fmt: skip


@pytest.fixture
def actor(make_user):
    return Actor.of(make_user("staff"))


@pytest.fixture(autouse=True)
def units(db):
    return make_units()


def tables() -> dict[str, list]:
    names = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not hasattr(model, "pgh_tracked_model")
    }
    found = {}
    with connection.cursor() as cursor:
        for name in sorted(names):
            if not name.startswith(LEFT_BEHIND):
                cursor.execute(f'SELECT t::text FROM "{name}" t ORDER BY 1')
                found[name] = cursor.fetchall()
    return found


def register(count=8):
    return [
        row(f"王{chr(0x4e00 + n)}", f"20{n:04d}", 手机=f"1380000{n:04d}", 邮箱=f"p{n}@example.com",
            出生日期=f"1983-05-{n + 1:02d}", 工作单位="梧桐公司" if n % 2 else "")
        for n in range(count)
    ]  # fmt: skip


def test_undo_leaves_every_table_as_it_was(actor):
    published(actor, register(4))
    before = tables()
    changed = [
        row(f"王{chr(0x4e00 + n)}", f"20{n:04d}", 手机=f"1390000{n:04d}", 邮箱="", 专业="哲学",
            班级="新班", 出生日期=f"1983-05-{n + 1:02d}", 性别="女", 工作单位="新公司")
        for n in range(3)
    ]  # fmt: skip
    more = row(f"王{chr(0x4e03)}", "300003", 学历层次="硕士", 入学年份="2005", 毕业年份="2008",
               出生日期="1983-05-04", 手机="", 邮箱="")  # fmt: skip
    batch = published(actor, [*changed, more, *register(8)[4:]])
    assert tables() != before
    assert importers.get(batch.importer).undo_preview(batch).removed == 4
    batch = undone(actor, batch)
    assert tables() == before
    assert {key: batch.counts[key] for key in batch.counts if key.startswith("undone")} == {
        "undone_removed": 4, "undone_restored": 4, "undone_kept": 0,
    }  # fmt: skip


def test_a_lost_person_found_by_an_import_is_lost_again(actor):
    published(actor, [row(手机="", 邮箱="")])
    before = tables()
    batch = published(actor, [row()])
    assert Person.objects.get().contactable
    undone(actor, batch)
    assert tables() == before


def test_new_people_who_were_touched_stay_and_are_listed(actor):
    batch = published(actor, register(3))
    first, second, _third = Person.objects.order_by("id")
    change_person(actor=actor, person_id=first.pk, changes={"salutation": "王老师"})
    add_contact(actor=actor, person_id=second.pk, kind="wechat", value="wx-2")
    batch = undone(actor, batch)
    assert list(Person.objects.order_by("id").values_list("pk", flat=True)) == [first.pk, second.pk]
    kept = ImportRow.objects.filter(batch=batch, outcome="kept").order_by("row_no")
    assert [(item.row_no, item.reasons[0]["code"]) for item in kept] == [(2, "kept"), (3, "kept")]
    assert batch.counts["undone_kept"] == 2


def test_fields_edited_since_stay_and_the_others_return(actor):
    published(actor, [row()])
    batch = published(actor, [row(专业="哲学", 性别="女", 手机="13900000001")])
    person = Person.objects.get()
    change_person(actor=actor, person_id=person.pk, changes={"salutation": "王老师"})
    undone(actor, batch)
    person.refresh_from_db()
    assert (person.sex, person.salutation) == ("m", "王老师")
    assert Degree.objects.get().major == "软件工程"
    assert list(ContactPoint.objects.filter(kind="phone").values_list("normalised", flat=True)) == [
        "+8613800000001"
    ]
    assert "13900000001" not in person.search_tokens


def test_a_later_import_keeps_what_it_changed(actor):
    first = published(actor, [row()])
    published(actor, [row(专业="哲学")])
    first = undone(actor, first)
    assert (Person.objects.count(), first.counts["undone_kept"]) == (1, 1)


def mail_to(person_id: int, times: int) -> None:
    for number in range(times):
        Delivery.objects.create(
            campaign_month=today().replace(day=1), stream=f"test:{number}",
            subject_ref=f"person:{person_id}", address="p@example.com", address_hash=b"p",
        )  # fmt: skip


def test_whoever_was_written_to_since_is_kept_and_told_why(actor):
    """The outbox knows people by name only: no foreign key would have stopped the undo."""
    batch = published(actor, register(3))
    written_to = Person.objects.order_by("id").first()
    mail_to(written_to.pk, 2)
    before = Person.objects.filter(pk=written_to.pk).values().get()
    preview = importers.get(batch.importer).undo_preview(batch)
    assert (preview.removed, preview.kept) == (2, 1)
    batch = undone(actor, batch)
    assert Person.objects.filter(pk=written_to.pk).values().get() == before
    assert (Person.objects.count(), Degree.objects.count()) == (1, 1)
    assert ContactPoint.objects.filter(person=written_to).count() == 2
    kept = ImportRow.objects.get(batch=batch, outcome="kept")
    assert kept.reasons[:2] == [
        {"code": "kept", "why": "used"}, {"code": "kept_mail", "count": 2},
    ]  # fmt: skip
    shown = Presenter(batch).shown(kept)
    assert "Messages to this person since the import: 2." in shown.reasons


def test_whoever_gave_consent_since_is_kept(actor):
    batch = published(actor, register(2))
    person = Person.objects.order_by("id").last()
    record_consent(actor=actor, person_id=person.pk, topic="news", method=Method.STAFF)
    batch = undone(actor, batch)
    assert list(Person.objects.all()) == [person]
    kept = ImportRow.objects.get(batch=batch, outcome="kept")
    assert kept.reasons[1] == {"code": "kept_consent", "count": 1}


def test_every_registered_column_exists():
    with connection.cursor() as cursor:
        for item in person_columns.values():
            cursor.execute(f'SELECT count("{item.column}") FROM {item.table}')
            assert cursor.fetchone() is not None
            assert item.reason in dict(reasons.items())
