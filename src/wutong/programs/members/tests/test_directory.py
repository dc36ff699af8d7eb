"""The directory: only what people chose to show, to whom they chose, and not by the hundred."""

import re
from datetime import date
from email import message_from_bytes, policy

import pytest
from bs4 import BeautifulSoup

from wutong.core.consent.enums import Audience, Method
from wutong.core.consent.public import set_levels
from wutong.core.people.models import Employment, Person
from wutong.core.people.public import Source, add_contact, mark_deceased, refresh_search
from wutong.core.reference.enums import DegreeLevel
from wutong.core.reference.models import ClassGroup, Region
from wutong.kernel.actors import Actor
from wutong.platform.audit.models import AuditEntry
from wutong.platform.outbox.models import Delivery, SingleMail
from wutong.programs.members.models import DirectoryUse, RelayedLetter
from wutong.programs.members.selectors.directory import Asked, reader_of, search_directory
from wutong.programs.members.services import directory as services
from wutong.programs.members.services.cards import revoke_card
from wutong.programs.members.vcard import vcard

pytestmark = pytest.mark.django_db
ACTOR = Actor.system("test")
MEMBERS, CLASSMATES = Audience.MEMBERS, Audience.CLASSMATES
SECRETS = ("zhou@example.test", "13912345678", "山海书局", "上海", "物理0601班", "19880504")


@pytest.fixture
def show():
    def make(person, **levels):
        set_levels(actor=ACTOR, person_id=person.pk, levels=levels, method=Method.MEMBER)
        return person

    return make


@pytest.fixture
def group(unit):
    return ClassGroup.objects.create(
        code="P0601", name="物理0601班", unit=unit, level=DegreeLevel.BACHELOR
    )


@pytest.fixture
def rich(make_person, group):
    """Somebody with a value in every field, none of it shown."""
    place = Region.objects.create(code="310100", name_zh="上海", name_en="上海")
    person = make_person("周望岳", email="zhou@example.test", region=place,
                         degree={"class_group": group, "student_no": "19880504"})  # fmt: skip
    add_contact(
        actor=ACTOR, person_id=person.pk, kind="phone", value="13912345678", source=Source()
    )
    Employment.objects.create(person=person, employer="山海书局", title="编辑", industry="出版")
    refresh_search([person.pk])
    return Person.objects.get(pk=person.pk)


@pytest.fixture
def reader(make_member):
    _user, person = make_member("林清澜")
    return person


def found(person, **asked):
    return [entry.name for entry in search_directory(reader_of(person), Asked(**asked)).entries]


# who is found


def test_nobody_is_listed_who_did_not_say_so(reader, rich):
    assert found(reader) == []


def test_members_find_by_every_condition_that_is_shown(reader, rich, show, unit):
    show(rich, name=MEMBERS, study=MEMBERS, place=MEMBERS, work=MEMBERS)
    for asked in (
        {}, {"name": "周望岳"}, {"name": "望岳"}, {"name": "周"}, {"name": "zhouwangyue"},
        {"name": "zhou wang"}, {"class_name": "物理0601班"}, {"college": unit.pk},
        {"place": rich.region_id}, {"industry": "出版"},
        {"name": "周", "college": unit.pk, "place": rich.region_id, "industry": "出版"},
    ):  # fmt: skip
        assert found(reader, **asked) == ["周望岳"], asked


def test_nobody_is_found_by_what_they_do_not_show(reader, rich, show, unit):
    show(rich, name=MEMBERS)
    for asked in (
        {"class_name": "物理0601班"}, {"college": unit.pk}, {"place": rich.region_id},
        {"industry": "出版"}, {"name": "13912345678"}, {"name": "5678"}, {"name": "zhou@example.test"},
        {"name": "19880504"}, {"name": "周明"},
    ):  # fmt: skip
        assert found(reader, **asked) == [], asked
    assert found(reader, name="周望岳") == ["周望岳"]


def test_the_mail_address_is_no_way_to_the_name(reader, make_person, show):
    show(make_person("吴远", email="secret@example.test"), name=MEMBERS)
    assert found(reader, name="secret") == []


def test_what_is_for_the_class_is_for_the_class(rich, show, make_member, group):
    show(rich, name=CLASSMATES, study=CLASSMATES, work=CLASSMATES)
    _user, mate = make_member("林清澜", degree={"class_group": group})
    _user, other = make_member("吴远")
    assert found(mate, class_name="物理0601班") == ["周望岳"]
    assert found(mate, industry="出版") == ["周望岳"]
    assert found(other) == []


def test_the_dead_and_the_merged_are_not_listed(reader, rich, make_person, show):
    show(rich, name=MEMBERS)
    gone = show(make_person("吴远"), name=MEMBERS)
    Person.objects.filter(pk=gone.pk).update(merged_into=rich)
    mark_deceased(actor=ACTOR, person_id=rich.pk, on=date(2026, 1, 1))
    assert found(reader) == []


