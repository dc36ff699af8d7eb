"""A call is answered by link; colleagues decide; the wall shows what stands, and nothing else."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.test import Client
from PIL import Image

from wutong.core.consent.models import ConsentRecord
from wutong.core.consent.public import Method, withdraw_consent
from wutong.core.engagement.models import Act
from wutong.core.figures.public import Period, batches, figures
from wutong.core.people.models import Person
from wutong.core.people.public import add_contact
from wutong.core.people.tests.factories import make_person, make_unit
from wutong.engines.calls.enums import EntryState, Openness
from wutong.engines.calls.errors import FindingsError, NoConsentError, OwnEntryError
from wutong.engines.calls.models import Call, Entry, EntryStep
from wutong.engines.calls.public import Given, decline, hand_in, publish
from wutong.engines.calls.services.proving import forget_unproven
from wutong.engines.wording.tests.lists import keep_lists
from wutong.kernel.actors import Actor
from wutong.kernel.clock import now, today
from wutong.platform.access.public import scopes_of
from wutong.platform.audit.models import AuditEntry
from wutong.platform.files.models import StoredFile
from wutong.platform.outbox.models import SingleMail
from wutong.platform.privacy.public import erase_subject
from wutong.programs.portal.models import PublicDocument
from wutong.programs.voices.figures import COLLECTED_CODE, PUBLISHED, WRITERS
from wutong.programs.voices.links import link_for
from wutong.programs.voices.names import AREA, PROGRAM, PURPOSE
from wutong.programs.voices.quoting import home_voices
from wutong.programs.voices.selectors import waiting_todos, wall
from wutong.ui.site.models import Change

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")
WORDS = "四年很短，一条梧桐路很长。"


@pytest.fixture
def call():
    return Call.objects.create(
        program=PROGRAM, slug="jubilee", title_zh="校庆感言", title_en="Jubilee", asked_zh="写几句",
        asked_en="A few lines", opens_on=today() - timedelta(days=3), shortest=5, longest=200,
        openness=Openness.EVERYBODY, purpose=PURPOSE, created_at=now(),
    )  # fmt: skip


@pytest.fixture
def moderator(make_user):
    return Actor.of(make_user("staff"))


def path_of(call, person):
    link = link_for(actor=SYSTEM, call=call, person_id=person.pk)
    return "/voices/w/" + link.rsplit("/", 1)[1] + "/"


def wrote(call, name="林清", text=WORDS, **given):
    person = make_person(name, language="en")
    given = {"shown_as": name, "agreed": True, **given}
    return hand_in(actor=SYSTEM, call=call, given=Given(text=text, **given), person_id=person.pk)


def sent(client, path, text=WORDS, **more):
    data = {"do": "save", "text": text, "shown_as": "三排靠窗", "reach": "site", "agreed": "on"}
    return client.post(path, {**data, **more})


def everything():
    return [
        sorted(model.objects.values_list())
        for model in (Entry, EntryStep, Act, Change, AuditEntry, ConsentRecord)
    ]


def on_the_wall(text=WORDS):
    return [text in Client().get(at).content.decode() for at in ("/voices/", "/en/voices/")]


def test_from_the_letter_to_the_wall_and_away_again_by_one_link(call, moderator):
    """Looking changes nothing; two readers never see each other's words; withdrawing is at once."""
    college = make_unit("物理学院")
    person = make_person("林清", unit=college, language="en")
    other = make_person("别人", language="en")
    link = link_for(actor=SYSTEM, call=call, person_id=person.pk)
    answer, path = "/a/" + link.rsplit("/", 1)[1], "/voices/w/" + link.rsplit("/", 1)[1] + "/"
    client, before = Client(), everything()
    assert b"A few lines" in client.get(answer).content
    page = client.get(path)
    assert (page.status_code, page["Referrer-Policy"]) == (200, "no-referrer")
    assert "no-store" in page["Cache-Control"]
    assert everything() == before
    assert client.post(answer, {"answer": "write"}).url == path
    assert sent(client, path, agreed="").status_code == 422
    assert sent(client, path, text="短").status_code == 422
    assert sent(client, path, shown_as="校友会官方").status_code == 422
    assert not Entry.objects.exists()
    script = '<script>alert(1)</script><img src=x onerror="a()"> ' + WORDS
    assert sent(client, path, text=script, college=college.pk, class_year="2005").status_code == 302
    entry = Entry.objects.get()
    assert (entry.state, entry.person, entry.agreed) == (EntryState.RECEIVED, person, True)
    assert ConsentRecord.objects.get(person=person).topic == PURPOSE
    sent(client, path, text=script + "二")  # a second text replaces the first
    assert Entry.objects.count() == 1
    assert on_the_wall() == [False, False]
    stranger = path_of(call, other)
    assert WORDS not in Client().get(stranger).content.decode()
    for bad in (path.replace(".", "x"), path[:-4] + "AAA/", stranger.replace("w/", "w/1")):
        assert Client().get(bad).status_code == 404
    assert Client().get(f"/voices/{entry.pk}/").status_code == 404
    publish(actor=moderator, entry_id=entry.pk)
    html = Client().get("/voices/").content.decode()
    assert "<script>alert" not in html
    assert "onerror=&quot;" in html
    assert on_the_wall() == [True, True]
    for at in (f"/en/voices/{entry.pk}/", "/voices/jubilee/"):
        assert WORDS in Client().get(at).content.decode()
    act = Act.objects.get(person=person)
    assert (act.case_mode, act.unit, act.voided_at) == ("communication", "entry", None)
    client.post(stranger, {"do": "withdraw"})
    assert on_the_wall() == [True, True]
    sent(client, path, text="改过的字句，还是那条梧桐路。")  # a correction is read again first
    assert (on_the_wall(), Act.objects.filter(voided_at=None).count()) == ([False, False], 0)
    publish(actor=moderator, entry_id=entry.pk)
    assert on_the_wall("改过的字句")[0]
    client.post(path, {"do": "withdraw"})
    assert (wall().count(), on_the_wall("改过的字句")) == (0, [False, False])
    assert Client().get(f"/voices/{entry.pk}/").status_code == 404
    assert ConsentRecord.objects.filter(person=person, withdrawn_at=None).count() == 0
    assert [one.act for one in entry.steps.all()] == [
        "received", "corrected", "published", "corrected", "published", "withdrawn",
    ]  # fmt: skip


