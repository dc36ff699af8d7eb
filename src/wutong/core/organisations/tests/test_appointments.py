from __future__ import annotations

from datetime import date, timedelta

import pytest

from wutong.core.engagement.models import Act
from wutong.core.organisations.enums import AppointmentState
from wutong.core.organisations.errors import AlreadyServingError, NotOpenError, TermError
from wutong.core.organisations.models import Appointment
from wutong.core.organisations.public import (
    appoint,
    end_appointment,
    hand_over,
    in_office,
    propose_appointment,
    renew_appointment,
)
from wutong.core.organisations.services.appointments import (
    close_finished_terms,
    reissue_letter,
    void_letter,
)
from wutong.core.people.public import Source, change_person, mark_deceased
from wutong.core.people.tests.factories import CLERK, make_degree, make_person, make_unit
from wutong.kernel.clock import today
from wutong.kernel.errors import WutongError
from wutong.platform.documents.models import IssuedDocument
from wutong.platform.documents.public import verify_code

from .factories import make_appointment, make_organisation, office

pytestmark = pytest.mark.django_db


def acts():
    return list(
        Act.objects.order_by("occurred_on", "kind").values_list("kind", "person_id", "population")
    )


def test_a_proposal_issues_nothing_and_the_appointment_does():
    person = make_person("王小明")
    make_degree(person)
    proposed = propose_appointment(actor=CLERK, person_id=person.pk, office=office())
    assert (IssuedDocument.objects.count(), acts()) == (0, [])
    made = appoint(actor=CLERK, appointment_id=proposed.pk)
    assert made.document is not None
    assert made.document.number_text == f"校友会聘〔{today().year}〕0001号"
    assert acts() == [("appointment.ambassador", person.pk, "alumnus")]
    with pytest.raises(NotOpenError):
        appoint(actor=CLERK, appointment_id=proposed.pk)


def test_the_letter_speaks_the_language_of_the_person():
    zh = make_appointment(make_person("王小明", salutation="王老师"))
    en = make_appointment(make_person("李安", name_latin="Ann Lee", language="en"))
    assert zh.document.data["letter"]["paragraphs"][0].startswith("梧桐大学校友会")
    assert "王老师" in zh.document.data["letter"]["salutation"]
    assert en.document.data["letter"]["salutation"] == "Dear Ann Lee,"
    assert en.document.data["letter"]["title"] == "Letter of Appointment"


def test_the_public_page_masks_the_name_and_knows_the_term():
    verdict = verify_code(
        make_appointment(
            title="会长", organisation=make_organisation("上海校友会")
        ).document.check_code
    )
    shown = {str(label): value for label, value in verdict.facts}
    assert shown["Made out to"] == "王*明"
    assert shown["Office"] == "会长"
    assert shown["In"] == "上海校友会"
    assert shown["Issued by"] == "Wutong University Alumni Association"
    assert verdict.notice == ""


def test_nobody_holds_the_same_office_twice_at_once():
    person = make_person("王小明")
    make_appointment(person)
    with pytest.raises(AlreadyServingError):
        propose_appointment(actor=CLERK, person_id=person.pk, office=office())
    make_appointment(person, role="mentor")
    make_appointment(person, organisation=make_organisation())
    assert Appointment.objects.count() == 3


def test_the_dead_are_not_appointed_and_a_term_runs_forward():
    person = make_person("王小明")
    with pytest.raises(TermError):
        propose_appointment(
            actor=CLERK, person_id=person.pk, office=office(term_to=date(2023, 1, 1))
        )
    mark_deceased(actor=CLERK, person_id=person.pk, on=today(), source=Source("x"))
    with pytest.raises(WutongError):
        propose_appointment(actor=CLERK, person_id=person.pk, office=office())
    assert Appointment.objects.count() == 0


def test_a_renewal_is_a_new_term_with_a_letter_of_its_own():
    old = make_appointment(term_to=today() + timedelta(days=30))
    start = today() + timedelta(days=31)
    new = renew_appointment(
        actor=CLERK, appointment_id=old.pk, term_from=start, term_to=start + timedelta(days=700)
    )
    old.refresh_from_db()
    assert (old.state, old.successor_id) == (AppointmentState.RENEWED, new.pk)
    assert (new.state, new.document.number) == (AppointmentState.APPOINTED, 2)
    assert [kind for kind, *_ in acts()] == [
        "appointment.ambassador",
        "appointment.ambassador",
        "appointment.served",
    ]
    held = in_office(today(), Appointment.objects.all())
    assert list(held.values_list("pk", flat=True)) == [old.pk]


def test_a_hand_over_names_the_successor_and_keeps_the_note():
    unit = make_unit()
    old = make_appointment(role="liaison", unit=unit)
    heir = make_person("李四")
    new = hand_over(
        actor=CLERK,
        appointment_id=old.pk,
        to_person_id=heir.pk,
        note="班级群由李四管理",
        on=today(),
        term_to=None,
    )
    old.refresh_from_db()
    assert (old.state, old.handover_note) == (AppointmentState.HANDED_OVER, "班级群由李四管理")
    assert (new.person_id, new.unit_id, new.predecessor.pk) == (heir.pk, unit.pk, old.pk)
    with pytest.raises(NotOpenError):
        end_appointment(actor=CLERK, appointment_id=old.pk, reason="x")


def test_an_end_needs_a_reason_and_the_letter_says_so():
    made = make_appointment()
    with pytest.raises(WutongError):
        end_appointment(actor=CLERK, appointment_id=made.pk, reason=" ")
    end_appointment(actor=CLERK, appointment_id=made.pk, reason="本人辞任")
    verdict = verify_code(made.document.check_code)
    assert (verdict.state, "ended on" in verdict.notice) == ("valid", True)


def test_a_letter_is_made_void_or_issued_again_with_what_is_on_record_now():
    made = make_appointment()
    change_person(actor=CLERK, person_id=made.person_id, changes={"name": "王晓明"})
    new = reissue_letter(actor=CLERK, appointment_id=made.pk, reason="姓名有误")
    assert new.data["facts"]["name"] == "王晓明"
    assert verify_code(made.document.check_code).replaced_by == new.number_text
    void_letter(actor=CLERK, appointment_id=made.pk, reason="撤销")
    assert verify_code(new.check_code).state == "void"
    made.refresh_from_db()
    assert made.state == AppointmentState.APPOINTED


def test_terms_that_are_over_end_by_the_clock_and_count_as_served():
    past = make_appointment(term_to=today() - timedelta(days=3), on=date(2024, 1, 5))
    make_appointment(make_person("李四"))
    assert close_finished_terms(actor=CLERK) == 1
    assert close_finished_terms(actor=CLERK) == 0
    past.refresh_from_db()
    assert (past.state, past.ended_on) == (AppointmentState.ENDED, today() - timedelta(days=2))
    assert ("appointment.served", past.person_id, "unknown") in acts()


def test_when_the_ledger_refuses_nobody_is_appointed(monkeypatch):
    from wutong.core.engagement.appointments import VolunteersInOffice

    def refuse(self, *, actor, facts):
        raise WutongError("no")

    person = make_person("王小明")
    proposed = propose_appointment(actor=CLERK, person_id=person.pk, office=office())
    monkeypatch.setattr(VolunteersInOffice, "accepted", refuse)
    with pytest.raises(WutongError):
        appoint(actor=CLERK, appointment_id=proposed.pk)
    proposed.refresh_from_db()
    assert proposed.state == AppointmentState.PROPOSED
    assert IssuedDocument.objects.count() == 0