def test_hiding_again_holds_at_once(reader, rich, show):
    show(rich, name=MEMBERS)
    assert found(reader) == ["周望岳"]
    show(rich, name=Audience.OFFICE)
    assert found(reader) == []


def test_two_hundred_and_no_more(reader, make_person, show):
    for number in range(23):
        show(make_person(f"王{chr(0x4E00 + number)}"), name=MEMBERS)
    first = search_directory(reader_of(reader), Asked())
    second = search_directory(reader_of(reader), Asked(page=2))
    assert (len(first.entries), first.more, len(second.entries), second.more) == (
        20,
        True,
        3,
        False,
    )
    assert not {entry.pk for entry in first.entries} & {entry.pk for entry in second.entries}
    assert search_directory(reader_of(reader), Asked(page=99)).entries == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_number_of_questions(
    count, make_member, make_person, show, client, django_assert_max_num_queries
):
    for number in range(count):
        show(make_person(f"王{chr(0x4E00 + number)}"), name=MEMBERS, study=MEMBERS)
    user, _person = make_member("林清澜")
    client.force_login(user)
    client.get("/me/directory/")
    with django_assert_max_num_queries(20):
        assert client.get("/me/directory/").content.decode().count("directory-entry") == count


# who may read


def test_without_a_card_there_is_no_directory(make_member, client, rich, show):
    show(rich, name=MEMBERS)
    user, person = make_member("林清澜")
    revoke_card(actor=ACTOR, person_id=person.pk, reason="test")
    client.force_login(user)
    for path in (
        "/me/directory/",
        f"/me/directory/{rich.pk}/",
        f"/me/directory/{rich.pk}/card.vcf",
    ):
        assert client.get(path)["Location"] == "/me/card/"


def test_nothing_leaks_to_another_member(make_member, make_user, rich, show, client, unit):
    """Every address of a member's pages, every export and every search, tried by somebody else."""
    owner = make_user()
    Person.objects.filter(pk=rich.pk).update(user=owner)
    user, person = make_member("林清澜")
    client.force_login(user)
    seen, waiting = set(), [
        "/me/", "/me/card/", "/me/card/code/", "/me/record/", "/me/directory/",
        *(f"/me/record/as/{circle}/" for circle in ("class", "members", "everyone")),
        *(f"/me/directory/?name={text}" for text in ("周", "周望岳", "zhou", "5678", "13912345678")),
        "/me/directory/?class=物理0601班", f"/me/directory/?college={unit.pk}",
        f"/me/directory/?place={rich.region_id}", "/me/directory/?industry=出版",
        *(f"/me/directory/{rich.pk}/{tail}" for tail in ("", "card.vcf", "letter/")),
        *(f"/me/{tail}?person={rich.pk}&pk={rich.pk}&id={rich.pk}" for tail in ("", "record/", "card/")),
        f"/office/people/{rich.pk}/", f"/office/members/cards/{rich.pk}/",
    ]  # fmt: skip
    while waiting:
        path = waiting.pop()
        if path in seen or len(seen) > 120:
            continue
        seen.add(path)
        answer = client.get(path)
        text = answer.content.decode(errors="replace") if not answer.streaming else ""
        page = BeautifulSoup(text, "html.parser")
        for control in page.select("input, select"):  # what was asked, and the lists to choose from
            control.decompose()
        leaked = [secret for secret in (*SECRETS, "周望岳") if secret in page.get_text()]
        assert leaked == [], path
        waiting += [
            link["href"]
            for link in page.select("a[href^='/me/'], a[href^='?']")
            if "logout" not in link["href"] and not link["href"].startswith("?")
        ]
    assert len(seen) > 20
    # with only the name shown, only the name appears
    show(rich, name=MEMBERS)
    texts = [
        client.get(path).content.decode()
        for path in (
            "/me/directory/",
            f"/me/directory/{rich.pk}/",
            f"/me/directory/{rich.pk}/card.vcf",
        )
    ]
    assert ["周望岳" in text for text in texts] == [True] * 3
    for text in texts:
        page = BeautifulSoup(text, "html.parser")
        for control in page.select("input, select"):
            control.decompose()
        assert [secret for secret in SECRETS if secret in page.get_text()] == []
    assert person.pk != rich.pk


def test_whoever_sees_a_number_is_told_to_its_owner(make_member, rich, show, client):
    show(rich, name=MEMBERS, phone=MEMBERS)
    user, _person = make_member("林清澜")
    client.force_login(user)
    assert "13912345678" in client.get(f"/me/directory/{rich.pk}/").content.decode()
    entry = AuditEntry.objects.get(verb="sensitive.viewed")
    assert (entry.subject_ref, entry.actor_id, entry.data["fields"]) == (
        f"person:{rich.pk}", user.pk, ["phone"],
    )  # fmt: skip


