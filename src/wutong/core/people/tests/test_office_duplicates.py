"""The queue of possible duplicates, and taking a merge back from the profile."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wutong.core.people.enums import MatchDecision, MatchStrength
from wutong.core.people.merging.services import merge_people
from wutong.core.people.models import MatchCandidate, Merge, Person
from wutong.core.people.services.contacts import add_contact
from wutong.core.people.tests.factories import CLERK, make_person, make_unit
from wutong.core.reference.enums import Grade
from wutong.kernel.clock import now
from wutong.platform.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
URL = "/office/people/duplicates/"


def candidate_of(one, other, score=0.9, strength=MatchStrength.STRONG):
    first, second = sorted((one.pk, other.pk))
    return MatchCandidate.objects.create(
        first_id=first, second_id=second, score=score, strength=strength, found_at=now(),
        evidence=[
            {"code": "number.same", "weight": 2, "number": "2001040123"},
            {"code": "name.pinyin", "weight": 1},
            {"code": "birth.rounded", "weight": 0},
        ],
    )  # fmt: skip


@pytest.fixture
def unit():
    return make_unit("物理学院", code="C1")


@pytest.fixture
def pairs(unit):
    """Three pairs, the strongest first."""
    made = []
    for place, last in enumerate("甲乙丙"):
        one = make_person(f"王静{last}", unit=unit, birth_date=date(1983, 4, 2), phone=f"1380013800{place}")  # fmt: skip
        other = make_person(f"王婧{last}", unit=unit, birth_date=date(1983, 1, 1), sex="f")
        made.append(candidate_of(one, other, score=0.9 - place / 10))
    return made


def test_the_queue_shows_evidence_in_words_and_only_what_is_open(client_of, pairs):
    MatchCandidate.objects.filter(pk=pairs[2].pk).update(decision=MatchDecision.DIFFERENT)
    response = client_of("staff").get(URL)
    assert [row.pk for row in response.context["page"].rows] == [pairs[0].pk, pairs[1].pk]
    page = response.content.decode()
    assert "same student number 2001040123" in page
    assert "names written differently, equal in pinyin" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_takes_the_same_queries_for_one_and_three(client_of, pairs, count):
    MatchCandidate.objects.exclude(pk__in=[one.pk for one in pairs[:count]]).delete()
    client = client_of("staff")
    client.get(URL)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(URL).status_code == 200
    assert len(queries) <= 12


@pytest.mark.parametrize("tail", ["", "next/", "{pk}/", "{pk}/undo/", "search/"])
def test_who_may_work_the_queue(client, client_of, pairs, tail):
    url = URL + tail.format(pk=pairs[0].pk)
    assert client.get(url).status_code == 302
    for role in ("auditor", "coordinator", "volunteer"):
        assert client_of(role).get(url).status_code == 403
    assert client_of("staff").get(url).status_code in {200, 302}


def test_a_pair_with_somebody_sensitive_is_not_found_by_the_uncleared(client_of, pairs):
    Person.objects.filter(pk=pairs[0].first_id).update(grade=Grade.SENSITIVE)
    assert client_of("staff").get(f"{URL}{pairs[0].pk}/").status_code == 404
    assert AuditEntry.objects.filter(verb="sensitive.viewed").count() == 0
    assert client_of("director").get(f"{URL}{pairs[0].pk}/").status_code == 200
    assert AuditEntry.objects.get(verb="sensitive.viewed").data["fields"] == ["record"]


def test_both_records_stand_side_by_side_with_what_differs_to_choose(client_of, pairs):
    page = client_of("staff").get(f"{URL}{pairs[1].pk}/")
    fields = {one.name: one.choice for one in page.context["pair"].fields if one.differs}
    assert fields == {"name": "kept", "sex": "gone", "birth_date": "kept"}
    html = page.content.decode()
    for key in "sdljk":
        assert f'data-pair-key="{key}"' in html
    assert "13800138001" not in html


def test_same_merges_as_chosen_and_goes_on_to_the_next_and_can_be_undone(client_of, pairs):
    client, pair = client_of("staff"), pairs[0]
    answer = client.post(
        f"{URL}{pair.pk}/?strength=2",
        {"decide": "same", "kept": pair.first_id, "name": "gone", "birth_date": "kept"},
    )
    assert answer.url == f"{URL}{pairs[1].pk}/?strength=2&decided={pair.pk}"
    kept = Person.objects.get(pk=pair.first_id)
    assert (kept.name, kept.birth_date, kept.sex) == ("王婧甲", date(1983, 4, 2), "f")
    pair.refresh_from_db()
    assert (pair.decision, pair.decided_by_id) == (MatchDecision.SAME, client.user.pk)
    assert 'data-pair-key="u"' in client.get(answer.url).content.decode()

    client.post(f"{URL}{pair.pk}/undo/")
    pair.refresh_from_db()
    assert pair.decision == MatchDecision.OPEN
    assert Person.objects.get(pk=pair.first_id).name == "王静甲"
    assert Person.objects.filter(merged_into__isnull=False).count() == 0


@pytest.mark.parametrize("decision", ["different", "later"])
def test_different_and_later_leave_the_queue(client_of, pairs, decision):
    client = client_of("staff")
    client.post(f"{URL}{pairs[0].pk}/", {"decide": decision})
    pairs[0].refresh_from_db()
    assert (pairs[0].decision, pairs[0].decided_label) == (decision, str(client.user))
    assert client.get(f"{URL}next/").url == f"{URL}{pairs[1].pk}/"
    rows = client.get(f"{URL}?decision={decision}").context["page"].rows
    assert [row.pk for row in rows] == [pairs[0].pk]


def test_nothing_happens_without_a_decision(client_of, pairs):
    answer = client_of("staff").post(f"{URL}{pairs[0].pk}/", {"decide": "perhaps"})
    assert answer.status_code == 400
    assert Merge.objects.count() == 0


def test_the_queue_by_college_counts_predecessors(client_of, pairs, unit):
    other = make_unit("化学学院", code="C9")
    rows = client_of("staff").get(f"{URL}?college={other.pk}").context["page"].rows
    assert list(rows) == []
    rows = client_of("staff").get(f"{URL}?college={unit.pk}").context["page"].rows
    assert len(list(rows)) == 3


def test_the_old_address_leads_to_the_record_that_stayed(client_of, pairs):
    merge = merge_people(actor=CLERK, kept_id=pairs[0].first_id, gone_id=pairs[0].second_id)
    client = client_of("staff")
    assert client.get(f"/office/people/{merge.gone_id}/").url == f"/office/people/{merge.kept_id}/"
    found = client.get("/office/people/?q=王婧甲").context["page"].rows
    assert [row.pk for row in found] == [merge.kept_id]


def test_a_merge_is_taken_back_from_the_profile_and_what_came_since_is_asked_about(
    client_of, pairs
):
    merge = merge_people(actor=CLERK, kept_id=pairs[0].first_id, gone_id=pairs[0].second_id)
    point = add_contact(
        actor=CLERK, person_id=merge.kept_id, kind="email", value="since@example.test"
    )
    client = client_of("staff")
    profile = f"/office/people/{merge.kept_id}/"
    assert f"{profile}merges/" in client.get(profile).content.decode()
    assert str(merge.gone) in client.get(f"{profile}merges/").content.decode()
    page = client.get(f"{profile}merges/{merge.pk}/undo/")
    assert [fact.what for fact in page.context["since"]] == ["Contact point"]

    client.post(f"{profile}merges/{merge.pk}/undo/", {"fact-1": "gone"})

    point.refresh_from_db()
    assert point.person_id == merge.gone_id
    merge.refresh_from_db()
    assert merge.undone_by_label == str(client.user)
    assert client.get(f"{profile}merges/{merge.pk}/undo/").status_code == 404
    assert client_of("volunteer").get(f"{profile}merges/").status_code == 403


def test_two_records_nobody_found_are_merged_from_the_profile(client_of, unit):
    one = make_person("周子衿", unit=unit, phone="13800138111")
    other = make_person("周紫衿", unit=unit, phone="13800138111")
    hidden = make_person("周子衿", grade=Grade.SENSITIVE)
    client = client_of("staff")
    url = f"/office/people/{one.pk}/merge/"

    assert [card.id for card in client.get(url, {"q": "zhouzijin"}).context["found"]] == [other.pk]
    assert client.post(url, {"other": str(hidden.pk)}).status_code == 404
    assert MatchCandidate.objects.count() == 0
    response = client.post(url, {"other": str(other.pk)}, follow=True)

    candidate = MatchCandidate.objects.get()
    assert response.redirect_chain == [(f"{URL}{candidate.pk}/", 302)]
    assert (candidate.first_id, candidate.second_id) == (one.pk, other.pk)
    assert {found["code"] for found in candidate.evidence} >= {"name.pinyin"}
    assert AuditEntry.objects.filter(verb="person.match_proposed").count() == 1
    assert client_of("auditor").get(url).status_code == 403
