"""The register match from the first page to the card, and the queue it may end in."""

import io

import pytest
from django.urls import reverse

from wutong.core.engagement.models import Act
from wutong.core.people.models import ContactPoint, Person
from wutong.platform.accounts.models import User
from wutong.platform.audit.models import AuditEntry
from wutong.platform.files.models import StoredFile
from wutong.programs.joining.enums import State
from wutong.programs.joining.models import Application, ContactProof
from wutong.programs.members.models import Card

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 a certificate"


def apply(visitor, code, form):
    """Fill in the form and give the right code; the response to the code."""
    assert visitor.post("/join/register/", form)["Location"] == "/join/code/"
    return visitor.post("/join/code/", {"code": code()})


def test_who_matches_is_in_at_once_with_the_card(visitor, alumnus, given, code):
    person = alumnus(email="lin@example.org")
    answer = apply(visitor, code, given(student_no=""))
    assert answer["Location"] == "/join/welcome/"
    person.refresh_from_db()
    assert person.user.email == "lin@example.org"
    assert Card.objects.get(person=person).number
    page = visitor.get("/join/welcome/").content.decode()
    assert "林清澜" in page
    assert visitor.get("/me/").status_code == 200
    row = Application.objects.get()
    assert (row.state, row.person_id, row.contact) == (State.JOINED, person.pk, "")
    assert Act.objects.filter(person=person, kind="member.joined").count() == 1
    assert (
        AuditEntry.objects.filter(verb="joining.joined", subject_ref=f"person:{person.pk}").count()
        == 1
    )
    visitor.post("/join/welcome/", {"password": "plane tree under snow"})
    assert User.objects.get().check_password("plane tree under snow")


def test_who_joins_again_with_the_address_of_the_account_comes_in(visitor, alumnus, given, code):
    alumnus(email="lin@example.org")
    apply(visitor, code, given())
    user = User.objects.get()
    visitor.logout()
    assert apply(visitor, code, given())["Location"] == "/join/welcome/"
    assert visitor.session["_auth_user_id"] == str(user.pk)
    visitor.logout()
    apply(visitor, code, given(email="other@example.org"))
    assert Application.objects.order_by("asked_at").last().reasons == ["has_account"]
    assert (User.objects.count(), "_auth_user_id" in visitor.session) == (1, False)


def test_a_new_address_needs_two_facts_and_the_old_one_can_take_it_back(
    visitor, alumnus, given, code, letters
):
    person = alumnus(email="old@example.org")
    assert apply(visitor, code, given())["Location"] == "/join/welcome/"
    assert visitor.get("/me/").status_code == 200
    to, subject, text = letters()[-1]
    assert ("old@example.org" in to, subject) == (True, "Your alumni record was opened")
    path = text[text.index("/a/") :].split()[0]
    assert visitor.get(path).status_code == 200
    assert Person.objects.get().user is not None
    visitor.post(path, {"answer": "not-me"})
    person.refresh_from_db()
    point = ContactPoint.objects.get(normalised="lin@example.org")
    assert (person.user, point.status) == (None, "wrong")
    assert Card.objects.get(person=person).revoked_at is not None
    assert visitor.get("/me/")["Location"].startswith("/sign-in/")
    visitor.post(path, {"do": "undo"})
    person.refresh_from_db()
    point.refresh_from_db()
    assert (person.user.is_active, point.status) == (True, "ok")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"unit": "", "entry_year": ""}, "one_fact"),
        ({"student_no": "2006999999"}, "differs"),
        ({"name": "林清涟"}, "differs"),
        ({"name": "某某某", "student_no": ""}, "nobody"),
    ],
)
def test_what_does_not_match_waits_and_opens_nothing(
    visitor, alumnus, given, code, letters, changes, reason
):
    person = alumnus(email="old@example.org")
    assert apply(visitor, code, given(**changes))["Location"] == "/join/papers/"
    row = Application.objects.get()
    assert (row.state, row.reasons) == (State.OPEN, [reason])
    person.refresh_from_db()
    assert person.user is None
    assert not User.objects.exists()
    assert letters()[-1][1] == "We have your application"
    assert "lin@example.org" in letters()[-1][0]
    page = visitor.get("/join/papers/").content.decode()
    assert "on record" not in page