# harvesting


def test_reading_by_the_hundred_is_stopped_and_written_down(
    make_member, rich, show, client, monkeypatch
):
    monkeypatch.setattr(services, "PROFILES_A_DAY", 3)
    show(rich, name=MEMBERS)
    user, person = make_member("林清澜")
    client.force_login(user)
    codes = [client.get(f"/me/directory/{rich.pk}/").status_code for _ in range(6)]
    assert codes == [200, 200, 200, 429, 429, 429]
    assert client.get("/me/directory/").status_code == 429
    assert AuditEntry.objects.filter(verb="directory.stopped").count() == 1
    use = DirectoryUse.objects.get()
    assert (use.person_id, use.stopped_at is not None) == (person.pk, True)


def test_guessing_numbers_of_people_is_counted_too(make_member, client, monkeypatch):
    monkeypatch.setattr(services, "PROFILES_A_DAY", 3)
    user, _person = make_member("林清澜")
    client.force_login(user)
    codes = [client.get(f"/me/directory/{pk}/").status_code for pk in range(900_001, 900_006)]
    assert codes == [404, 404, 404, 429, 429]


# letters


def write(client, person, text="您好，我是林清澜。"):
    return client.post(f"/me/directory/{person.pk}/letter/", {"text": text})


def test_a_letter_goes_out_without_either_address_and_is_answered(make_member, rich, show, client):
    show(rich, name=MEMBERS, letters=MEMBERS)
    user, sender = make_member("林清澜", email="lin@example.test")
    client.force_login(user)
    assert write(client, rich).status_code == 302
    assert Delivery.objects.get().address == "zhou@example.test"
    raw = bytes(SingleMail.objects.get().raw)
    content = message_from_bytes(raw, policy=policy.default).get_body(("plain",)).get_content()
    assert "您好，我是林清澜。" in content
    assert b"lin@example.test" not in raw
    path = re.search(r"/letter/\S+/", content).group()
    client.logout()
    page = client.get(path)
    assert page.status_code == 200
    assert page["Referrer-Policy"] == "same-origin"  # with no-referrer a browser could not post
    assert "no-referrer" not in page.content.decode()
    assert "lin@example.test" not in page.content.decode()
    assert client.post(path, {"text": "谢谢您来信。"}).status_code == 200
    answer = RelayedLetter.objects.order_by("-pk").first()
    assert (answer.sender_id, answer.recipient_id, answer.answers_id is not None) == (
        rich.pk, sender.pk, True,
    )  # fmt: skip
    assert set(Delivery.objects.values_list("address", flat=True)) == {
        "zhou@example.test", "lin@example.test",
    }  # fmt: skip


def test_who_takes_no_letters_gets_none(make_member, rich, show, client):
    show(rich, name=MEMBERS)
    user, _person = make_member("林清澜")
    client.force_login(user)
    assert client.get(f"/me/directory/{rich.pk}/letter/").status_code == 404
    assert write(client, rich).status_code == 404
    assert Delivery.objects.count() == 0


def test_ten_letters_a_day(make_member, rich, show, client, monkeypatch):
    monkeypatch.setattr(services, "LETTERS_A_DAY", 2)
    show(rich, name=MEMBERS, letters=MEMBERS)
    user, _person = make_member("林清澜")
    client.force_login(user)
    assert [write(client, rich).status_code for _ in range(3)] == [302, 302, 422]


def test_an_altered_link_answers_nobody(client, db):
    assert client.get("/letter/nonsense/").status_code == 404
    assert client.post("/letter/nonsense/", {"text": "x"}).status_code == 404
    assert RelayedLetter.objects.count() == 0


# vCard


def test_the_card_holds_what_is_shown_and_is_well_formed(make_member, rich, show, client):
    show(rich, name=MEMBERS, phone=MEMBERS, work=MEMBERS, letters=MEMBERS)
    user, _person = make_member("林清澜")
    client.force_login(user)
    answer = client.get(f"/me/directory/{rich.pk}/card.vcf")
    assert answer["Content-Type"] == "text/vcard; charset=utf-8"
    assert answer.content.decode() == (
        "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:周望岳\r\nORG:山海书局\r\nTITLE:编辑\r\n"
        "TEL;VALUE=text:13912345678\r\nEND:VCARD\r\n"
    )


def test_values_cannot_add_lines_to_a_card():
    card = vcard({"name": ["A;B,C\\\r\nTEL:1"], "study": ["物" * 60]})
    lines = card.split("\r\n")
    assert lines[2] == "FN:A\\;B\\,C\\\\\\nTEL:1"
    assert all(len(line.encode()) <= 75 for line in lines)
    assert card.replace("\r\n ", "").count("物" * 60) == 1
