"""The queue of the office: who sees it, what a decision does, and inviting."""

import pytest

from wutong.core.people.models import Degree, Person
from wutong.core.people.public import contact_columns
from wutong.kernel import clock
from wutong.kernel.actors import Actor
from wutong.platform.accounts.models import User
from wutong.platform.audit.models import AuditEntry
from wutong.platform.files.models import StoredFile
from wutong.platform.privacy.public import Subject, holdings
from wutong.programs.joining.demo import build_applications
from wutong.programs.joining.enums import State
from wutong.programs.joining.models import Application, Invitation
from wutong.programs.joining.office.views import application_todos
from wutong.programs.joining.services.invitations import invite
from wutong.programs.joining.tasks import invite_people
from wutong.programs.members.models import Card
from wutong.ui.office.lists.list_source import ListSource

from .test_register import PDF, apply, upload

pytestmark = pytest.mark.django_db
CLERK = Actor.system("test")
LIST = "/office/people/applications/"


@pytest.fixture
def waiting(college):
    def make(name="林清澜", email="lin@example.org", state=State.OPEN, **fields):
        columns = contact_columns("email", email)
        return Application.objects.create(
            name=name, unit=college, entry_year=2006, contact_kind="email", state=state,
            contact=columns.normalised, contact_hash=columns.value_hash, language="en",
            contact_masked=columns.masked, asked_at=clock.now(), due_on=clock.today(),
            reasons=["one_fact"], **fields,
        )  # fmt: skip

    return make


def test_who_sees_the_queue(client_of, waiting, college, django_assert_max_num_queries):
    row = waiting()
    waiting("没有证明的人", "b@example.org", State.PROVING)
    for role in ("director", "staff", "auditor"):
        page = client_of(role).get(LIST).content.decode()
        assert ("林清澜" in page, "没有证明的人" in page, "lin@example.org" in page) == (
            True, False, False,
        )  # fmt: skip
    for role in ("coordinator", "volunteer"):
        assert client_of(role, college="PHY").get(f"{LIST}{row.pk}/").status_code == 403
    auditor = client_of("auditor")
    assert auditor.get(f"{LIST}{row.pk}/").status_code == 200
    assert auditor.post(f"{LIST}{row.pk}/", {"do": "decline"}).status_code == 404
    staff = client_of("staff")
    staff.get(LIST)
    counts = []
    for number in (1, 3):
        with django_assert_max_num_queries(14) as asked:
            staff.get(LIST)
        counts.append(len(asked))
        for extra in range(number * 2):
            waiting(f"又一人{extra}", f"x{number}{extra}@example.org")
    assert counts[0] == counts[1]


def decide(client, row, does, **given):
    data = {"do": does, "answer": "", "level": "bachelor", "completion": "graduated", **given}
    return client.post(f"{LIST}{row.pk}/", data)


def test_taking_somebody_in_opens_the_account_and_writes(client_of, waiting, alumnus, letters):
    person, row, client = alumnus(), waiting(), client_of("staff")
    page = client.get(f"{LIST}{row.pk}/").content.decode()
    assert f'value="{person.pk}" checked' in page
    assert decide(client, row, "accept").status_code == 422
    assert decide(client, row, "accept", person=person.pk)["Location"] == LIST
    row.refresh_from_db()
    person.refresh_from_db()
    assert (row.state, row.person_id, row.decided_by_id) == ("joined", person.pk, client.user.pk)
    assert (row.contact, person.user.email) == ("", "lin@example.org")
    assert Card.objects.filter(person=person).count() == 1
    assert letters()[-1][1] == "Welcome back: your alumni account is open"
    assert AuditEntry.objects.filter(verb="joining.accepted").get().actor_id == client.user.pk
    assert decide(client, row, "decline", answer="late").status_code == 422


def test_a_new_person_is_put_on_record_with_what_was_proven(client_of, waiting):
    row = waiting(student_no="2006012345")
    assert decide(client_of("staff"), row, "new").status_code == 302
    degree = Degree.objects.get()
    person = Person.objects.get()
    assert (degree.student_no, degree.entry_year, degree.unit_id) == (
        "2006012345",
        2006,
        row.unit_id,
    )
    assert (person.name, person.user.email, person.contactable) == (
        "林清澜", "lin@example.org", True,
    )  # fmt: skip


