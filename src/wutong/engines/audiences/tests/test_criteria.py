"""Every criterion compiles, reads and explains itself; segments within segments; sharing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from wutong.core.consent.public import Channel, Method, set_topic
from wutong.core.engagement.public import ActEntry, Subject, record_many
from wutong.core.organisations.public import end_appointment
from wutong.core.organisations.tests.factories import (
    make_appointment,
    make_member,
    make_organisation,
)
from wutong.core.people.tests.factories import make_person, make_unit
from wutong.engines.audiences.definitions import Condition, Group
from wutong.engines.audiences.errors import DefinitionError
from wutong.engines.audiences.models import Segment
from wutong.engines.audiences.public import (
    ALL_COLLEAGUES,
    SharedWith,
    Sharing,
    criteria,
    explain,
    in_words,
    people_in,
    save_segment,
)
from wutong.engines.audiences.uses import uses_of
from wutong.kernel.actors import Actor
from wutong.kernel.clock import today
from wutong.platform.access.public import scope

pytestmark = pytest.mark.django_db
OFFICE = Actor.system("test")


@pytest.fixture
def staff(make_user):
    return make_user("staff")


def names(user, key, **params):
    root = Group("all", [Condition(key, params)])
    return sorted(people_in(root, user).values_list("name", flat=True))


def saved(owner, *conditions, name="甲", op="all", **more):
    root = Group(op, [Condition(key, params) for key, params in conditions])
    return save_segment(actor=OFFICE, owner=owner, name=name, root=root, **more)


def acted(person, kind="past.gift", day=None, **more):
    entry = ActEntry(
        kind=kind,
        subject=Subject.person(person.pk),
        occurred_on=day or today(),
        source_ref="test:1",
        idempotency_key=f"{kind}:{person.pk}:{day}",
        legal_body="association",
        **more,
    )
    record_many(actor=OFFICE, source_ref="test:1", entries=[entry])


def test_every_criterion_of_every_room_works_empty_asked_and_in_a_group(staff):
    person = make_person("王小明", unit=make_unit())
    for key, criterion in criteria.items():
        form = criterion.form(user=staff)
        asked = {
            name: form.get_initial_for_field(field, name) for name, field in form.fields.items()
        }
        bound = criterion.form(
            {name: value for name, value in asked.items() if value is not None}, user=staff
        )
        for params in ({}, bound.params() if bound.is_valid() else {}, {"chosen": [987_654]}):
            inner = Condition(key, params)
            root = Group("any", [inner, Group("none", [inner])])
            assert people_in(root, staff).count() == 1, key
            found = explain(root, staff, person.pk, with_values=True)
            assert found.holds, key
            assert in_words(inner), key


def test_those_in_office_now_and_those_who_once_were(staff):
    ambassador, former, other = (make_person(name) for name in ("使者", "前任", "旁人"))
    make_appointment(ambassador, on=today() - timedelta(days=30))
    gone = make_appointment(former, on=today() - timedelta(days=30))
    end_appointment(actor=OFFICE, appointment_id=gone.pk, reason="迁居", on=today())

    assert names(staff, "appointment", roles=["ambassador"]) == ["使者"]
    assert names(staff, "appointment", roles=["judge"]) == []
    assert names(staff, "appointment", held="past") == ["前任"]
    assert (
        explain(Group("all", [Condition("appointment", {})]), staff, other.pk, with_values=True)
        .items[0]
        .value
        == "never held an office"
    )


def test_members_of_an_alumni_organisation(staff):
    club = make_organisation("上海校友会")
    make_member(club, "会员")
    make_person("旁人")

    assert names(staff, "member", chosen=[club.pk]) == ["会员"]
    assert names(staff, "member", names="上海") == ["会员"]
    assert names(staff, "member") == ["会员"]
    assert names(staff, "member", names="北京") == []


def test_what_people_did_how_often_and_never(staff):
    giver, guest, asleep = (make_person(name) for name in ("捐赠", "到会", "沉默"))
    for years in (0, 3, 4):
        acted(giver, day=today() - timedelta(days=365 * years))
    acted(guest, kind="past.event")

    assert names(staff, "engagement", kinds=["past.gift"]) == ["捐赠"]
    assert names(staff, "engagement", mode="experiential") == ["到会"]
    assert names(staff, "engagement", when="ever", at_least=3) == ["捐赠"]
    assert names(staff, "engagement", at_least=2) == []
    assert names(staff, "engagement", how="never", when="ever") == ["沉默"]
    old = {"when": "dates", "until": (today() - timedelta(days=700)).isoformat()}
    assert names(staff, "engagement", **old) == ["捐赠"]
    assert names(staff, "engagement", how="never", **old) == sorted(["到会", "沉默"])
    found = explain(
        Group("all", [Condition("engagement", {"when": "ever"})]), staff, giver.pk, with_values=True
    )
    assert found.items[0].value.startswith("3 times, last: Gave to the university, ")
    assert (
        "nothing in this period"
        in explain(Group("all", [Condition("engagement", {})]), staff, asleep.pk, with_values=True)
        .items[0]
        .value
    )


def test_whom_a_topic_may_reach(staff):
    willing = make_person("愿意", email="a@example.org")
    left = make_person("退订", email="b@example.org")
    make_person("无址")
    for person, wanted in ((willing, True), (left, False)):
        set_topic(
            actor=OFFICE, person_id=person.pk, topic="greetings", channel=Channel.EMAIL,
            wanted=wanted, method=Method.STAFF,
        )  # fmt: skip

    assert names(staff, "consent", topic="greetings", channel="email") == ["愿意"]
    assert names(staff, "consent", topic="greetings", wish="unsubscribed") == ["退订"]
    assert names(staff, "consent", topic="gone") == []
    value = explain(
        Group("all", [Condition("consent", {})]), staff, left.pk, with_values=True
    ).items[0]
    assert (value.holds, value.value) == (False, "unsubscribed from this topic")


def test_a_segment_within_a_segment_follows_it_and_no_circle_closes(staff):
    make_person("女士", sex="f")
    make_person("先生", sex="m")
    inner = saved(staff, ("person", {"sex": "f"}), name="内")
    outer = saved(staff, ("segment", {"chosen": [inner.pk]}), name="外")
    params = {"chosen": [outer.pk]}

    assert names(staff, "segment", **params) == ["女士"]
    mister = people_in(Group(), staff).get(name="先生")
    found = explain(
        Group("all", [Condition("segment", params)]), staff, mister.pk, with_values=True
    )
    assert found.items[0].value == (
        "not in it because of Saved segment: 内, on record: not in it because of Person: Female,"
        " on record: 先生, Male"
    )
    assert [use.label for use in uses_of(inner.pk, staff)] == ["外"]
    saved(staff, ("person", {"sex": "m"}), name="内", segment=inner)
    assert names(staff, "segment", **params) == ["先生"]
    saved(staff, name="内", segment=inner)
    assert names(staff, "segment", **params) == sorted(["女士", "先生"])
    with pytest.raises(DefinitionError, match="itself"):
        saved(staff, ("segment", params), name="内", segment=inner)
    Segment.objects.filter(pk=inner.pk).update(definition=outer.definition)
    with pytest.raises(DefinitionError, match="circle"):
        names(staff, "segment", **params)


def test_a_segment_is_seen_by_those_it_is_shared_with(staff, make_user):
    here, there = make_unit("此处学院", code="HERE"), make_unit("彼处学院", code="THERE")
    near, far = make_user("coordinator", college="HERE"), make_user("coordinator", college="THERE")
    saved(near, name="自用")
    saved(near, name="同院", shared=SharedWith(Sharing.UNIT, here))
    saved(staff, name="全体", shared=ALL_COLLEAGUES)

    def seen(user, action="view"):
        return sorted(scope(user, Segment, action).values_list("name", flat=True))

    assert there != here
    assert seen(near) == sorted(["自用", "同院", "全体"])
    assert seen(far) == ["全体"]
    assert seen(staff) == sorted(["同院", "全体"])
    assert seen(near, "change") == sorted(["自用", "同院"])
    assert seen(far, "change") == []


def test_a_segment_is_copied_put_away_and_taken_out_again(client_of):
    client = client_of("staff")
    made = saved(client.user, ("person", {"sex": "f"}), name="女校友", shared=ALL_COLLEAGUES)

    copied = client.post(f"/office/segments/{made.pk}/copy/")
    copy = Segment.objects.exclude(pk=made.pk).get()
    assert copied.url == f"/office/segments/{copy.pk}/edit/"
    assert (copy.definition, copy.sharing) == (made.definition, "owner")

    page = client.post(f"/office/segments/{made.pk}/archive/", follow=True).content.decode()
    assert f'action="/office/segments/{made.pk}/archive/"' in page  # the undo in the word about it
    assert "女校友" in client.get("/office/segments/?put_away=yes").content.decode()
    assert (
        client_of("staff").post(f"/office/segments/{made.pk}/archive/", {"undo": "1"}).status_code
        == 404
    )
    client.post(f"/office/segments/{made.pk}/archive/", {"undo": "1"})
    assert scope(client.user, Segment).filter(pk=made.pk).exists()


def test_the_builder_counts_each_condition_and_shows_one_by_itself(client_of):
    make_person("女士", sex="f", birth_date=date(1980, 3, 1))
    make_person("先生", sex="m", birth_date=date(1980, 3, 2))
    client = client_of("staff")
    tree = {
        "name": "甲", "node": ["0:-1:group", "1:0:person", "2:0:person"], "op-0": "all",
        "c1-sex": "f", "c2-months": "3",
    }  # fmt: skip

    live = client.post(
        "/office/segments/new/", {**tree, "do": "count"}, headers={"HX-Request": "true"}
    ).content.decode()
    assert [
        live.split(f'id="count-{number}"')[1].split(">")[1].split("<")[0] for number in (1, 2)
    ] == ["1 person", "2 people"]

    page = client.post("/office/segments/new/", {**tree, "do": "look:2"}).content.decode()
    assert "This condition by itself" in page
    assert "先生" in page
    whole = client.post("/office/segments/new/", {**tree, "do": "count"}).content.decode()
    assert "先生" not in whole
    for broken in (["x"], ["0:-1:group", "1:7:person"]):
        assert client.post("/office/segments/new/", {"node": broken}).status_code == 302


def test_the_names_of_a_segment_open_and_leave_with_a_reason(client_of):
    unit = make_unit("物理学院", code="PHY")
    make_person("在册", unit=unit)
    make_person("外院", unit=make_unit("法学院"))
    client = client_of("coordinator", college="PHY")
    made = saved(client.user, name="我院")

    page = client.get(f"/office/segments/{made.pk}/people/").content.decode()
    assert ("在册" in page, "外院" in page) == (True, False)
    assert client.post(f"/office/segments/{made.pk}/people/").status_code == 403
    assert client_of("director").get(f"/office/segments/{made.pk}/people/").status_code == 404
