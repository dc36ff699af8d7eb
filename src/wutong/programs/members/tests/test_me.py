"""The member's own page: one's own record and nobody else's."""

import pytest
from bs4 import BeautifulSoup

from wutong.core.consent.enums import Channel
from wutong.core.consent.public import preference_sheet
from wutong.core.people.models import Degree, Person
from wutong.core.people.public import Source, add_contact
from wutong.core.reference.enums import DegreeLevel, UnitKind
from wutong.core.reference.models import AcademicUnit
from wutong.kernel.actors import Actor
from wutong.platform.audit.models import AuditEntry
from wutong.platform.audit.public import viewed_sensitive
from wutong.programs.members.selectors import record as selectors
from wutong.programs.members.services import accounts as services

pytestmark = pytest.mark.django_db
ACTOR = Actor.system("test")


@pytest.fixture
def member(make_user):
    """Makes a person on record with an account."""
    unit = AcademicUnit.objects.create(code="P", kind=UnitKind.COLLEGE, name_zh="物理学院")

    def make(name="林清", email="lin@example.test"):
        person = Person.objects.create(name=name, language="en")
        Degree.objects.create(
            person=person, unit=unit, level=DegreeLevel.BACHELOR, entry_year=2006,
            leave_year=2010, student_no=f"06{person.pk}",
        )  # fmt: skip
        add_contact(
            actor=ACTOR, person_id=person.pk, kind="email", value=email,
            source=Source(kind="staff", label="test"),
        )  # fmt: skip
        user = make_user(language="en")
        services.link_account(actor=ACTOR, user=user, person_id=person.pk)
        user.refresh_from_db()
        return user, Person.objects.get(pk=person.pk)

    return make


def test_strangers_sign_in_first(client):
    assert client.get("/me/")["Location"] == "/sign-in/?next=/me/"
    assert client.post("/me/wishes/")["Location"].startswith("/sign-in/")


def test_one_sees_ones_own_record(member, client):
    user, person = member()
    client.force_login(user)
    soup = BeautifulSoup(client.get("/me/").content, "html.parser")
    assert soup.h1.get_text() == "林清"
    text = soup.main.get_text()
    assert "物理学院" in text
    assert f"06{person.pk}" in text
    assert "lin@example.test" not in text


def test_two_members_see_nothing_of_each_other(member, client, make_user):
    one, first = member()
    unit_count = AcademicUnit.objects.count()
    other_person = Person.objects.create(name="周明")
    other = make_user(language="en")
    services.link_account(actor=ACTOR, user=other, person_id=other_person.pk)
    client.force_login(other)
    page = client.get("/me/").content.decode()
    assert "周明" in page
    assert "林清" not in page
    assert f"06{first.pk}" not in page
    client.post("/me/wishes/", {"topics": [], "person": first.pk, "person_id": first.pk})
    lines = preference_sheet(first.pk, Channel.EMAIL).topics
    assert {line.topic.code: line.wanted for line in lines}["greetings"] is True
    lines = preference_sheet(other_person.pk, Channel.EMAIL).topics
    assert {line.topic.code: line.wanted for line in lines}["greetings"] is False
    assert AcademicUnit.objects.count() == unit_count
    assert one.pk != other.pk


def test_contacts_are_shown_in_full_when_asked_for(member, client):
    user, _person = member()
    client.force_login(user)
    assert b"lin@example.test" not in client.get("/me/").content
    assert b"lin@example.test" not in client.get("/me/?show=contacts").content
    assert b"lin@example.test" in client.post("/me/", {"show": "contacts"}).content
    assert b"lin@example.test" not in client.get("/me/").content


def test_who_looked_is_told_with_what_and_why(member, make_user, client):
    user, person = member()
    colleague = make_user("staff", display_name="Lu Xiaolan")
    viewed_sensitive(
        actor=Actor.of(colleague), subject=f"person:{person.pk}", subject_label=person.name,
        fields=["phone", "email"], reason="invitation to the anniversary",
    )  # fmt: skip
    viewed_sensitive(
        actor=Actor.of(colleague), subject="person:0", subject_label="somebody else",
        fields=["phone"], reason="not his business",
    )  # fmt: skip
    client.force_login(user)
    text = BeautifulSoup(client.get("/me/").content, "html.parser").get_text()
    assert "Alumni office: Staff viewed unmasked data: e-mail address, phone" in text
    assert "invitation to the anniversary" in text
    assert "not his business" not in text


def test_ones_own_doings_are_not_listed_as_looks(member):
    user, person = member()
    viewed_sensitive(
        actor=Actor.of(user), subject=f"person:{person.pk}", subject_label="", fields=[]
    )
    assert [look.who for look in selectors.looks(person) if look.who == str(user)] == []


def test_choosing_what_one_receives(member, client):
    user, person = member()
    client.force_login(user)
    response = client.post("/me/wishes/", {"topics": ["news"]})
    assert response["Location"] == "/me/#wishes"
    lines = preference_sheet(person.pk, Channel.EMAIL).topics
    assert {line.topic.code: line.wanted for line in lines} == {
        line.topic.code: line.topic.code == "news" for line in lines
    }


def test_an_account_without_a_record_is_told_what_to_do(make_user, client):
    client.force_login(make_user("staff"))
    page = client.get("/me/")
    assert page.status_code == 200
    assert b"/office/" in page.content
    client.post("/me/wishes/", {"topics": []})
    client.force_login(make_user())
    assert b"/office/" not in client.get("/me/").content


def test_linking_moves_an_account_and_is_written_down(member, make_user):
    user, person = member()
    other = Person.objects.create(name="周明")
    services.link_account(actor=ACTOR, user=user, person_id=other.pk)
    person.refresh_from_db()
    other.refresh_from_db()
    assert (person.user_id, other.user_id) == (None, user.pk)
    assert AuditEntry.objects.filter(verb="member.linked").count() == 2


def test_merged_records_show_nothing(member, client):
    user, person = member()
    kept = Person.objects.create(name="林清")
    Person.objects.filter(pk=person.pk).update(merged_into=kept)
    assert selectors.own_person(user) is None
