"""Somebody closes their account: afterwards no table knows their name, phone or address."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection

from wutong.core.consent.enums import Audience, Channel, Method
from wutong.core.consent.public import record_consent, set_levels, set_topic
from wutong.core.engagement.models import Act
from wutong.core.engagement.public import ActEntry, Subject, record
from wutong.core.organisations.tests.factories import make_appointment
from wutong.core.people.models import Person
from wutong.core.people.public import change_person, merge_people, people_as_at
from wutong.core.people.tests.factories import make_person
from wutong.core.people.tests.register import make_units, published, row
from wutong.core.reference.models import ClassGroup
from wutong.core.rights.enums import CaseState
from wutong.core.rights.models import Case
from wutong.core.rights.public import ask_closure
from wutong.engines.outreach.models import Recipient
from wutong.engines.outreach.services.snapshot import build_snapshot
from wutong.engines.outreach.tests.making import account, campaign
from wutong.kernel.actors import Actor
from wutong.kernel.clock import today
from wutong.platform.accounts.models import User
from wutong.platform.audit.public import record as audit
from wutong.platform.outbox.models import Delivery, Suppression
from wutong.platform.outbox.public import address_hash, enqueue_single
from wutong.platform.privacy.public import (
    plan_erasure,
    preview_retention,
    run_retention,
    start_copy,
)
from wutong.platform.privacy.services.copying import make_copy
from wutong.programs.members.services.accounts import link_account
from wutong.programs.members.services.corrections import ask_correction
from wutong.programs.rosters.enums import SuggestionKind
from wutong.programs.rosters.services.keeping import invite_keeper
from wutong.programs.rosters.services.suggesting import suggest

pytestmark = pytest.mark.django_db
OFFICE = Actor.system("test")
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
NAME, PHONE, EMAIL = "欧阳若渝", "13912345678", "ruoyu@example.com"
TRACES = (NAME, "ouyang ruoyu", PHONE, EMAIL, "2001777", "second-ruoyu@example.com")
# Kept because the law says so, and the record of what happened.
KEPT = ("audit_", "procrastinate_", "jobs_", "axes_", "documents_issueddocument", "pghistory_")


def tables_that_still_say(traces=TRACES) -> dict[str, list[str]]:
    """Every table of the database with a row that holds one of the texts, histories included."""
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.oid::regclass::text FROM pg_class c WHERE c.relkind IN ('r', 'p') "
            "AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace"
        )
        for (table,) in cursor.fetchall():
            if table.startswith(KEPT):
                continue
            cursor.execute(
                f"SELECT to_jsonb(t)::text FROM {table} t "
                "WHERE to_jsonb(t)::text ILIKE ANY(%s) LIMIT 3",
                [[f"%{text}%" for text in traces]],
            )
            rows = [text for (text,) in cursor.fetchall()]
            if rows:
                found[table] = rows
    return found


@pytest.fixture
def member(make_user):
    """Somebody with something in every room, by the services people use."""
    clerk = Actor.of(make_user("staff"))
    make_units()
    published(clerk, [row(NAME, "2001777", 手机=PHONE, 邮箱=EMAIL, 工作单位="渝州科技")])
    person = Person.objects.get(name=NAME)
    double = make_person(NAME, email="second-ruoyu@example.com", degree={"student_no": "2001777"})
    merge_people(actor=clerk, kept_id=person.pk, gone_id=double.pk)
    change_person(actor=clerk, person_id=person.pk, changes={"salutation": f"{NAME}学长"})
    user = make_user(email="signs-in@example.com", display_name=NAME)
    link_account(actor=OFFICE, user=user, person_id=person.pk)
    about = {"actor": Actor.of(user), "person_id": person.pk}
    set_levels(levels={"name": Audience.MEMBERS}, method=Method.MEMBER, **about)
    set_topic(topic="news", channel=Channel.EMAIL, wanted=True, method=Method.MEMBER, **about)
    record_consent(topic="publish.honours", method=Method.STAFF, evidence=f"{NAME}来电", **about)
    ask_correction(field="phone", wanted={"value": "13911112222"}, note=NAME, **about)
    held = make_appointment(person)
    type(held).objects.filter(pk=held.pk).update(handover_note=f"{NAME}移交")
    group = ClassGroup.objects.get(name="软件01")
    friend = make_person(
        "周同学", email="zhou@example.org", unit=group.unit, degree={"class_group": group}
    )
    suggest(
        keeper=invite_keeper(actor=clerk, class_group=group, person=friend),
        about=person, kind=SuggestionKind.PHONE, value="13912345678", note=f"{NAME}的手机",
    )  # fmt: skip
    invite_keeper(actor=clerk, class_group=group, person=person)
    record(
        actor=OFFICE,
        entry=ActEntry(
            kind="greeting.reply",
            occurred_on=today(),
            subject=Subject.person(person.pk),
            source_ref="campaign:1",
            idempotency_key=f"reply:{person.pk}",
            note=f"{NAME}回信",
        ),
    )
    build_snapshot(campaign(account()))
    enqueue_single(actor=OFFICE, to=EMAIL, to_name=NAME, subject=f"致{NAME}", text=NAME)
    audit(actor=clerk, verb="sensitive.viewed", subject=f"person:{person.pk}", subject_label=NAME)
    person.refresh_from_db()
    return user, person


def test_nothing_says_who_it_was_and_nobody_writes_again(member, make_user):
    user, person = member
    before = tables_that_still_say()
    assert len(before) > 18
    acts = Act.objects.count()
    with time_machine.travel(NOON, tick=True):
        planned = {line.code for line in plan_erasure(f"person:{person.pk}")}
        case = ask_closure(actor=Actor.of(user), person_id=person.pk)
        assert case.state == CaseState.COOLING
        run_retention(actor=Actor.system("retention"))
        assert Person.objects.get(pk=person.pk).name == NAME  # not before the day
    with time_machine.travel(NOON + timedelta(days=7, minutes=1), tick=True):
        due = {line.code: line.due for line in preview_retention()}
        assert due["rights.closures"] == 1
        run = run_retention(actor=Actor.system("retention"))
    assert (run.failed, Case.objects.get(pk=case.pk).state) == (0, CaseState.DONE)

    assert tables_that_still_say() == {}
    assert {"people.person", "outbox.deliveries", "documents.letters", "audit.trail"} <= planned
    erased = Act.objects.filter(subject_kind="erased")
    assert Act.objects.count() >= acts
    assert erased.exists()
    assert not erased.filter(person__isnull=False).exists()
    assert not Person.objects.filter(pk=person.pk, merged_into__isnull=True).exists()
    assert not people_as_at(today()).filter(pk=person.pk).exists()
    account_left = User.objects.get(pk=user.pk)
    assert (account_left.is_active, account_left.display_name) == (False, "")

    # The address is brought in again by a register: it is on record, and nobody writes to it.
    hashed = address_hash(EMAIL)
    assert Suppression.objects.get(address_hash=hashed).reason == "erased"
    published(Actor.of(make_user("staff")), [row("新同学", "2009001", 邮箱=EMAIL, 手机="")])
    sending = campaign(account())
    build_snapshot(sending)
    again = Recipient.objects.get(campaign=sending, person__name="新同学")
    assert (again.reason, again.address) == ("suppressed", "")
    assert not Delivery.objects.filter(address=EMAIL).exists()


def test_the_copy_holds_everything_in_three_forms(member):
    user, person = member
    progress = start_copy(actor=Actor.of(user), ref=f"person:{person.pk}")
    stored = make_copy(
        progress_id=progress.pk, ref=f"person:{person.pk}", actor=Actor.of(user), permission=""
    )
    from wutong.platform.files.public import open_stored

    with open_stored(stored) as content:
        archive = zipfile.ZipFile(io.BytesIO(content.read()))
    data = json.loads(archive.read("data.json"))
    parts = {part["code"]: part for part in data["parts"]}
    assert parts["people.person"]["rows"][0]["name"] == NAME
    assert {one["value"] for one in parts["people.contacts"]["rows"]} == {
        PHONE, EMAIL, "second-ruoyu@example.com",
    }  # fmt: skip
    assert {f"csv/{code}.csv" for code in parts} | {
        "data.json",
        "README.txt",
        "contact.vcf",
    } == set(archive.namelist())
    card = archive.read("contact.vcf").decode()
    assert card.startswith("BEGIN:VCARD\r\nVERSION:4.0\r\n")
    assert f"FN:{NAME}" in card
    assert archive.read("csv/people.contacts.csv").startswith(b"\xef\xbb\xbf")
    assert PHONE in archive.read("csv/people.contacts.csv").decode("utf-8-sig")
