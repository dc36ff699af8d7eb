"""The alumni card: issued at once, and its code is believed for a minute by whoever has our keys."""

import io
import json
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from wutong.core.people.models import Person
from wutong.core.people.public import mark_deceased
from wutong.kernel.actors import Actor
from wutong.platform.audit.models import AuditEntry
from wutong.programs.members import gate
from wutong.programs.members.card_token import KeyRing, Verdict, check_token
from wutong.programs.members.errors import NoCardForThisError
from wutong.programs.members.models import Card
from wutong.programs.members.selectors.cards import (
    card_number,
    judge,
    live_code,
    printed_code,
    published_keys,
    standing_card,
)
from wutong.programs.members.services.cards import issue_card, revoke_card

ACTOR = Actor.system("test")
NOON = datetime(2026, 11, 22, 4, 0, 10, tzinfo=UTC)
SOURCE = str(Path(gate.__file__).resolve().parents[3])


@pytest.fixture
def card(make_member):
    _user, person = make_member()
    return standing_card(person.pk)


def ring():
    return KeyRing.from_published(json.loads(json.dumps(published_keys())))


# issuing


def test_an_alumnus_has_the_card_as_soon_as_the_account_is_linked(make_member):
    _user, person = make_member()
    card = Card.objects.get()
    assert (card.person_id, card.number[:4], card.revoked_at) == (person.pk, "2010", None)
    assert AuditEntry.objects.filter(verb="card.issued").count() == 1


def test_issuing_twice_gives_the_same_card(make_member):
    _user, person = make_member()
    again = issue_card(actor=ACTOR, person_id=person.pk)
    assert list(Card.objects.values_list("pk", flat=True)) == [again.pk]


def test_a_student_and_a_dead_person_get_none(make_person):
    student = make_person("周明", alumnus=False)
    late = make_person("吴远")
    mark_deceased(actor=ACTOR, person_id=late.pk, on=date(2020, 1, 1))
    for person in (student, late):
        with pytest.raises(NoCardForThisError):
            issue_card(actor=ACTOR, person_id=person.pk)
    assert Card.objects.count() == 0


def test_a_card_called_back_is_replaced_under_the_same_number(card):
    assert revoke_card(actor=ACTOR, person_id=card.person_id, reason="lost") is True
    assert revoke_card(actor=ACTOR, person_id=card.person_id, reason="lost") is False
    fresh = issue_card(actor=ACTOR, person_id=card.person_id)
    assert fresh.number == card.number
    assert fresh.pk != card.pk


@given(st.integers(1900, 2100), st.integers(1, 9_999_999), st.integers(0, 11), st.integers(1, 9))
def test_a_wrong_digit_in_the_number_shows(year, person_id, place, step):
    number = card_number(year, person_id)
    wrong = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    product = 10
    for digit in wrong[:-1]:
        total = (product + int(digit)) % 10 or 10
        product = total * 2 % 11
    assert (product + int(wrong[-1])) % 10 != 1


# the code


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("later", "verdict"),
    [
        (timedelta(seconds=-71), Verdict.EARLY),
        (timedelta(seconds=-70), Verdict.VALID),
        (timedelta(), Verdict.VALID),
        (timedelta(seconds=109), Verdict.VALID),
        (timedelta(seconds=110), Verdict.EXPIRED),
    ],
)
def test_a_live_code_holds_for_its_minute_and_one_to_either_side(card, later, verdict):
    token = live_code(card, NOON).token
    assert check_token(token, ring(), NOON + later).verdict is verdict


def test_the_code_tells_a_masked_name_and_the_serial_only(card):
    answer = check_token(live_code(card, NOON).token, ring(), NOON)
    assert (answer.claim.name, answer.claim.serial) == ("林*澜", card.pk)


def test_every_altered_character_is_noticed(card):
    token = live_code(card, NOON).token
    for place, letter in enumerate(token[:-1]):
        other = "A" if letter != "A" else "B"
        altered = token[:place] + other + token[place + 1 :]
        assert check_token(altered, ring(), NOON).verdict is Verdict.FORGED


