"""What became of a sending, group by group and down to the names."""

from __future__ import annotations

import pytest
from django.db import connection

from wutong.core.consent.models import PreferenceChange
from wutong.core.people.public import merge_people, visible_people
from wutong.core.reference.models import AcademicUnit, UnitLineage
from wutong.engines.outreach import results
from wutong.engines.outreach.enums import Dimension, Result
from wutong.engines.outreach.exporters import BehindSource, ResultsSource
from wutong.engines.outreach.models import Campaign, ResultRow
from wutong.engines.outreach.services import campaigns
from wutong.engines.outreach.services import results as counting
from wutong.engines.outreach.services.replies import record_reply
from wutong.kernel import clock
from wutong.kernel.actors import Actor
from wutong.platform.approvals.public import decide, requests_for
from wutong.platform.outbox.models import Delivery, Stream
from wutong.platform.privacy.public import Subject, holdings

from .making import account, campaign, college, person

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")


@pytest.fixture
def sent():
    """Four people of two colleges, one of them closed and absorbed, and what became of letters."""
    author, director = account("staff"), account("director")
    cs, old = college("CS", "计算机学院"), college("OLD", "无线电系")
    UnitLineage.objects.create(predecessor=old, successor=cs, year=1998, kind="merged")
    AcademicUnit.objects.filter(pk=old.pk).update(valid_to="1998-06-30")
    people = [
        person("王一", unit=cs, email="one@qq.com"),
        person("李二", unit=old, entered=1980, left=1984, email="two@qq.com"),
        person("张三", unit=college("MA", "数学学院"), email="three@163.com"),
        person("赵四", email="four@163.com"),
    ]
    draft = campaigns.hand_in(actor=SYSTEM, user=author, campaign=campaign(author))
    decide(request_id=requests_for(draft.ref)[0].pk, user=director, actor=SYSTEM, approve=True)
    Campaign.objects.filter(pk=draft.pk).update(state="scheduled", send_at=clock.now())
    assert campaigns.send_due(campaign_id=draft.pk)
    made = Campaign.objects.get(pk=draft.pk)
    letters = Delivery.objects.filter(stream=made.ref)
    letters.update(state="accepted")
    letters.filter(address="two@qq.com").update(state="bounced", reason="bounce-hard")
    Stream.objects.filter(pk=made.ref).update(accepted=3, bounced=1, state="finished")
    record_reply(actor=SYSTEM, campaign_id=made.pk, person_id=people[0].pk, kind="received")
    PreferenceChange.objects.create(
        person=people[2], topic="greetings", channel="email", after={"wanted": False},
        method="link", source_ref=made.ref, changed_at=clock.now(),
    )  # fmt: skip
    made.people = people
    return made


def lines(sent, by):
    counting.count_results(campaign_id=sent.pk)
    found = results.lines_of(sent, by, results.groups_of(sent, by))
    return {line.label: dict(line.numbers) for line in found}


def test_every_group_adds_up_to_everybody_and_old_colleges_count_for_todays(sent):
    assert lines(sent, Dimension.COLLEGE) == {
        "College CS": numbers(total=2, delivered=1, bounced=1, answered=1, used=1),
        "College MA": numbers(total=1, delivered=1, unsubscribed=1, used=1),
        "not known": numbers(total=1, delivered=1),
    }
    assert lines(sent, Dimension.PROVIDER) == {
        "qq.com": numbers(total=2, delivered=1, bounced=1, answered=1, used=1),
        "163.com": numbers(total=2, delivered=2, unsubscribed=1, used=1),
    }
    everybody = dict(results.overview_of(sent).line.numbers)
    for by in (Dimension.COLLEGE, Dimension.CLASS, Dimension.CITY, Dimension.PROVIDER):
        groups = lines(sent, by).values()
        assert {name: sum(one[name] for one in groups) for name in everybody} == everybody


def numbers(**some):
    names = [column.value for column in results.BY_LETTER]
    return {name: some.get(name, 0) for name in names}


