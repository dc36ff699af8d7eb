"""The privacy centre: consents by one tap, the copy, who looked, closing and its way back."""

import pytest
from bs4 import BeautifulSoup

from wutong.core.consent.enums import Audience, Channel, Method
from wutong.core.consent.models import ConsentRecord
from wutong.core.consent.public import levels_of, preference_sheet, set_levels, set_topic
from wutong.core.rights.enums import CaseState
from wutong.core.rights.models import Case
from wutong.kernel.actors import Actor
from wutong.platform.audit.public import viewed_sensitive
from wutong.platform.jobs.models import Progress
from wutong.platform.privacy.public import start_copy
from wutong.platform.privacy.services.copying import make_copy

pytestmark = pytest.mark.django_db
OFFICE = Actor.system("test")


@pytest.fixture
def signed_in(make_member, client):
    user, person = make_member(email="lin@example.test")
    client.force_login(user)
    return user, person, client


def text_of(response):
    return BeautifulSoup(response.content, "html.parser").main.get_text(" ", strip=True)


def test_a_separate_consent_is_given_and_withdrawn_by_one_tap(signed_in):
    _user, person, client = signed_in
    client.post("/me/privacy/consents/", {"give": "publish.honours", "back": "centre"})
    client.post("/me/privacy/consents/", {"give": "publish.honours"})
    row = ConsentRecord.objects.get(person=person, topic="publish.honours")
    assert (row.method, row.text.version, row.channel) == ("member", 1, "")
    page = client.get("/me/privacy/")
    assert "agreed" in text_of(page)
    assert f'name="withdraw" value="{row.pk}"' in page.content.decode()
    answer = client.post("/me/privacy/consents/", {"withdraw": row.pk, "back": "centre"})
    assert answer["Location"] == "/me/privacy/"
    row.refresh_from_db()
    assert (row.withdrawn_at is not None, row.withdrawn_method) == (True, "member")
    assert "roll of honour" in text_of(client.get("/me/privacy/consents/"))
    client.post("/me/privacy/consents/", {"give": "no.such"})
    assert ConsentRecord.objects.filter(person=person, withdrawn_at=None).count() == 0


def test_withdrawing_any_entry_of_the_ledger_does_what_it_says(signed_in, make_member):
    user, person, client = signed_in
    about = {"actor": Actor.of(user), "method": Method.MEMBER}
    set_topic(person_id=person.pk, topic="news", channel=Channel.EMAIL, wanted=True, **about)
    set_levels(person_id=person.pk, levels={"name": Audience.MEMBERS}, **about)
    _other_user, other = make_member("周明")
    set_levels(person_id=other.pk, levels={"name": Audience.MEMBERS}, **about)
    for row in ConsentRecord.objects.all():
        client.post("/me/privacy/consents/", {"withdraw": row.pk})
    wanted = {line.topic.code for line in preference_sheet(person.pk, Channel.EMAIL).topics
              if line.wanted}  # fmt: skip
    assert "news" not in wanted
    assert levels_of(person.pk)["name"] == Audience.OFFICE
    standing = ConsentRecord.objects.filter(withdrawn_at=None)
    assert [row.person_id for row in standing] == [other.pk]  # a stranger's entry stays


def test_the_copy_is_prepared_shown_and_fetched_by_its_owner_alone(signed_in, make_user, client_of):
    user, person, client = signed_in
    assert client.post("/me/privacy/copy/")["Location"] == "/me/privacy/#copy"
    client.post("/me/privacy/copy/")  # while one is being made, no second
    progress = Progress.objects.get(kind="privacy.copy")
    assert "hx-get" in client.get("/me/privacy/copy/").content.decode()
    ref = f"person:{person.pk}"
    stored = make_copy(progress_id=progress.pk, ref=ref, actor=Actor.of(user), permission="")
    assert f"/me/privacy/copy/{stored.pk}/" in client.get("/me/privacy/").content.decode()
    fetched = client.get(f"/me/privacy/copy/{stored.pk}/")
    assert b"".join(fetched.streaming_content).startswith(b"PK")
    other = make_user(language="en")
    start_copy(actor=Actor.of(other), ref=ref)
    assert client_of(other).get(f"/me/privacy/copy/{stored.pk}/").status_code != 302
    assert b"PK" not in client_of(other).get(f"/me/privacy/copy/{stored.pk}/").content[:2]
    assert client_of("director").get(f"/office/files/{stored.pk}/").status_code == 404


def test_who_looked_is_an_office_and_a_reason_never_a_colleague(signed_in, make_user):
    user, person, client = signed_in
    clerk = make_user("staff", display_name="张职员")
    ref = f"person:{person.pk}"
    viewed_sensitive(
        actor=Actor.of(clerk), subject=ref, subject_label="", fields=["phone:3"], reason="回访确认"
    )
    viewed_sensitive(actor=Actor.of(user), subject=ref, subject_label="", fields=["email:1"])
    for path in ("/me/privacy/", "/me/privacy/log/?what=looks", "/me/"):
        said = text_of(client.get(path))
        assert "Alumni office: Staff" in said
        assert "回访确认" in said
        assert "张职员" not in said
    assert "e-mail address" not in text_of(client.get("/me/privacy/log/?what=looks"))


def test_closing_shows_what_happens_asks_once_more_and_can_be_undone(signed_in, make_user):
    _user, person, client = signed_in
    said = text_of(client.get("/me/privacy/close/"))
    for words in ("Ways to reach you", "What you agreed to and withdrew"):
        assert (words in said) == (words == "Ways to reach you")  # nothing agreed to, no line
    assert client.post("/me/privacy/close/", {"do": "close"}).status_code == 422
    assert not Case.objects.exists()
    client.post("/me/privacy/close/", {"do": "close", "sure": "yes"})
    case = Case.objects.get()
    assert (case.person_id, case.state, case.via) == (person.pk, CaseState.COOLING, "member")
    assert "will be erased on" in text_of(client.get("/me/privacy/"))
    client.post("/me/privacy/close/", {"do": "close", "sure": "yes"})
    assert Case.objects.count() == 1
    client.post("/me/privacy/close/", {"do": "undo"})
    assert Case.objects.get().state == CaseState.WITHDRAWN


def test_a_colleagues_account_is_not_closed_by_its_owner(make_person, make_user, client):
    from wutong.programs.members.services.accounts import link_account

    clerk = make_user("staff")
    link_account(actor=OFFICE, user=clerk, person_id=make_person().pk)
    client.force_login(clerk)
    assert "works in the office" in text_of(client.get("/me/privacy/close/"))
    client.post("/me/privacy/close/", {"do": "close", "sure": "yes"})
    assert not Case.objects.exists()


def test_a_request_to_the_office_lands_on_the_desk(signed_in):
    _user, person, client = signed_in
    assert client.post("/me/privacy/ask/", {"kind": "delete", "words": "x"}).status_code == 422
    answer = client.post("/me/privacy/ask/", {"kind": "explain", "words": "为什么选中我？"})
    assert answer["Location"] == "/me/privacy/"
    case = Case.objects.get()
    assert (case.person_id, case.kind, case.state) == (person.pk, "explain", CaseState.WORKING)
    assert "with the office" in text_of(client.get("/me/privacy/"))
