"""What is coming for a member: every room's share, one's own alone, each with a way on."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from wutong.core.consent.enums import Channel
from wutong.core.interactions.enums import DutyKind
from wutong.core.interactions.models import DutyEntry
from wutong.core.organisations.enums import AppointmentState
from wutong.core.organisations.models import Appointment
from wutong.core.people.models import ContactPoint, Degree
from wutong.core.people.registry import ahead
from wutong.core.reference.models import ClassGroup, LegalBody
from wutong.core.rights.enums import Right, Via
from wutong.core.rights.public import open_case as ask_about_data
from wutong.engines.calls.models import Call
from wutong.engines.outreach.enums import CampaignState
from wutong.engines.outreach.models import Campaign, Recipient
from wutong.engines.outreach.services.grants import open_grants
from wutong.kernel import clock
from wutong.kernel.actors import Actor
from wutong.platform.links.models import LinkGrant
from wutong.programs.members.services.corrections import ask_correction
from wutong.programs.moments.models import Arrival, Capsule
from wutong.programs.servicedesk.enums import CaseState
from wutong.programs.servicedesk.models import Case, CaseKind
from wutong.programs.verification.models import Line, UnitList, VerificationRound
from wutong.programs.voices.names import PROGRAM

pytestmark = pytest.mark.django_db
ACTOR = Actor.system("test")
SOURCES = {"requests", "addresses", "corrections", "anniversary", "terms", "duty", "letters",
           "voices", "capsules", "cases", "verification"}  # fmt: skip


def give(person, unit, author, number):
    """Something of every room; the second time more of it."""
    today, now = clock.today(), clock.now()
    Appointment.objects.create(
        person=person, role=("ambassador", "mentor", "judge")[number], unit=unit,
        state=AppointmentState.APPOINTED, legal_body=LegalBody.objects.get(pk="department"),
        term_from=today - timedelta(days=700), term_to=today + timedelta(days=30 + number),
        appointed_on=today - timedelta(days=700),
    )  # fmt: skip
    DutyEntry.objects.create(
        kind=DutyKind.OTHER, name=person.name, person=person, title=f"接站{number}", asked_on=today
    )
    Call.objects.create(
        program=PROGRAM, slug=f"call{number}", title_zh="校庆感言", title_en=f"Jubilee {number}",
        asked_zh="写几句", asked_en="A few lines, please.", opens_on=today, created_at=now,
        closes_on=today + timedelta(days=5 + number),
    )  # fmt: skip
    campaign = Campaign.objects.create(
        title="返校", legal_body_id="department", topic="news", subject_zh="返校", body_zh="请",
        subject_en=f"Will you come {number}?", body_en="Please say.", author=author, sent_at=now,
        blocks_en=[{"kind": "button", "text": "Say whether you come"}], channel=Channel.EMAIL,
        state=CampaignState.FINISHED, created_at=now, updated_at=now,
    )  # fmt: skip
    open_grants(campaign, ACTOR)
    Recipient.objects.create(campaign=campaign, person=person, language="en", address="a@b.cn")
    capsule = Capsule.objects.create(
        writer=person, text="keep it", written_on=today, opens_on=today + timedelta(days=3650)
    )
    come = Capsule.objects.create(
        writer=person, text="old words", written_on=today - timedelta(days=900), opens_on=today,
        state="delivered",
    )  # fmt: skip
    Arrival.objects.create(capsule=come, person=person, arrived_on=today)
    kind = CaseKind.objects.first()
    for state, subject in ((CaseState.WORK, "Transcript"), (CaseState.ANSWERED, "Library card")):
        Case.objects.create(
            number=f"{subject[0]}{number}", kind=kind, subject=subject, person=person, state=state,
            due_on=today - timedelta(days=1), question="May I have it?", answer="You may.",
            settled_at=now if state == CaseState.ANSWERED else None,
        )  # fmt: skip
    check = VerificationRound.objects.create(
        title="2026", due_on=today + timedelta(days=9), created_by=author, created_at=now
    )
    listed = UnitList.objects.create(round=check, unit=unit)
    Line.objects.create(unit_list=listed, person=person)
    return capsule


@pytest.fixture
def somebody(make_member, make_user, unit):
    """A member with one thing from every room."""
    user, person = make_member(email="lin@example.test")
    author = make_user("staff")
    group = ClassGroup.objects.create(
        code="P06-1", unit=unit, name="物理2006级1班", entry_year=2006, level="bachelor"
    )
    Degree.objects.filter(person=person).update(class_group=group)
    ContactPoint.objects.filter(person=person).update(status="bounced")
    ask_correction(actor=ACTOR, person_id=person.pk, field="name", wanted={"value": "林清"})
    ask_about_data(
        actor=ACTOR, kind=Right.EXPLAIN, via=Via.MEMBER, person_id=person.pk, words="Why?"
    )
    give(person, unit, author, 0)
    return user, person, author


def page(client, path="/me/coming/"):
    return BeautifulSoup(client.get(path).content, "html.parser").main


def test_every_room_tells_what_is_coming_with_a_day_and_a_way_on(somebody, client):
    user, _person, _author = somebody
    client.force_login(user)
    before = LinkGrant.objects.count()
    main = page(client)
    lines = main.select(".coming-line")
    assert {line["id"].partition("-")[0] for line in lines} == SOURCES
    text = main.get_text(" ", strip=True)
    for words in ("Your term ends: Alumni ambassador, School of Physics", "Jubilee 0",
                  "You asked: Transcript", "The office is late with this", "Answered: Library card",
                  "Your letter to the future comes back to you", "School of Physics checks",
                  "2006级1班", "What we send here comes back", "Will you come 0?"):  # fmt: skip
        assert words in text
    assert "keep it" not in text
    asked = [line.select_one(".button-primary") is not None for line in lines]
    assert asked == sorted(asked, reverse=True), "what waits for an answer stands first"
    for line in lines:
        link = line.select_one("a.button")
        assert link is None or client.get(link["href"]).status_code == 200
    assert LinkGrant.objects.count() == before, "looking writes nothing"
    home = page(client, "/me/")
    assert len(home.select(".coming-line")) == 5
    assert "All" in home.select_one('a[href="/me/coming/"]').get_text()


def test_a_button_leads_on_and_only_ones_own(somebody, make_member, client):
    user, _person, _author = somebody
    client.force_login(user)
    for button in page(client).select("button[name=go]"):
        answer = client.post("/me/coming/", {"go": button["value"]})
        opened = client.get(answer["Location"])
        assert (answer.status_code, opened.status_code) == (302, 200), button["value"]
        assert b"keep it" not in opened.content
    mine = page(client).select_one("[id^=cases-] button[name=go]")["value"]
    other, _other_person = make_member("周明", degree={"student_no": "x1"})
    client.force_login(other)
    assert client.post("/me/coming/", {"go": mine})["Location"] == "/me/coming/"
    for wrong in ("", "cases", "nowhere-1", "cases-x"):
        assert client.post("/me/coming/", {"go": wrong})["Location"] == "/me/coming/"
    assert "Transcript" not in page(client).get_text()


def test_nothing_is_said_kindly_and_more_costs_no_more(
    somebody, make_person, client, django_assert_max_num_queries, django_assert_num_queries, unit
):
    user, person, author = somebody
    nobody = make_person("空", alumnus=False, degree={"student_no": "x2"})
    Degree.objects.filter(person=nobody).delete()
    Call.objects.all().update(opens_on=clock.today() + timedelta(days=9))
    assert {key: list(tell(nobody.pk, clock.today())) for key, tell in ahead.items()} == {
        key: [] for key in SOURCES
    }
    Call.objects.all().update(opens_on=clock.today())
    client.force_login(user)
    client.get("/me/coming/")
    with django_assert_max_num_queries(24) as asked:
        client.get("/me/coming/")
    for number in (1, 2):
        give(person, unit, author, number)
    with django_assert_num_queries(len(asked)):
        client.get("/me/coming/")