@pytest.mark.parametrize("text", ["", "x", "/", "A" * 5000, "1" * 40, "林", "AAAAAAAA", "\x00"])
def test_nonsense_is_no_card(card, text):
    assert check_token(text, ring(), NOON).verdict is Verdict.FORGED


def test_paper_holds_until_its_last_day_and_is_called_paper(card):
    token = printed_code(card, date(2027, 12, 31)).token
    before = datetime(2027, 12, 31, 23, tzinfo=UTC)
    assert check_token(token, ring(), before).verdict is Verdict.VALID
    assert check_token(token, ring(), before + timedelta(hours=1)).verdict is Verdict.EXPIRED


def test_a_code_called_back_is_refused_with_the_next_list(card):
    before, token = ring(), live_code(card, NOON).token
    revoke_card(actor=ACTOR, person_id=card.person_id, reason="lost")
    assert check_token(token, before, NOON).verdict is Verdict.VALID
    assert check_token(token, ring(), NOON).verdict is Verdict.REVOKED


def test_the_page_at_the_gate_knows_of_a_death_at_once(card):
    token = live_code(card, NOON).token
    assert judge(token, NOON).good
    mark_deceased(actor=ACTOR, person_id=card.person_id, on=date(2026, 11, 1))
    assert judge(token, NOON).verdict is Verdict.REVOKED


def test_keys_rotate_and_the_one_before_last_is_believed_no_more(card, settings):
    settings.WUTONG_KEYS = ["first key of three"]
    token = live_code(card, NOON).token
    settings.WUTONG_KEYS = ["second key of three", "first key of three"]
    assert check_token(token, ring(), NOON).good
    assert check_token(live_code(card, NOON).token, ring(), NOON).good
    settings.WUTONG_KEYS = ["third key", "second key of three", "first key of three"]
    assert check_token(token, ring(), NOON).verdict is Verdict.FORGED


# the gate without a network


def test_the_gate_calls_out_a_code_that_comes_twice(card):
    token, out = live_code(card, NOON).token, io.StringIO()
    assert gate.run([token, "\n", token, "junk"], ring(), out, lambda: NOON) == (1, 2)
    assert out.getvalue().splitlines() == [
        "有效 VALID · 林*澜",
        "刚刚用过 ALREADY SHOWN · 林*澜",
        "不是本校校友卡 NOT OURS",
    ]


def test_the_command_needs_nothing_but_the_published_keys(card, tmp_path):
    key = tmp_path / "public.json"
    key.write_text(json.dumps(published_keys()))
    token = live_code(card, datetime.now(tz=UTC)).token

    def run(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "wutong.programs.members.gate", "--key", str(key), *arguments],
            env={"PYTHONPATH": SOURCE, "PYTHONIOENCODING": "utf-8"},
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    good = run(f"HTTPS://ALUMNI.EXAMPLE/G/{token}")
    assert (good.returncode, good.stdout) == (0, "有效 VALID · 林*澜\n")
    bad = run(token[:-9] + "AAAAAAAAA")
    assert (bad.returncode, bad.stdout) == (1, "不是本校校友卡 NOT OURS\n")
    key.write_text("{}")
    assert run(token).returncode == 2


# the pages


def test_the_card_shows_itself_and_this_minutes_code(make_member, client):
    user, person = make_member()
    client.force_login(user)
    with time_machine.travel(NOON, tick=False):
        soup = BeautifulSoup(client.get("/me/card/").content, "html.parser")
        fragment = BeautifulSoup(client.get("/me/card/code/").content, "html.parser")
    assert soup.select_one(".pass-name").get_text() == "林清澜"
    assert soup.select_one(".pass-number").get_text().replace(" ", "") == person.cards.get().number
    assert soup.select_one("noscript meta")["content"] == "50"
    assert fragment.select_one("[data-seconds]")["data-seconds"] == "50"
    assert str(fragment.svg) == str(soup.select_one(".pass-plate svg"))
    assert len(soup.select(".rings use")) == 16