def test_words_on_the_lists_hold_a_text_and_nobody_decides_on_their_own(call, make_user):
    """Found words wait for a reason; the writer's own account cannot publish; refusals say why."""
    keep_lists()
    user = make_user("staff")
    actor, held = Actor.of(user), wrote(call, text="母校是全 国第一的大学，我爱她。")
    assert (held.state, held.findings > 0) == (EntryState.MODERATION, True)
    with pytest.raises(FindingsError):
        publish(actor=actor, entry_id=held.pk)
    publish(actor=actor, entry_id=held.pk, reason="A quotation from the song.")
    step = held.steps.last()
    assert (step.by, step.reason) == (str(user), "A quotation from the song.")
    own = wrote(call, "自己")
    Person.objects.filter(pk=own.person_id).update(user=user)
    with pytest.raises(OwnEntryError):
        publish(actor=actor, entry_id=own.pk)


def test_a_refusal_is_a_letter_with_the_reason_and_the_writers_own_link(call, moderator, settings):
    settings.EMAIL_BACKEND = "wutong.platform.outbox.backend.OutboxEmailBackend"
    Client().post(
        "/voices/jubilee/write/",
        {"text": WORDS, "shown_as": "北归的雁", "reach": "site", "agreed": "on", "name": "刘北",
         "contact": "goose@example.org"},
    )  # fmt: skip
    Entry.objects.update(state=EntryState.RECEIVED)
    known = wrote(call)
    add_contact(actor=SYSTEM, person_id=known.person_id, kind="email", value="lin@example.org")
    SingleMail.objects.all().delete()
    for entry in Entry.objects.order_by("pk"):
        decline(actor=moderator, entry_id=entry.pk, reason="Too short for the wall.")
    told = [
        message_from_bytes(bytes(row.raw), policy=policy.default)
        for row in SingleMail.objects.all()
    ]
    assert {one["To"] for one in told} == {"goose@example.org", "lin@example.org"}
    for letter in told:
        text = letter.get_body(("plain",)).get_content()
        link = re.search(r"https?://[^/]+(/\S+)", text)[1]
        page = Client().get(link, follow=True).content.decode()
        assert "Too short for the wall." in text
        assert WORDS in page or "A few lines" in page


