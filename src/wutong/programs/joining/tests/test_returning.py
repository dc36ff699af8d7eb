"""Coming back with a code, and invitation links: a contact alone opens nothing dormant (ID-4)."""

import pytest

from wutong.core.people.models import ContactPoint
from wutong.core.people.public import add_contact
from wutong.kernel.actors import Actor
from wutong.platform.accounts.models import User
from wutong.programs.joining.models import ContactProof, Invitation
from wutong.programs.joining.services.invitations import invitation_address, invite

pytestmark = pytest.mark.django_db
CLERK = Actor.system("test")


def come(visitor, code, email="lin@example.org"):
    visitor.post("/join/back/", {"email": email})
    return visitor.post("/join/code/", {"code": code()})["Location"]


def is_in(visitor):
    return "_auth_user_id" in visitor.session


def test_a_fresh_address_opens_ones_page(visitor, alumnus, code):
    person = alumnus(email="lin@example.org")
    assert come(visitor, code) == "/me/"
    person.refresh_from_db()
    assert person.user.email == "lin@example.org"


def test_what_a_forwarded_link_added_yesterday_is_no_key(visitor, alumnus, code, letters):
    person = alumnus(email="lin@example.org")
    add_contact(actor=CLERK, person_id=person.pk, kind="email", value="new@example.org")
    assert come(visitor, code, "new@example.org") == "/join/back/fact/"
    visitor.post("/join/back/fact/", {"entry_year": 2006})
    assert (is_in(visitor), "lin@example.org" in letters()[-1][0]) == (True, True)


def test_an_unknown_address_learns_it_only_after_the_code(visitor, code):
    assert come(visitor, code) == "/join/register/"
    assert not is_in(visitor)


def test_a_dormant_address_is_asked_a_fact_and_the_others_are_told(visitor, alumnus, code, letters):
    alumnus(email="lin@example.org", fresh=False)
    person = ContactPoint.objects.get().person
    add_contact(actor=CLERK, person_id=person.pk, kind="email", value="work@example.org")
    assert come(visitor, code) == "/join/back/fact/"
    assert not is_in(visitor)
    assert visitor.post("/join/back/fact/", {"entry_year": 2006}).status_code == 302
    assert is_in(visitor)
    assert "work@example.org" in letters()[-1][0]
    assert "opened" in letters()[-1][1]


def test_a_recycled_address_does_not_open_the_record_of_its_former_owner(visitor, alumnus, code):
    person = alumnus(email="lin@example.org", fresh=False)
    assert come(visitor, code) == "/join/back/fact/"
    guesses = [visitor.post("/join/back/fact/", {"entry_year": year}) for year in range(1990, 1993)]
    assert [answer.status_code for answer in guesses] == [422] * 3
    assert visitor.post("/join/back/fact/", {"entry_year": 2006}).status_code == 429
    come(visitor, code)  # a new code buys no new guesses
    assert visitor.post("/join/back/fact/", {"entry_year": 2006}).status_code == 429
    person.refresh_from_db()
    assert (person.user, is_in(visitor), User.objects.count()) == (None, False, 0)


def test_a_shared_address_opens_the_one_whose_fact_is_given(visitor, alumnus, code):
    first = alumnus(email="lin@example.org")
    second = alumnus("林清涟", number="2010054321", email="lin@example.org")
    assert come(visitor, code) == "/join/back/fact/"
    assert visitor.post("/join/back/fact/", {"entry_year": 2006}).status_code == 422
    visitor.post("/join/back/fact/", {"student_no": "2010054321"})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.user, second.user.email) == (None, "lin@example.org")


def test_the_question_is_not_reached_without_the_code(visitor, alumnus):
    alumnus(email="lin@example.org", fresh=False)
    visitor.post("/join/back/", {"email": "lin@example.org"})
    answer = visitor.post("/join/back/fact/", {"entry_year": 2006})
    assert answer["Location"] == "/join/back/"
    assert ContactProof.objects.get().guesses == 0


def test_a_colleagues_account_is_never_opened_by_a_code(visitor, alumnus, code, make_user):
    person = alumnus(email="lin@example.org")
    person.user = make_user("staff")
    person.save(update_fields=["user"])
    assert come(visitor, code).startswith("/sign-in/")
    assert not is_in(visitor)


def path_of(invitation):
    return invitation_address(invitation).partition("//")[2].partition("/")[2]


def test_an_invitation_opens_once_and_looking_changes_nothing(visitor, alumnus, letters):
    person = alumnus(email="lin@example.org")
    invite(actor=CLERK, person_id=person.pk)
    text = letters()[-1][2]
    path = text[text.index("/join/i/") :].split()[0]
    page = visitor.get(path).content.decode()
    assert ("林*澜" in page, "林清澜" in page) == (True, False)
    assert not User.objects.exists()
    assert visitor.post(path)["Location"] == "/join/welcome/"
    assert is_in(visitor)
    visitor.logout()
    assert visitor.post(path).status_code == 410
    assert not is_in(visitor)


def test_an_invitation_to_a_dormant_address_asks_and_ends_after_five_guesses(visitor, alumnus):
    person = alumnus(email="lin@example.org", fresh=False)
    path = f"/{path_of(invite(actor=CLERK, person_id=person.pk))}"
    assert visitor.post(path).status_code == 422
    for year in range(1980, 1985):
        visitor.post(path, {"entry_year": year})
    assert visitor.post(path, {"entry_year": 2006}).status_code == 410
    assert (Invitation.objects.get().state, User.objects.count()) == ("revoked", 0)


def test_a_link_to_an_address_that_was_replaced_opens_nothing(visitor, alumnus):
    person = alumnus(email="lin@example.org")
    path = f"/{path_of(invite(actor=CLERK, person_id=person.pk))}"
    add_contact(
        actor=CLERK, person_id=person.pk, kind="email", value="new@example.org", is_primary=True
    )
    assert visitor.get(path).status_code == 410
    assert visitor.post(path).status_code == 410
    assert not User.objects.exists()