def test_somebody_elses_address_opens_neither_record(visitor, alumnus, given, code):
    mine = alumnus()
    alumnus("秦怀远", number="2006000001", email="lin@example.org")
    apply(visitor, code, given())
    assert Application.objects.get().reasons == ["elsewhere"]
    mine.refresh_from_db()
    assert (mine.user, User.objects.count()) == (None, 0)


def test_a_colleagues_address_and_a_taken_record_open_nothing(
    visitor, alumnus, given, code, make_user
):
    make_user("staff", email="lin@example.org")
    alumnus()
    apply(visitor, code, given())
    assert Application.objects.get().reasons == ["address_taken"]
    assert "_auth_user_id" not in visitor.session


def test_the_page_answers_known_and_unknown_alike(visitor, alumnus, given, letters):
    alumnus(email="lin@example.org")
    pages = []
    for name in ("林清澜", "无此人名"):
        visitor.post("/join/register/", given(name=name))
        pages.append(visitor.get("/join/code/").content.decode())
    cut = [page.split("csrfmiddlewaretoken")[0] for page in pages]
    assert cut[0] == cut[1]
    subjects = [subject.split(" ", 1)[1] for _to, subject, _text in letters()]
    assert subjects[0] == subjects[1]


def test_guessing_the_code_ends(visitor, alumnus, given, code):
    alumnus(email="lin@example.org")
    visitor.post("/join/register/", given())
    right = code()
    wrong = "000000" if right != "000000" else "000001"
    statuses = [visitor.post("/join/code/", {"code": wrong}).status_code for _ in range(5)]
    assert statuses == [422] * 5
    assert visitor.post("/join/code/", {"code": right}).status_code == 422
    assert (Application.objects.get().state, User.objects.count()) == (State.PROVING, 0)


def test_asking_for_codes_is_braked_by_contact(visitor, given):
    statuses = [visitor.post("/join/register/", given()).status_code for _ in range(5)]
    assert statuses == [302, 302, 302, 429, 429]
    assert ContactProof.objects.count() == 3


def test_one_proof_is_the_least(visitor, given):
    bare = given(student_no="", unit="")
    assert visitor.post("/join/register/", bare).status_code == 422
    assert not ContactProof.objects.exists()


def upload(name, content):
    file = io.BytesIO(content)
    file.name = name
    return file


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ([("diploma.pdf", b"<html><script>")], "PDF, a JPEG or a PNG"),
        ([("a.exe", b"MZ\x90\x00")], "PDF, a JPEG or a PNG"),
        ([("a.pdf", PDF)] * 4, "At most 3 files"),
        ([("a.pdf", PDF + b"0" * (8 << 20))], "at most 8 MB"),
    ],
)
def test_hostile_papers_are_refused(visitor, given, code, files, problem):
    apply(visitor, code, given())
    answer = visitor.post("/join/papers/", {"papers": [upload(*file) for file in files]})
    assert (answer.status_code, problem in answer.content.decode()) == (422, True)
    assert not StoredFile.objects.exists()


def test_papers_are_kept_under_a_safe_name_for_colleagues_alone(visitor, given, code, client_of):
    apply(visitor, code, given())
    paper = upload("../../毕业证<书>.html", PDF)
    assert visitor.post("/join/papers/", {"papers": [paper], "note": "改过名"}).status_code == 302
    stored, row = StoredFile.objects.get(), Application.objects.get()
    assert (stored.name, stored.content_type) == ("毕业证书.pdf", "application/pdf")
    assert row.note == "改过名"
    path = reverse("office:file", args=[stored.pk])
    fetched = client_of("staff").get(path)
    assert fetched["Content-Disposition"].startswith("attachment")
    assert b"".join(fetched.streaming_content) == PDF
    assert client_of("volunteer", college="PHY").get(path).status_code == 404
    assert Application.objects.get().papers.count() == 1