def test_withdrawn_consent_unpublishes_and_an_erasure_leaves_no_word(call, moderator):
    entry, other = wrote(call), wrote(call, "王芳", "老师说做人要站得直。")
    for one in (entry, other):
        publish(actor=moderator, entry_id=one.pk)
    withdraw_consent(actor=SYSTEM, person_id=entry.person_id, topic=PURPOSE, method=Method.MEMBER)
    assert (on_the_wall(), wall().get()) == ([False, False], other)
    with pytest.raises(NoConsentError):
        publish(actor=moderator, entry_id=entry.pk)
    assert PublicDocument.objects.get(language="en", area=AREA).key == other.ref
    erase_subject(actor=SYSTEM, ref=f"person:{other.person_id}", reason="asked for it")
    assert not PublicDocument.objects.filter(area=AREA).exists()
    other.refresh_from_db()
    assert (other.text, other.shown_as, other.person_id, other.state) == ("", "", None, "withdrawn")
    assert not EntryStep.objects.filter(entry=other).exclude(text="").exists()
    assert on_the_wall("站得直") == [False, False]


def test_a_stranger_is_published_only_after_a_code_and_reads_alone(
    call, moderator, settings, make_user
):
    settings.EMAIL_BACKEND = "wutong.platform.outbox.backend.OutboxEmailBackend"
    client = Client()
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "#1f5c46").save(out, "JPEG")
    picture = SimpleUploadedFile("a.jpg.php", out.getvalue() + b"<?php evil();", "text/html")
    form = {"text": WORDS, "shown_as": "北归的雁", "reach": "media", "agreed": "on", "name": "刘北",
            "contact": "goose@example.org"}  # fmt: skip
    assert client.post("/voices/jubilee/write/", {**form, "contact": "nowhere"}).status_code == 422
    path = client.post("/voices/jubilee/write/", {**form, "picture": picture}).url
    entry = Entry.objects.get()
    assert (entry.state, waiting_todos(make_user("director"))) == (EntryState.UNPROVEN, [])
    letter = message_from_bytes(bytes(SingleMail.objects.get().raw), policy=policy.default)
    code = re.search(r"\b(\d{6})\b", letter.get_body(("plain",)).get_content())[1]
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    assert client.post(path, {"do": "code", "code": wrong}).status_code == 422
    assert client.post(path, {"do": "code", "code": code}).status_code == 302
    entry.refresh_from_db()
    assert (entry.state, entry.consent_text.code) == (EntryState.RECEIVED, PURPOSE)
    assert Client().get(f"/voices/{entry.pk}/picture").status_code == 404
    assert Client().get(f"{path}{entry.pk}/picture").status_code == 200
    publish(actor=moderator, entry_id=entry.pk)
    shown = Client().get(f"/voices/{entry.pk}/picture")
    body = b"".join(shown.streaming_content)
    assert (b"php" in body, shown["Content-Type"]) == (False, "image/jpeg")
    html = Client().get("/voices/").content.decode()
    assert ("goose@" in html, "刘北" in html, "北归的雁" in html) == (False, False, True)
    client.post(path, {"do": "withdraw"})
    assert Client().get(f"/voices/{entry.pk}/picture").status_code == 404
    assert not StoredFile.objects.filter(kind="calls.picture").exists()
    client.post("/voices/jubilee/write/", form)
    Entry.objects.filter(state="unproven").update(received_at=now() - timedelta(days=2))
    assert (forget_unproven(), Entry.objects.count()) == (1, 1)


