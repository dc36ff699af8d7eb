"""Who sees what of my record, and how what is wrong in it is put right."""

from datetime import date

import pytest
from bs4 import BeautifulSoup

from wutong.core.consent.enums import Audience, Method
from wutong.core.consent.public import levels_of, set_levels
from wutong.core.people.models import ContactPoint, Employment, Person, Provenance
from wutong.core.reference.models import Region
from wutong.kernel.actors import Actor
from wutong.kernel.clock import working_days_after
from wutong.platform.audit.models import AuditEntry
from wutong.platform.outbox.models import Delivery
from wutong.programs.members.models import Correction
from wutong.programs.members.services.corrections import (
    accept_correction,
    ask_correction,
)

pytestmark = pytest.mark.django_db
ACTOR = Actor.system("test")


def ask(person, field, **wanted):
    return ask_correction(actor=ACTOR, person_id=person.pk, field=field, wanted=wanted)


def accept(row, user):
    return accept_correction(actor=Actor.of(user), user=user, correction_id=row.pk)


# who sees what


def test_the_page_shows_every_field_as_hidden_at_first(make_member, client):
    user, _person = make_member(email="lin@example.test")
    client.force_login(user)
    soup = BeautifulSoup(client.get("/me/record/").content, "html.parser")
    chosen = {
        select["name"]: select.select_one("[selected]")["value"]
        for select in soup.select("select[name]")
    }
    assert chosen == dict.fromkeys(
        ("name", "study", "place", "work", "email", "phone", "wechat", "letters"), "0"
    )
    assert "lin@example.test" in soup.main.get_text()


def test_levels_are_kept_without_javascript_and_nonsense_is_left_alone(make_member, client):
    user, person = make_member()
    client.force_login(user)
    answer = client.post("/me/record/", {"name": "2", "phone": "1", "work": "9", "birth_date": "3"})
    assert answer["Location"] == "/me/record/"
    levels = levels_of(person.pk)
    assert (levels["name"], levels["phone"], levels["work"]) == (2, 1, 0)


def test_one_member_changes_nothing_of_another(make_member, client):
    user, _person = make_member("周明")
    _other_user, other = make_member()
    client.force_login(user)
    client.post("/me/record/", {"name": "3", "person": other.pk, "person_id": other.pk})
    assert levels_of(other.pk)["name"] == Audience.OFFICE


def test_seeing_oneself_as_others_do(make_member, client):
    user, person = make_member(email="lin@example.test")
    set_levels(
        actor=ACTOR, person_id=person.pk, method=Method.MEMBER,
        levels={"name": Audience.MEMBERS, "email": Audience.CLASSMATES},
    )  # fmt: skip
    client.force_login(user)
    pages = {
        circle: BeautifulSoup(
            client.get(f"/me/record/as/{circle}/").content, "html.parser"
        ).main.get_text()
        for circle in ("class", "members", "everyone")
    }
    assert ["lin@example.test" in page for page in pages.values()] == [True, False, False]
    assert ["林清澜" in page for page in pages.values()] == [True, True, False]
    assert client.get("/me/record/as/police/").status_code == 404


def test_a_public_page_holds_what_is_for_everyone_and_else_there_is_none(make_member, client):
    user, person = make_member(email="lin@example.test")
    path = f"/p/{person.cards.get().number}/"
    assert client.get(path).status_code == 404
    set_levels(
        actor=ACTOR, person_id=person.pk, method=Method.MEMBER,
        levels={"name": Audience.EVERYONE, "study": Audience.EVERYONE, "email": Audience.MEMBERS},
    )  # fmt: skip
    page = client.get(path).content.decode()
    assert ("林清澜" in page, "物理学院" in page or "Physics" in page) == (True, True)
    assert "lin@example.test" not in page
    client.force_login(user)
    assert path in client.get("/me/record/").content.decode()
    set_levels(
        actor=ACTOR, person_id=person.pk, method=Method.MEMBER, levels={"name": Audience.MEMBERS}
    )
    assert client.get(path).status_code == 404


# what is wrong


@pytest.mark.parametrize(
    ("day", "amount", "expected"),
    [
        (date(2026, 11, 20), 3, date(2026, 11, 25)),  # a Friday
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # a Saturday
        (date(2026, 11, 23), 15, date(2026, 12, 14)),
    ],
)
def test_working_days(day, amount, expected):
    assert working_days_after(day, amount) == expected


def test_asking_changes_nothing_yet_and_shows_as_under_way(make_member, client):
    user, person = make_member()
    client.force_login(user)
    answer = client.post("/me/record/correct/name/", {"value": "林青澜", "note": "三点水是误植"})
    assert answer["Location"] == "/me/record/#name"
    row = Correction.objects.get()
    assert (row.person_id, row.shown, row.said, row.state) == (
        person.pk,
        "林清澜",
        "林青澜",
        "open",
    )
    person.refresh_from_db()
    assert person.name == "林清澜"
    assert "林青澜" in client.get("/me/record/").content.decode()