@pytest.mark.parametrize(("does", "state"), [("decline", "declined"), ("ask", "asked")])
def test_declining_and_asking_need_words_that_reach_the_applicant(
    client_of, waiting, letters, visitor, does, state
):
    row, client = waiting(), client_of("staff")
    assert decide(client, row, does).status_code == 422
    assert decide(client, row, does, answer="Please send the certificate.").status_code == 302
    row.refresh_from_db()
    assert (row.state, User.objects.filter(person__isnull=False).count()) == (state, 0)
    text = letters()[-1][2]
    assert "Please send the certificate." in text
    path = text[text.index("/join/s/") :].split()[0]
    assert "Please send the certificate." in visitor.get(path).content.decode()
    if state == "asked":
        visitor.post(path, {"note": "here it is"})
        row.refresh_from_db()
        assert (row.state, row.note) == ("open", "here it is")
        visitor.post(path, {"do": "withdraw"})
        row.refresh_from_db()
        assert (row.state, row.contact) == ("withdrawn", "")


def test_a_sensitive_record_is_not_shown_to_the_uncleared(client_of, waiting, alumnus):
    person = alumnus(grade=2)
    row = waiting()
    staff = client_of("staff")
    assert f'value="{person.pk}"' not in staff.get(f"{LIST}{row.pk}/").content.decode()
    assert decide(staff, row, "accept", person=person.pk).status_code == 422
    assert f'value="{person.pk}"' in client_of("director").get(f"{LIST}{row.pk}/").content.decode()


def test_what_waits_is_a_to_do(make_user, waiting):
    waiting()
    waiting("二", "b@example.org", State.ASKED)
    waiting("三", "c@example.org", State.DECLINED)
    todo = next(iter(application_todos(make_user("staff"))))
    assert todo.title == "2 applications to join"
    assert list(application_todos(make_user("auditor"))) == []


def test_inviting_one_from_the_dossier_and_many_from_the_list(client_of, alumnus, letters):
    person = alumnus(email="lin@example.org")
    lost = alumnus("无址", number="2006000009")
    client = client_of("staff")
    assert "Invite to join" in client.get(f"/office/people/{person.pk}/").content.decode()
    client.post(f"/office/people/applications/invite/{person.pk}/")
    assert (Invitation.objects.get().person_id, len(letters())) == (person.pk, 1)
    assert (
        client_of("volunteer", college="PHY")
        .post(f"/office/people/applications/invite/{person.pk}/")
        .status_code
        == 403
    )
    form = {"do": "bulk", "action": "joining-invite", "pick": [person.pk, lost.pk]}
    assert "2 people" in client.post("/office/people/", form).content.decode()
    answer = client.post("/office/people/", {**form, "confirmed": "2"})
    assert answer["Location"].startswith("/office/progress/")
    invite_people(
        progress=answer["Location"].split("/")[3], ids=[person.pk, lost.pk],
        user=client.user.pk, label="staff", since=clock.now().isoformat(),
    )  # fmt: skip
    assert sorted(Invitation.objects.values_list("state", flat=True)) == ["revoked", "sent"]


def test_the_demo_brings_some(alumnus, make_user):
    class World:
        scale, today = "tiny", clock.today()

        def rng(self, name):
            from random import Random

            return Random(name)

        def say(self, text):
            self.said = text

    for number in range(4):
        alumnus(f"校友{number}", number=f"200601234{number}", email=f"a{number}@example.org")
    world = World()
    build_applications(world)
    assert Application.objects.filter(state__in=("open", "asked")).count() == 2
    assert Application.objects.count() == 3


def test_an_erasure_takes_applications_papers_and_invitations(
    alumnus, waiting, visitor, given, code
):
    person = alumnus(email="lin@example.org")
    invite(actor=CLERK, person_id=person.pk)
    waiting(email="other@example.org", person=person)
    apply(visitor, code, given(email="strange@example.org", name="别人"))
    visitor.post("/join/papers/", {"papers": [upload("a.pdf", PDF)]})
    mine = Subject((f"person:{person.pk}", "email:lin@example.org"))
    stranger = Subject(("person:0", "email:strange@example.org"))
    applications, invitations = (
        holdings.get("joining.applications"),
        holdings.get("joining.invitations"),
    )
    assert len(applications.read(mine).rows) == 1
    assert applications.erase(CLERK, mine) == 1
    assert invitations.erase(CLERK, mine) == 1
    assert (Application.objects.count(), StoredFile.objects.count()) == (1, 1)
    assert applications.erase(CLERK, stranger) > 1
    assert (Application.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_the_queue_leaves_as_a_table_in_words(make_user, waiting):
    waiting()
    table = ListSource().open(
        make_user("staff"), {"list": "applications", "query": "state=open", "language": "en"}
    )
    rows = [list(row) for row in table.rows]
    assert next(iter(table.columns)) == "Name"
    assert (rows[0][0], rows[0][5], rows[0][8]) == ("林清澜", "one fact alone", "with the office")
    assert "lin@example.org" not in str(rows)