def test_entries_and_people_are_counted_apart_in_one_statement(
    call, moderator, make_user, django_assert_num_queries
):
    second = Call.objects.get(pk=call.pk)
    second.pk, second.slug = None, "second"
    second.save()
    first = wrote(call)
    again = hand_in(
        actor=SYSTEM, call=second, person_id=first.person_id,
        given=Given(text="第二段感言也很好。", shown_as="林清", agreed=True),
    )  # fmt: skip
    wrote(call, "未定")
    for one in (first, again):
        publish(actor=moderator, entry_id=one.pk)
    scopes = scopes_of(make_user("director"))
    period = Period(today().replace(month=1, day=1), today())
    batch = figures.get(PUBLISHED).batch
    with django_assert_num_queries(1):
        found = batches.get(batch).compute([period], scopes)
    values = {code: found[code, period].value for code in (PUBLISHED, COLLECTED_CODE, WRITERS)}
    assert values == {PUBLISHED: 2, COLLECTED_CODE: 3, WRITERS: 1}
    for code, value in values.items():
        assert figures.get(code).rows(period, scopes).value() == value
        assert len(figures.get(code).rows(period, scopes).page(0, 9)) == value


def test_the_office_decides_from_the_queue_and_sees_no_more_than_it_may(call, client_of):
    clean = wrote(call)
    held = wrote(call, "周游", "这一段要再看看才好。")
    Entry.objects.filter(pk=held.pk).update(state=EntryState.MODERATION, findings=1)
    staff, reader = client_of("staff"), client_of("auditor")
    url = f"/office/voices/entries/{clean.pk}/"
    assert WORDS in staff.get(url).content.decode()
    assert reader.post(f"{url}do/", {"do": "publish"}).status_code == 403
    assert client_of("coordinator", college="C01").get(url).status_code == 403
    listed = staff.get("/office/voices/entries/?waiting=true").content.decode()
    assert listed.index("四年很短") < listed.index("这一段")
    assert b"Jubilee" in staff.get("/office/voices/").content
    assert staff.get(f"/office/voices/{call.pk}/").status_code == 200
    staff.post(f"{url}do/", {"do": "decline", "reason": ""})
    clean.refresh_from_db()
    assert clean.state == EntryState.RECEIVED
    staff.post(f"{url}do/", {"do": "publish", "version": str(clean.version + 1)})
    assert wall().count() == 0  # somebody else was faster
    done = staff.post(f"{url}do/", {"do": "publish", "version": str(clean.version)})
    assert (wall().get(), done.url) == (clean, f"/office/voices/entries/{held.pk}/")
    person = staff.get(f"/office/people/{clean.person_id}/").content.decode()
    assert f"/office/voices/entries/{clean.pk}/" in person
    data = {"title_zh": "新", "title_en": "New", "asked_zh": "写", "asked_en": "Write",
            "opens_on": today().isoformat(), "openness": "link", "shortest": "5"}  # fmt: skip
    quoting = f"/office/voices/entries/{clean.pk}/do/"
    for do, there in (("quote", True), ("unquote", False), ("quote", True)):
        staff.post(quoting, {"do": do})
        assert (home_voices(None) is not None) == there
    assert "home-voices" in render_to_string("voices/site/home.html", home_voices(None))
    staff.post(f"/office/voices/entries/{held.pk}/do/", {"do": "quote"})  # not on the wall
    assert [one.pk for one in home_voices(None)["entries"]] == [clean.pk]
    staff.post(quoting, {"do": "take_down", "reason": "A mistake."})
    assert home_voices(None) is None
    for slug, longest, status in (
        ("college", "50", 422),
        ("new-one", "3", 422),
        ("new-one", "50", 302),
    ):
        answer = staff.post("/office/voices/new/", {**data, "slug": slug, "longest": longest})
        assert answer.status_code == status
    letter = staff.post(f"/office/voices/{call.pk}/letter/")
    assert "/office/campaigns/" in letter.url
