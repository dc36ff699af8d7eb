"""The rights desk: a request from its arrival to its answer, by whom, until when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wutong.core.consent.public import Channel, preference_sheet
from wutong.core.people.models import Person
from wutong.core.people.tests.factories import make_person, make_unit
from wutong.core.reference.enums import Grade
from wutong.core.rights.enums import CaseState, RefusalGround, Right, Via
from wutong.core.rights.errors import (
    AlreadyAskedError,
    IdentityNotCheckedError,
    NobodyOnRecordError,
    NotOpenError,
    ReasonMissingError,
)
from wutong.core.rights.models import Case
from wutong.core.rights.services import cases
from wutong.core.rights.services.closing import run_closures
from wutong.core.rights.todos import rights_todos
from wutong.kernel import clock
from wutong.kernel.actors import Actor
from wutong.platform.access.public import scope
from wutong.platform.audit.models import AuditEntry
from wutong.platform.jobs.models import Progress
from wutong.platform.outbox.models import Delivery
from wutong.platform.privacy.models import Erasure, Processor, RetentionRun
from wutong.platform.privacy.public import RetentionRule, after_days, retention_rules, run_retention

pytestmark = pytest.mark.django_db
OFFICE = Actor.system("test")
MONDAY = date(2026, 11, 23)


@pytest.fixture
def person():
    return make_person("韩雪", email="han@example.org", unit=make_unit())


def ask(person, kind=Right.COPY, via=Via.PHONE, **more):
    about = {"person_id": person.pk if person else None}
    return cases.open_case(actor=OFFICE, kind=kind, via=via, **about, **more)


def known(case):
    return cases.confirm_identity(actor=OFFICE, case_id=case.pk, how="回拨登记电话")


def test_the_day_of_the_answer_is_counted_in_working_days(person, settings):
    assert ask(person, received_on=MONDAY).due_on == date(2026, 12, 14)
    settings.PRIVACY_ANSWER_DAYS = 5
    assert ask(person, Right.VIEW, received_on=MONDAY).due_on == date(2026, 11, 30)


def test_nothing_is_given_out_or_erased_before_it_is_known_who_asks(person):
    case, stranger = ask(person), ask(None, applicant="某人")
    with pytest.raises(IdentityNotCheckedError):
        cases.settle_case(actor=OFFICE, case_id=case.pk, answer="已寄出")
    with pytest.raises(IdentityNotCheckedError):
        cases.make_case_copy(actor=OFFICE, case_id=case.pk, url="/", permission="")
    with pytest.raises(ReasonMissingError):
        cases.confirm_identity(actor=OFFICE, case_id=case.pk, how=" ")
    with pytest.raises(AlreadyAskedError):
        ask(person)
    known(stranger)
    with pytest.raises(NobodyOnRecordError):
        cases.settle_case(actor=OFFICE, case_id=stranger.pk, answer="已寄出")
    assert (Progress.objects.count(), Delivery.objects.count()) == (0, 0)


def test_an_answer_and_a_refusal_reach_the_person_and_need_words(person):
    case = known(ask(person))
    with pytest.raises(ReasonMissingError):
        cases.settle_case(actor=OFFICE, case_id=case.pk, answer=" ")
    cases.settle_case(actor=OFFICE, case_id=case.pk, answer="副本已当面交付。")
    other = ask(person, Right.TRANSFER)
    with pytest.raises(ReasonMissingError):
        cases.refuse_case(actor=OFFICE, case_id=other.pk, ground=RefusalGround.OTHERS, answer="")
    cases.refuse_case(
        actor=OFFICE, case_id=other.pk, ground=RefusalGround.OTHERS, answer="含他人信息。"
    )
    states = set(Case.objects.values_list("kind", "state", "ground"))
    assert states == {("copy", "done", ""), ("transfer", "refused", "others")}
    assert Delivery.objects.filter(subject_ref=f"person:{person.pk}").count() == 2
    with pytest.raises(NotOpenError):
        cases.settle_case(actor=OFFICE, case_id=case.pk, answer="again")


def test_restricting_takes_the_record_out_of_use(person, make_user):
    case = known(ask(person, Right.RESTRICT))
    cases.settle_case(actor=OFFICE, case_id=case.pk, answer="已限制使用。")
    assert Person.objects.get(pk=person.pk).grade == Grade.SENSITIVE
    assert preference_sheet(person.pk, Channel.EMAIL).stopped
    assert not scope(make_user("staff"), Person).filter(pk=person.pk).exists()


def test_an_erasure_waits_for_its_day_and_can_be_taken_back_until_then(person):
    case = known(ask(person, Right.DELETE))
    with pytest.raises(NotOpenError):
        cases.settle_case(actor=OFFICE, case_id=case.pk, answer="done")
    case = cases.approve_erasure(actor=OFFICE, case_id=case.pk)
    assert (case.state, (case.runs_at - clock.now()).days) == (CaseState.COOLING, 6)
    assert run_closures(OFFICE, clock.now()) == 0
    cases.withdraw_case(actor=OFFICE, case_id=case.pk)
    assert run_closures(OFFICE, clock.now() + timedelta(days=30)) == 0
    assert Person.objects.get(pk=person.pk).name == "韩雪"
    again = cases.approve_erasure(actor=OFFICE, case_id=known(ask(person, Right.DELETE)).pk)
    assert run_closures(OFFICE, again.runs_at) == 1
    assert Erasure.objects.get().subject_ref == f"person:{person.pk}"
    assert Case.objects.get(pk=again.pk).state == CaseState.DONE


def test_only_a_director_puts_a_record_down_for_erasure(person, client_of):
    case = known(ask(person, Right.DELETE, words="请删除"))
    staff, director, auditor = client_of("staff"), client_of("director"), client_of("auditor")
    path = f"/office/privacy/{case.pk}/"
    page = staff.get(path).content.decode()
    assert "A director decides about an erasure." in page
    assert "Ways to reach you" in page
    assert staff.post(path, {"do": "erase"}).status_code == 403
    assert auditor.get(path).status_code == 200
    assert auditor.post(path, {"do": "refuse"}).status_code == 403
    assert Case.objects.get().state == CaseState.WORKING
    assert director.post(path, {"do": "erase"}).status_code == 302
    assert Case.objects.get().state == CaseState.COOLING


def test_the_desk_notes_shows_and_reminds(person, client_of):
    client = client_of("staff")
    answer = client.post(
        "/office/privacy/new/",
        {"who": "韩雪", "kind": "copy", "via": "phone", "received_on": "2026-11-02"},
    )
    case = Case.objects.get()
    assert answer["Location"] == f"/office/privacy/{case.pk}/"
    assert (case.person_id, case.due_on) == (person.pk, MONDAY)
    empty = client.post("/office/privacy/new/", {"kind": "copy", "via": "phone"})
    assert (empty.status_code, Case.objects.count()) == (422, 1)
    with time_machine.travel(MONDAY + timedelta(days=1), tick=False):
        assert [str(todo.title) for todo in rights_todos(client.user)] == [
            "Overdue: Get a copy, 韩雪"
        ]
        late = client_of("staff").get("/office/privacy/?late=true").content.decode()
        assert "overdue" in late
    wrong = client.post(f"/office/privacy/{case.pk}/", {"do": "identify", "identify-how": ""})
    assert wrong.status_code == 422
    client.post(f"/office/privacy/{case.pk}/", {"do": "identify", "identify-how": "核对学号"})
    assert Case.objects.get().state == CaseState.WORKING
    assert AuditEntry.objects.filter(subject_ref=case.ref).count() == 2
    counts = []
    for number in (0, 2):
        for other in range(number):
            ask(make_person(f"人{other}"))
        with CaptureQueriesContext(connection) as asked:
            client.get("/office/privacy/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_coordinator_has_no_desk(client_of):
    client = client_of("coordinator", college="C1")
    for path in ("", "new/", "retention/", "processors/", "texts/"):
        assert client.get(f"/office/privacy/{path}").status_code == 403


def test_the_robot_goes_on_when_one_rule_fails_and_says_so(monkeypatch):
    def fail(actor, moment):
        message = "no"
        raise ValueError(message)

    broken = RetentionRule("broken", "test", after_days(1), lambda moment: 3, fail)
    monkeypatch.setitem(retention_rules._items, "a.broken", (1, broken))
    run = run_retention(actor=Actor.system("retention"))
    assert [line for line in run.lines if line["error"]] == [
        {"rule": "a.broken", "gone": 0, "error": "ValueError: no"}
    ]
    assert len(run.lines) == len(retention_rules)
    assert AuditEntry.objects.get(verb="privacy.retention_run").data["failed"] == 1


def test_retention_processors_and_texts_are_pages_of_the_office(client_of):
    client = client_of("director")
    RetentionRun.objects.create(
        started_at=clock.now(), by_label="system:retention",
        lines=[{"rule": "jobs.progress", "gone": 4, "error": ""}],
    )  # fmt: skip
    page = client.get("/office/privacy/retention/").content.decode()
    assert "Finished background work" in page
    assert "90 days" in page
    run = RetentionRun.objects.get()
    assert (
        "Finished background work"
        in client.get(f"/office/privacy/retention/runs/{run.pk}/").content.decode()
    )
    assert client.post("/office/privacy/retention/", {"do": "run"}).status_code == 302
    assert Progress.objects.filter(kind="privacy.retention").exists()
    entry = {
        "name": "飞鸿短信", "kind": "sms", "purpose": "短信", "data_types": "手机号码",
        "safeguards": "加密", "valid_from": "2026-01-01", "valid_to": "2026-12-31",
    }  # fmt: skip
    assert client.post("/office/privacy/processors/new/", entry).status_code == 302
    row = Processor.objects.get()
    wrong = {**entry, "valid_to": "2025-01-01", "version": 1}
    assert client.post(f"/office/privacy/processors/{row.pk}/", wrong).status_code == 422
    changed = {**entry, "abroad": "加拿大", "version": 1}
    assert client.post(f"/office/privacy/processors/{row.pk}/", changed).status_code == 302
    assert client.post(f"/office/privacy/processors/{row.pk}/", changed).status_code == 409
    assert "飞鸿短信" in client.get("/office/privacy/processors/?abroad=true").content.decode()
    assert client.get("/office/privacy/texts/").status_code == 200
