"""A plan approved for a year makes each day's sending once, to the right people and nobody else."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.urls import reverse

from wutong.core.consent.public import LawfulBasis, Method, record_consent
from wutong.core.engagement.models import Act
from wutong.core.people.models import ContactPoint, Person, Relation
from wutong.core.people.public import contact_columns, mark_deceased
from wutong.engines.outreach.models import Campaign, Recipient
from wutong.engines.outreach.services.due import send_what_is_due
from wutong.engines.outreach.tests.making import OFFICE, account, body, college, person, segment
from wutong.kernel.actors import Actor
from wutong.platform.approvals.errors import OwnWorkError
from wutong.platform.approvals.public import decide, requests_for, set_chain
from wutong.platform.links.public import answer_link, mint, minter_for, open_link, undo_answer
from wutong.platform.outbox.models import Delivery
from wutong.programs.moments.capsules import links
from wutong.programs.moments.capsules.writing import seal
from wutong.programs.moments.models import Arrival, Capsule, Moment, Occurrence
from wutong.programs.moments.services import plans, running
from wutong.programs.moments.services.birthdays import choose_calendar
from wutong.programs.moments.services.counting import about_by_day, count_all
from wutong.programs.moments.texts import start_of

pytestmark = pytest.mark.django_db


def at(day, hour=6):
    """A moment on campus."""
    year, month, number = (int(part) for part in day.split("-"))
    return datetime(year, month, number, hour, tzinfo=UTC) - timedelta(hours=8)


@pytest.fixture
def staff():
    return account("staff")


@pytest.fixture
def director():
    return account("director")


def plan(staff, kind, **values):
    given = {**start_of(kind, values.get("festival", "")), "title": kind, "kind": kind, **values}
    return plans.save_moment(
        actor=Actor.of(staff), author=staff, values={**given, "legal_body": body()}
    )


def approve(moment, staff, director):
    plans.hand_in(actor=Actor.of(staff), user=staff, moment_id=moment.pk)
    request = requests_for(moment.ref)[0]
    with pytest.raises(OwnWorkError):
        decide(request_id=request.pk, user=account_of(moment), actor=OFFICE, approve=True)
    decide(request_id=request.pk, user=director, actor=Actor.of(director), approve=True)
    moment.refresh_from_db()
    return moment


def account_of(moment):
    """The author, though a director now."""
    from wutong.platform.access.public import grant_role

    grant_role(actor=OFFICE, user=moment.author, role="director")
    return type(moment.author).objects.get(pk=moment.author_id)


def agrees(one):
    record_consent(
        actor=OFFICE, person_id=one.pk, topic="birthdays", basis=LawfulBasis.CONSENT,
        method=Method.STAFF,
    )  # fmt: skip


def got(campaign):
    return dict(Recipient.objects.filter(campaign=campaign).values_list("person__name", "reason"))


def test_a_year_at_most_and_any_change_ends_it(staff, director):
    with time_machine.travel(at("2026-09-01"), tick=False) as clock:
        moment = approve(plan(staff, "festival", festival="mid_autumn"), staff, director)
        assert (moment.standing, moment.approved_until) == ("approved", date(2027, 8, 31))

        clock.move_to(at("2027-08-10"))
        assert moment.standing == "ending"
        plans.hand_in(actor=Actor.of(staff), user=staff, moment_id=moment.pk)
        moment.refresh_from_db()
        assert moment.approved_on(date(2027, 8, 10))  # the old approval runs on meanwhile

        plans.save_moment(
            actor=Actor.of(staff), author=staff, moment=moment, values={"body_zh": "别的话"}
        )
        moment.refresh_from_db()
        assert (moment.standing, moment.approved_until) == ("draft", None)
        assert requests_for(moment.ref)[0].state == "withdrawn"
        clock.move_to(at("2027-09-15"))
        assert running.keep_today() == 0


def test_the_offices_own_chain_holds_for_plans_too(staff, director, client):
    colleague = account("staff")
    set_chain(
        actor=OFFICE, kind="moment", steps=[("first", "staff"), ("final", "director")],
        one_step_each=True, notify=False, version=0,
    )  # fmt: skip
    moment = plan(staff, "festival", festival="mid_autumn")
    plans.hand_in(actor=Actor.of(staff), user=staff, moment_id=moment.pk)
    do, page = (reverse(f"office:moments-{name}", args=[moment.pk]) for name in ("do", "detail"))
    client.force_login(director)
    assert client.post(do, {"do": "approve"}).status_code == 403  # the first review is for staff
    client.force_login(colleague)
    assert client.post(do, {"do": "approve"}, follow=True).status_code == 200
    moment.refresh_from_db()
    assert (moment.standing, moment.approved_until) == ("waiting", None)
    client.force_login(director)
    assert 'value="approve"' in client.get(page).content.decode()
    client.post(do, {"do": "approve"})
    moment.refresh_from_db()
    assert (moment.standing, moment.approver) == ("approved", director)


def test_a_festival_reaches_everybody_once_but_the_dead_and_the_bereaved(staff, director):
    with time_machine.travel(at("2026-09-24", 8), tick=False) as clock:
        wife, _son, _friend, gone = (person(n) for n in ("妻", "子", "友", "逝"))
        Relation.objects.create(person=wife, other=gone, kind="spouse")
        approve(plan(staff, "festival", festival="mid_autumn"), staff, director)
        assert running.keep_today() == 0

        clock.move_to(at("2026-09-25", 6))
        assert [running.keep_today() for _again in range(3)] == [1, 0, 0]
        campaign = Occurrence.objects.get().campaign
        assert (campaign.state, campaign.send_at) == ("scheduled", at("2026-09-25", 9))
        assert campaign.approver == director
        assert got(campaign) == {"妻": "", "子": "", "友": "", "逝": ""}

        mark_deceased(actor=OFFICE, person_id=gone.pk, on=date(2026, 9, 24))
        clock.move_to(at("2026-09-25", 9))
        assert [send_what_is_due(), running.keep_today(), send_what_is_due()] == [1, 0, 0]
        assert got(campaign) == {"妻": "bereaved", "子": "", "友": "", "逝": "deceased"}
        assert Delivery.objects.exclude(lane=0).count() == 2


def test_what_breaks_half_way_leaves_nothing_and_is_made_later(staff, director, monkeypatch):
    with time_machine.travel(at("2026-09-25", 6), tick=False) as clock:
        person("友")
        approve(plan(staff, "festival", festival="mid_autumn"), staff, director)
        write = running._write
        monkeypatch.setattr(running, "_write", lambda *_args, **_more: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            running.keep_today()
        assert (Campaign.objects.count(), Occurrence.objects.count()) == (0, 0)

        monkeypatch.setattr(running, "_write", write)
        clock.move_to(at("2026-09-25", 15))
        assert running.keep_today() == 1
        assert Campaign.objects.get().send_at == at("2026-09-25", 15) + timedelta(minutes=10)

        clock.move_to(at("2027-09-15", 21))  # too late in the evening, and the approval is over
        Moment.objects.update(approved_from=date(2027, 9, 1), approved_until=date(2028, 8, 30))
        assert running.keep_today() == 0
        assert Occurrence.objects.order_by("-on").first().state == "missed"


def test_birthdays_by_both_calendars_only_with_consent_and_never_on_a_day_of_silence(
    staff, director
):
    with time_machine.travel(at("2027-02-20"), tick=False) as clock:
        leap = person("闰日", birth_date=date(2004, 2, 29))
        moon = person("农历", birth_date=date(1995, 9, 9))  # 八月十五
        silent = person("未同意", birth_date=date(1990, 2, 28))
        quiet = person("清明", birth_date=date(1999, 4, 5))
        person("独自", birth_date=date(1991, 3, 5))
        for one in (leap, moon, quiet):
            agrees(one)
        choose_calendar(actor=OFFICE, person_id=moon.pk, lunar=True)
        moment = approve(plan(staff, "birthday"), staff, director)
        Person.objects.update(email_ok=True)
        days = about_by_day(moment, date(2027, 2, 1), date(2027, 9, 30))
        assert days == {date(2027, 2, 28): 1, date(2027, 4, 5): 1, date(2027, 9, 15): 1}

        clock.move_to(at("2027-02-28"))
        running.keep_today()
        assert got(Campaign.objects.get()) == {"闰日": "", "未同意": "no_consent"}

        clock.move_to(at("2027-03-05"))  # the only one has not agreed: no empty sending is made
        assert (running.keep_today(), Campaign.objects.count()) == (0, 1)
        assert Occurrence.objects.get(on=date(2027, 3, 5)).state == "nobody"

        clock.move_to(at("2027-04-05"))  # Qingming
        assert running.keep_today() == 0
        clock.move_to(at("2027-04-06"))
        assert [running.keep_today(), running.keep_today()] == [1, 0]
        assert got(Campaign.objects.order_by("-pk").first()) == {"清明": ""}

        clock.move_to(at("2027-09-09"))
        running.keep_today()
        assert not Occurrence.objects.filter(on=date(2027, 9, 9), campaign__isnull=False).exists()
        clock.move_to(at("2027-09-15"))
        plans.skip_day(actor=Actor.of(staff), user=staff, moment_id=moment.pk, on=date(2027, 9, 15))
        assert running.keep_today() == 0
        plans.unskip_day(actor=Actor.of(staff), moment_id=moment.pk, on=date(2027, 9, 15))
        assert running.keep_today() == 1
        plans.declare_silence(
            actor=Actor.of(staff), user=staff, on=date(2027, 9, 15), reason="全国哀悼日"
        )
        assert Campaign.objects.filter(state="scheduled", title__endswith="2027-09-15").count() == 0
        clock.move_to(at("2027-09-16"))
        assert running.keep_today() == 1
        assert silent.pk


def test_years_since_graduation_and_the_days_after_joining(staff, director):
    from wutong.core.engagement.public import ActEntry, Subject, record

    with time_machine.travel(at("2026-06-01"), tick=False) as clock:
        unit = college()
        ten, other = person("十年", unit=unit, left=2016), person("九年", unit=unit, left=2017)
        everybody = segment(staff, name="全体")
        years = approve(plan(staff, "graduation", segment=everybody, years=[10]), staff, director)
        approve(plan(staff, "welcome", days_after=2), staff, director)
        record(
            actor=OFFICE,
            entry=ActEntry(
                kind="member.joined", subject=Subject.person(other.pk),
                occurred_on=date(2026, 6, 1), source_ref="x:1", idempotency_key="x:1",
            ),
        )  # fmt: skip
        clock.move_to(at("2026-06-03"))
        assert running.keep_today() == 1
        assert got(Campaign.objects.get()) == {"九年": ""}
        count_all()
        years.refresh_from_db()
        assert years.about == 0  # nobody's address is known to work
        clock.move_to(at("2026-06-20"))
        running.keep_today()
        assert got(Campaign.objects.order_by("-pk").first()) == {"十年": ""}
        assert ten.pk


def test_a_letter_to_the_future_is_written_by_link_and_lies_unread():
    with time_machine.travel(at("2026-06-20"), tick=False):
        one = person("写信人", unit=college(), entered=2022, left=2026)
        token = mint(actor=OFFICE, action="moments.write", subject_ref=f"person:{one.pk}")
        token = token.rpartition("/")[2]
        answer_link(token=token, button="me", data={"text": "你还写诗吗", "years": 5})
        assert Act.objects.filter(voided_at=None, kind="moments.capsule_written").count() == 1
        undo_answer(token=token)
        assert (Act.objects.filter(voided_at=None).count(), Capsule.objects.get().text) == (0, "")
        answer_link(token=token, button="class", data={"text": "你还写诗吗", "years": 5})
        letter = Capsule.objects.get(state="sealed")
        assert (letter.opens_on, letter.class_group.name) == (date(2031, 6, 20), "CS2022班")
        with connection.cursor() as cursor:
            cursor.execute("SELECT text FROM moments_capsule WHERE state = 'sealed'")
            assert "写诗" not in cursor.fetchone()[0]


def test_a_letter_to_the_future_arrives_wherever_its_reader_is_by_then(staff, director):
    with time_machine.travel(at("2026-06-20"), tick=False) as clock:
        one = person("写信人", email="young@example.org", unit=college(), entered=2022, left=2026)
        seal(actor=OFFICE, writer=one, text="你还写诗吗", opens_on=date(2031, 6, 20))
        ContactPoint.objects.update(status="bounced")
        clock.move_to(at("2031-06-20"))
        approve(plan(staff, "capsule"), staff, director)
        assert running.keep_today() == 0
        assert Arrival.objects.get().arrived_on is None  # lost: it waits

        columns = contact_columns("email", "older@example.org")
        ContactPoint.objects.create(
            person=one, kind="email", value=columns.value, normalised=columns.normalised,
            masked=columns.masked, value_hash=columns.value_hash, status="ok",
        )  # fmt: skip
        Person.objects.update(email_ok=True)
        sent_on(clock, "2031-06-21")
        assert Delivery.objects.exclude(lane=0).get().address == "older@example.org"
        clock.move_to(at("2031-06-22"))
        assert running.keep_today() == 0  # it is under way

        Delivery.objects.exclude(lane=0).update(state="bounced")
        assert running.keep_today() == 0
        assert Arrival.objects.get().campaign is None  # and waits again
        sent_on(clock, "2031-06-23")
        Delivery.objects.exclude(lane=0).filter(state="queued").update(state="accepted")
        running.keep_today()
        assert Arrival.objects.get().arrived_on == date(2031, 6, 23)
        assert Capsule.objects.get().state == "delivered"
        reads_it(clock, one, Campaign.objects.order_by("-pk").first())


def sent_on(clock, day):
    """The day's sending is made and leaves."""
    clock.move_to(at(day, 8))
    assert running.keep_today() == 1
    clock.move_to(at(day, 9))
    assert send_what_is_due() == 1