def test_behind_each_number_are_exactly_that_many_names(sent):
    """The statement that counts and the one that names agree, for every cell of every table."""
    staff = account("staff")
    counting.count_results(campaign_id=sent.pk)
    checked = 0
    for row in ResultRow.objects.filter(campaign=sent):
        for what in results.columns_of(sent):
            found = results.people_behind(
                sent, by=Dimension(row.dimension), key=row.key, what=Result(what),
                people=visible_people(staff),
            )  # fmt: skip
            assert found.count() == getattr(row, what.value), (row.dimension, row.key, what)
            checked += 1
    assert checked > 80


def test_a_letter_that_went_astray_is_found_under_the_record_it_goes_by_today(sent):
    nobodys = person("李二", email="")
    merge_people(actor=SYSTEM, kept_id=nobodys.pk, gone_id=sent.people[1].pk)
    found = results.people_behind(
        sent, by=Dimension.ALL, key="", what=Result.BOUNCED, people=visible_people(sent.author)
    )
    assert [row.person_id for row in found] == [nobodys.pk]


def test_names_follow_the_readers_scope_and_strangers_see_nothing(sent, client):
    client.force_login(account("coordinator", college="CS"))
    assert client.get(f"/office/campaigns/{sent.pk}/results/").status_code == 404

    client.force_login(sent.author)
    counting.count_results(campaign_id=sent.pk)
    page = client.get(f"/office/campaigns/{sent.pk}/results/?by=college").content.decode()
    assert "计算机学院" in page
    behind = f"/office/campaigns/{sent.pk}/results/people/?by=college&key={college('CS').pk}"
    assert "李二" in client.get(f"{behind}&what=bounced").content.decode()
    assert "王一" not in client.get(f"{behind}&what=bounced").content.decode()
    assert client.get(f"{behind}&what=shoes").status_code == 404
    assert client.get(f"{behind}x&what=total").status_code == 404
    sent.people[1].grade = 2
    sent.people[1].save()
    assert "李二" not in client.get(f"{behind}&what=bounced").content.decode()


def test_a_page_of_results_counts_no_letters(sent, client):
    client.force_login(sent.author)
    counting.count_results(campaign_id=sent.pk)
    with connection.execute_wrapper(_no_letters):
        for by in ("college", "class", "city", "provider"):
            assert client.get(f"/office/campaigns/{sent.pk}/results/?by={by}").status_code == 200


def _no_letters(execute, sql, params, many, context):
    assert "outbox_delivery" not in sql
    return execute(sql, params, many, context)


def test_what_has_not_moved_is_not_counted_again(sent):
    Campaign.objects.filter(pk=sent.pk).update(state="finished")
    assert counting.count_what_moved() == 1
    assert counting.count_what_moved() == 0
    record_reply(actor=SYSTEM, campaign_id=sent.pk, person_id=sent.people[3].pk, kind="received")
    assert counting.count_what_moved() == 1
    assert results.overview_of(sent).line.row.answered == 2


def test_an_erasure_throws_away_what_may_name_a_domain(sent):
    counting.count_results(campaign_id=sent.pk)
    gone = Subject((f"person:{sent.people[0].pk}",))
    assert holdings.get("outreach.recipients").erase(SYSTEM, gone) == 1
    assert not ResultRow.objects.filter(campaign=sent, dimension="provider").exists()
    assert results.overview_of(sent).line is None


def test_the_table_and_the_names_leave_as_files(sent):
    counting.count_results(campaign_id=sent.pk)
    table = ResultsSource().open(sent.author, {"campaign": sent.pk, "by": "college"})
    rows = [list(row) for row in table.rows]
    assert rows[0][:3] == ["Everybody", 4, 3]
    assert table.total == len(rows) == 4

    names = BehindSource().open(
        sent.author, {"campaign": sent.pk, "by": "all", "key": "", "what": "bounced"}
    )
    assert [row[1] for row in names.rows] == ["李二"]