def test_asking_again_replaces_and_asking_for_the_same_is_told(make_member, client):
    user, person = make_member()
    ask(person, "name", value="林青澜")
    ask(person, "name", value="林青蓝")
    assert list(Correction.objects.values_list("said", flat=True)) == ["林青蓝"]
    client.force_login(user)
    assert client.post("/me/record/correct/name/", {"value": "林清澜"}).status_code == 422
    assert client.post("/me/record/correct/phone/", {"value": "nonsense"}).status_code == 422
    assert client.get("/me/record/correct/grade/").status_code == 404


def test_one_click_takes_it_over_with_the_member_as_source_and_tells_them(
    make_member, make_user, client
):
    _user, person = make_member(email="lin@example.test")
    row = ask(person, "name", value="林青澜")
    client.force_login(make_user("staff"))
    assert (
        client.post(f"/office/members/corrections/{row.pk}/", {"do": "accept"}).status_code == 302
    )
    person.refresh_from_db()
    row.refresh_from_db()
    assert (person.name, row.state) == ("林青澜", "accepted")
    source = Provenance.objects.get(person=person, target="person")
    assert (source.source_kind, source.confidence, source.fields) == ("self", "A", ["name"])
    assert Delivery.objects.get().address == "lin@example.test"
    assert AuditEntry.objects.filter(verb="correction.accepted").count() == 1


def test_every_field_finds_its_place_in_the_record(make_member, make_user):
    clerk = make_user("staff")
    _user, person = make_member(email="lin@example.test")
    place = Region.objects.create(code="310100", name_zh="上海", name_en="Shanghai")
    for field, wanted in {
        "name_latin": {"value": "Lin Qinglan"},
        "birth_date": {"value": "1988-05-04"},
        "place": {"value": place.pk},
        "work": {"employer": "梧桐书店", "title": "店员"},
        "email": {"value": "new@example.test"},
        "phone": {"value": "13912345678"},
        "wechat": {"value": "qinglan88"},
        "study": {"value": "我在 2006 年入学"},
    }.items():
        accept(ask(person, field, **wanted), clerk)
    person = Person.objects.get(pk=person.pk)
    assert (person.name_latin, person.birth_date, person.region) == (
        "Lin Qinglan", date(1988, 5, 4), place,
    )  # fmt: skip
    assert Employment.objects.get().employer == "梧桐书店"
    points = ContactPoint.objects.filter(person=person, valid_to__isnull=True)
    assert set(points.values_list("kind", "value")) == {
        ("email", "new@example.test"), ("phone", "13912345678"), ("wechat", "qinglan88"),
    }  # fmt: skip


def test_what_was_corrected_does_not_keep_the_number(make_member, make_user):
    _user, person = make_member()
    row = accept(ask(person, "phone", value="13912345678"), make_user("staff"))
    row.refresh_from_db()
    assert "13912345678" not in f"{row.said}{row.wanted}{row.shown}"


def test_a_new_employer_ends_the_old_one(make_member, make_user):
    _user, person = make_member()
    Employment.objects.create(person=person, employer="旧公司")
    accept(ask(person, "work", employer="新公司", title=""), make_user("staff"))
    rows = Employment.objects.order_by("pk").values_list("employer", "to_date")
    assert [(employer, bool(until)) for employer, until in rows] == [
        ("旧公司", True), ("新公司", False),
    ]  # fmt: skip


def test_declining_needs_a_reason_and_changes_nothing(make_member, make_user, client):
    _user, person = make_member(email="lin@example.test")
    row = ask(person, "name", value="林青澜")
    client.force_login(make_user("staff"))
    path = f"/office/members/corrections/{row.pk}/"
    assert client.post(path, {"do": "decline", "answer": " "}).status_code == 422
    assert Delivery.objects.count() == 0
    client.post(path, {"do": "decline", "answer": "the register says otherwise"})
    row.refresh_from_db()
    person.refresh_from_db()
    assert (row.state, row.answer, person.name) == (
        "declined", "the register says otherwise", "林清澜",
    )  # fmt: skip
    assert client.post(path, {"do": "accept"}).status_code == 422


def test_who_may_decide(make_member, make_user, client):
    _user, person = make_member()
    row = ask(person, "name", value="林青澜")
    path = f"/office/members/corrections/{row.pk}/"
    for role, college, status in (
        ("auditor", "", 403), ("volunteer", "P", 403), ("coordinator", "Q", 404),
    ):  # fmt: skip
        client.force_login(make_user(role, college=college))
        assert client.post(path, {"do": "accept"}).status_code == status
    row.refresh_from_db()
    assert row.state == "open"
    client.force_login(make_user("coordinator", college="P"))
    assert client.get(path).status_code == 200


def test_the_list_and_the_to_do(make_member, make_user, client, django_assert_max_num_queries):
    client.force_login(make_user("staff"))
    for name in ("林清澜", "周明", "吴远"):
        ask(make_member(name)[1], "name", value="别名")
    with django_assert_max_num_queries(12):
        page = client.get("/office/members/corrections/?state=open").content.decode()
    assert [name in page for name in ("林清澜", "周明", "吴远")] == [True] * 3
    assert "3 corrections asked by members" in client.get("/office/").content.decode()