def reads_it(clock, one, campaign):
    """The page tells nobody who does not know the year of entry, and forgets after a while."""
    assert campaign.action == "moments.arrived"
    opened = minter_for(f"{campaign.ref}:reply").token(one.pk)
    link = open_link(opened)
    assert "写诗" not in str(link.action.page(link.context))
    passed = [link.action.challenge_passed(link.context, said) for said in ("2021", "2022")]
    assert passed == [False, True]
    used = answer_link(token=opened, button="open", data={})
    assert "你还写诗吗" in links.ArrivedAction().understood(used.context, used.last_use.answer)
    clock.shift(timedelta(hours=1))
    again = links.ArrivedAction().understood(used.context, used.last_use.answer)
    assert "写诗" not in str(again)


def test_the_office_sees_the_year_and_no_word_of_a_sealed_letter(client, staff, director):
    with time_machine.travel(at("2026-09-01"), tick=False):
        one = person("写信人")
        moment = approve(plan(staff, "festival", festival="mid_autumn"), staff, director)
        capsule = seal(
            actor=OFFICE, writer=one, text="封好的话", opens_on=date(2030, 1, 1), entered_by=staff
        )
        client.force_login(director)
        month = client.get(reverse("office:moments-calendar"), {"month": "2026-09"})
        assert month.status_code == 200
        assert reverse("office:moments-detail", args=[moment.pk]) in month.content.decode()
        for name, args in (
            ("moments-capsule", [capsule.pk]), ("moments-capsules", []),
            ("moments-detail", [moment.pk]), ("moments-preview", [moment.pk]),
        ):  # fmt: skip
            answer = client.get(reverse(f"office:{name}", args=args), {"person": one.pk})
            assert answer.status_code == 200, name
            assert "封好的话" not in answer.content.decode()
        bad = client.post(
            reverse("office:moments-new", args=["fixed"]),
            {"title": "x", "month": 2, "day": 31, "hour": 23, "days_before": 0},
        )
        assert bad.status_code == 422
        skip = {"do": "skip", "on": "2026-09-24"}  # not one of its days
        client.post(reverse("office:moments-do", args=[moment.pk]), skip)
        assert moment.skips.count() == 0