def test_without_a_card_one_is_issued_by_pressing_not_by_looking(make_member, client):
    user, person = make_member()
    Card.objects.all().delete()
    client.force_login(user)
    assert b"Issue my card" in client.get("/me/card/").content
    assert client.get("/me/card/code/").status_code == 404
    assert Card.objects.count() == 0
    assert client.post("/me/card/")["Location"] == "/me/card/"
    assert Card.objects.get().person_id == person.pk


def test_a_student_is_told_why_there_is_none(make_member, client):
    user, _person = make_member(alumnus=False)
    client.force_login(user)
    assert b"Issue my card" not in client.get("/me/card/").content
    client.post("/me/card/")
    assert Card.objects.count() == 0


def test_strangers_see_no_card(client, db):
    for path in ("/me/card/", "/me/card/code/"):
        assert client.get(path)["Location"].startswith("/sign-in/")


def test_any_phone_that_scans_reads_the_verdict(card, client):
    token = live_code(card, NOON).token
    with time_machine.travel(NOON, tick=False):
        page = client.get(f"/G/{token}", headers={"accept-language": "en"})
        typed = client.get("/gate/", {"code": f"HTTP://X/G/{token}"})
    assert page.status_code == 200
    text = BeautifulSoup(page.content, "html.parser").main.get_text()
    assert "Valid" in text
    assert "林*澜" in text
    assert "清澜" not in page.content.decode()
    assert "林*澜" in typed.content.decode()
    assert (
        AuditEntry.objects.exclude(verb__in=("card.issued", "member.linked"))
        .filter(subject_ref=f"person:{card.person_id}", verb__startswith="card")
        .count()
        == 0
    )


def test_a_later_look_is_too_late(card, client):
    token = live_code(card, NOON).token
    with time_machine.travel(NOON + timedelta(minutes=5), tick=False):
        page = client.get(f"/G/{token}", headers={"accept-language": "en"}).content.decode()
    assert "This code has expired" in page


def test_the_published_keys_hold_no_person(card, client):
    revoke_card(actor=ACTOR, person_id=card.person_id, reason="lost")
    answer = client.get("/.well-known/wutong-card.json")
    assert set(answer.json()) == {"algorithm", "period", "keys", "revoked", "made_at"}
    assert answer.json()["revoked"] == [card.pk]
    assert "max-age=300" in answer["Cache-Control"]


def test_a_merged_record_has_no_card(card):
    kept = Person.objects.create(name="林清澜")
    Person.objects.filter(pk=card.person_id).update(merged_into=kept)
    assert judge(live_code(card, NOON).token, NOON).verdict is Verdict.REVOKED


# the office


def test_the_office_calls_a_card_back_with_a_reason_and_issues_it_anew(card, make_user, client):
    client.force_login(make_user("staff"))
    path = f"/office/members/cards/{card.person_id}/"
    assert client.post(path, {}).status_code == 422
    assert client.post(path, {"reason": "phone stolen"}).status_code == 302
    card.refresh_from_db()
    assert card.revoked_reason == "phone stolen"
    assert b"phone stolen" in client.get(f"/office/people/{card.person_id}/").content
    assert client.post(path, {}).status_code == 302
    assert Card.objects.filter(revoked_at__isnull=True).count() == 1


@pytest.mark.parametrize(("role", "status"), [("auditor", 403), ("administrator", 403)])
def test_who_may_not_change_people_calls_no_card_back(card, make_user, client, role, status):
    client.force_login(make_user(role))
    path = f"/office/members/cards/{card.person_id}/"
    assert client.post(path, {"reason": "x"}).status_code == status
    card.refresh_from_db()
    assert card.revoked_at is None


def test_a_coordinator_of_another_college_finds_nobody(card, make_user, client):
    client.force_login(make_user("coordinator", college="Q"))
    path = f"/office/members/cards/{card.person_id}/"
    assert client.post(path, {"reason": "x"}).status_code == 404
