"""A story is written once, read by others, seen everywhere, corrected and taken back in public."""

import uuid
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images.fields import WagtailImageField

from wutong.core.consent.public import Method, withdraw_consent
from wutong.core.organisations.enums import OrganisationKind
from wutong.core.organisations.models import Organisation
from wutong.core.people.models import Person
from wutong.kernel.actors import Actor
from wutong.platform.approvals.errors import OwnWorkError
from wutong.platform.approvals.public import decide
from wutong.platform.links.public import answer_link
from wutong.platform.privacy.public import erase_subject
from wutong.programs.publishing import public
from wutong.programs.publishing.consents import PORTRAIT
from wutong.programs.publishing.enums import Ending, StoryChange, StoryState
from wutong.programs.publishing.errors import LacksError, NotApprovedError, NoteMissingError
from wutong.programs.publishing.events import story_listeners
from wutong.programs.publishing.links import link_for
from wutong.programs.publishing.models import (
    MailDraft,
    Manuscript,
    Picture,
    PictureRendition,
    Portrait,
    StoryPage,
)
from wutong.programs.publishing.registry import copies, openers
from wutong.programs.publishing.rendering.videos import video_of
from wutong.programs.publishing.services import manuscripts, pictures
from wutong.programs.publishing.services.manuscripts import prepare_pictures
from wutong.programs.publishing.site.reader import serve_story
from wutong.programs.publishing.story_blocks import ChartBlock, values_in
from wutong.programs.publishing.tests.making import (
    OFFICE,
    blocks_with,
    draft,
    picture,
    profile,
    published,
    two_reviews,
)

pytestmark = pytest.mark.django_db
HOSTILE = (
    '<p onclick="alert(1)">a<script>alert(2)</script></p><img src=x onerror=alert(3)>'
    '<a href="javascript:alert(4)">b</a><a linktype="page" id="999999">c</a>'
    '<svg onload="alert(5)"></svg><iframe src="https://evil.example"></iframe>'
    '<p style="background:url(javascript:alert(6))">d</p><a href="https://good.example">e</a>'
)


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    on_disk = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": on_disk}


@pytest.fixture
def people_of_office(make_user):
    author, staff, director = make_user("staff"), make_user("staff"), make_user("director")
    two_reviews(director)
    return author, staff, director


@pytest.fixture
def story(people_of_office):
    author, *reviewers = people_of_office
    return published(draft(), author, reviewers)


@pytest.fixture
def told():
    events = []
    story_listeners.register("test", events.append)
    yield events
    story_listeners._items.pop("test")


@pytest.fixture
def keeper():
    class Keeper:
        name = "test"

        def __init__(self):
            self.told = []

        def where_is(self, key):
            return []

        def withdraw(self, key, actor):
            self.told.append(("withdraw", key))

        def correct(self, key, actor):
            self.told.append(("correct", key))

    made = copies.register("test", Keeper())
    yield made
    copies._items.pop("test")


def test_a_story_is_public_after_its_reviews_and_by_no_other_door(
    people_of_office, client_of, told
):
    author, staff, director = people_of_office
    page = draft()
    with pytest.raises(NotApprovedError):
        page.get_latest_revision().publish()
    client = client_of(staff)
    edit = f"/newsroom/pages/{page.pk}/edit/"
    assert client.get(edit).status_code == 200
    assert b"action-publish" not in client.get(edit).content
    key = page.translation_key
    request = manuscripts.hand_in(actor=Actor.of(author), user=author, key=key)
    with pytest.raises(OwnWorkError):
        decide(request_id=request.pk, user=author, actor=Actor.of(author), approve=True)
    decide(request_id=request.pk, user=staff, actor=Actor.of(staff), approve=True)
    assert not StoryPage.objects.get(pk=page.pk).live
    decide(request_id=request.pk, user=director, actor=Actor.of(director), approve=True)
    assert StoryPage.objects.get(pk=page.pk).live
    assert [(event.key, event.change) for event in told] == [(key, StoryChange.PUBLISHED)]
    assert public.story(key, "zh-hans").plain_text == "江上的桥。"
    assert public.story(key, "en") is None


def test_what_is_typed_during_a_review_is_not_published_unread(people_of_office):
    author, staff, director = people_of_office
    page = draft()
    request = manuscripts.hand_in(actor=Actor.of(author), user=author, key=page.translation_key)
    decide(request_id=request.pk, user=staff, actor=Actor.of(staff), approve=True)
    page.title = "八座桥"
    page.save_revision()
    decide(request_id=request.pk, user=director, actor=Actor.of(director), approve=True)
    assert not StoryPage.objects.get(pk=page.pk).live
    assert Manuscript.objects.get(key=page.translation_key).state == StoryState.DRAFT


def test_an_approved_story_waits_for_its_hour(people_of_office):
    author, *reviewers = people_of_office
    at = timezone.now() + timedelta(hours=1)
    page = published(draft(), author, reviewers, publish_at=at)
    assert (page.live, manuscripts.publish_due()) == (False, 0)
    Manuscript.objects.update(publish_at=timezone.now() - timedelta(seconds=1))
    assert manuscripts.publish_due() == 1
    assert StoryPage.objects.get(pk=page.pk).live


def test_a_correction_says_what_was_wrong_and_a_withdrawal_why(
    story, people_of_office, client, told, keeper
):
    author, *reviewers = people_of_office
    key = story.translation_key
    story.standfirst = "四十年，七座桥。"
    story.save_revision()
    with pytest.raises(NoteMissingError):
        manuscripts.hand_in(actor=Actor.of(author), user=author, key=key)
    published(story, author, reviewers, correction={"zh-hans": "原写作三十年。"})
    soup = BeautifulSoup(client.get("/stories/seven-bridges/").content, "html.parser")
    assert "原写作三十年。" in soup.select_one(".story-corrections li").get_text()
    assert public.story(key, "zh-hans").corrected_at is not None
    manuscripts.withdraw_story(actor=Actor.of(reviewers[0]), key=key, reason_zh="照片有误。")
    gone = client.get("/stories/seven-bridges/")
    assert gone.status_code == 410
    assert "照片有误。" in gone.content.decode()
    assert "Wutong-Read" not in gone
    assert public.story(key, "zh-hans") is None
    assert [event.change for event in told] == [StoryChange.CORRECTED, StoryChange.WITHDRAWN]
    assert keeper.told == [("correct", key), ("withdraw", key)]
    manuscripts.restore_story(actor=OFFICE, key=key)
    assert client.get("/stories/seven-bridges/").status_code == 404


@pytest.fixture
def full(people_of_office, monkeypatch):
    author, *reviewers = people_of_office
    shots = [picture(f"p{number}") for number in range(3)]
    body = Organisation.objects.create(kind=OrganisationKind.ALUMNI, name_zh="深圳校友会")
    person = Person.objects.create(name="谢知远")
    shown = (100, lambda ids: dict.fromkeys(ids, "/p/1/"))
    monkeypatch.setitem(openers._items, "person", shown)
    key = uuid.uuid4()
    page = draft(
        key=key, cover=shots[2], blocks=blocks_with(shots, profile(person=person), body)
    )  # fmt: skip
    published(page, author, reviewers)
    return key, shots


def test_a_story_of_ten_blocks_costs_few_queries(full, client, rf, django_assert_max_num_queries):
    client.get("/stories/seven-bridges/")
    with django_assert_max_num_queries(13):  # the last asks whether comments are open
        response = client.get("/stories/seven-bridges/")
    page = StoryPage.objects.get()
    assert serve_story(rf.get("/"), page)["Wutong-Read"] == f"story:{full[0]}"
    assert "https://player.bilibili.com" in response["Content-Security-Policy"]
    soup = BeautifulSoup(response.content, "html.parser")
    assert soup.select("iframe") == []
    assert len(soup.select(".story-body > *")) == 10
    assert soup.select_one(".story-name a")["href"] == "/p/1/"
    assert soup.select_one(".story-quote a")["href"] == "https://example.edu.cn/oral"


def test_every_form_is_made_of_the_same_parts_and_refuses_what_its_channel_refuses(full):
    key, _shots = full
    site = public.as_site_html(key, "zh-hans")
    mail, wechat = public.as_mail_html(key, "zh-hans"), public.as_wechat_html(key, "zh-hans")
    for word in ("<script", "<iframe", "<a ", "class=", "<svg"):
        assert word not in wechat
    assert "https://example.edu.cn/oral" in wechat  # as a numbered note
    assert f"{settings.SITE_URL}/stories/seven-bridges/" in mail
    assert f"{settings.SITE_URL}/media/images/" in mail
    for text in (site, wechat, public.as_journal_text(key, "zh-hans")):
        assert "江口" in text
        assert "路远，慢慢走。" in text
    message = public.as_text_message(key, "zh-hans")
    assert len(message) <= 70
    assert "/s/" in message


def test_the_short_link_leads_to_the_language_it_was_sent_in(story, client):
    code = public.short_address(story).rpartition("/")[2]
    assert client.get(f"/s/{code}").url == "/stories/seven-bridges/"
    assert [client.get(f"/s/{bad}").status_code for bad in ("zz", "--", "zzzzzzzzzzzzzzzzzz")] == [
        404
    ] * 3


def take_back(how, portrait, person):
    if how == "link":
        token = link_for(actor=OFFICE, portrait=portrait).rpartition("/a/")[2]
        answer_link(token=token, button="one", data={})
    elif how == "ledger":
        withdraw_consent(actor=OFFICE, person_id=person.pk, topic=PORTRAIT, method=Method.MEMBER)
    elif how == "office":
        pictures.end_portrait(actor=OFFICE, portrait_id=portrait.pk, how=Ending.OFFICE)
    elif how == "expiry":
        Portrait.objects.update(until=timezone.localdate() - timedelta(days=1))
        assert pictures.settle_due() == 1
    else:
        erase_subject(actor=OFFICE, ref=f"person:{person.pk}", reason="asked")


@pytest.mark.parametrize("how", ["link", "ledger", "office", "expiry", "erasure"])
def test_a_portrait_taken_back_is_gone_everywhere_at_once(
    full, client, told, keeper, how, django_capture_on_commit_callbacks
):
    key, shots = full
    person = Person.objects.create(name="林若谷")
    portrait = pictures.add_portrait(
        actor=OFFICE, picture_id=shots[0].pk, name="林若谷", person_id=person.pk
    )
    prepare_pictures(StoryPage.objects.get())
    renditions = list(PictureRendition.objects.filter(image=shots[0]))
    files = [row.file.name for row in renditions]
    address = renditions[0].url
    assert files
    assert all(default_storage.exists(name) for name in files)
    assert client.get(address).status_code == 200
    assert "渡口" in client.get("/stories/seven-bridges/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        take_back(how, portrait, person)
    assert [name for name in files if default_storage.exists(name)] == []
    assert Picture.objects.get(pk=shots[0].pk).places == []
    assert not PictureRendition.objects.filter(image=shots[0]).exists()
    assert client.get(address).status_code == 404
    page = client.get("/stories/seven-bridges/").content.decode()
    assert "渡口" not in page
    for form in (public.as_wechat_html, public.as_site_html, public.as_mail_html):
        assert address not in form(key, "zh-hans")
    assert [event.change for event in told] == [StoryChange.PICTURE]
    assert ("correct", key) in keeper.told


def test_a_consent_for_some_places_keeps_a_picture_from_the_others(full):
    key, shots = full
    pictures.add_portrait(actor=OFFICE, picture_id=shots[0].pk, name="某人", places=["site"])
    renditions = set(PictureRendition.objects.filter(image=shots[0]))
    assert renditions == set()
    assert "渡口" in public.as_site_html(key, "zh-hans")
    assert "渡口" not in public.as_wechat_html(key, "zh-hans")


def test_what_has_to_be_there_is_asked_before_others_read(people_of_office):
    author = people_of_office[0]
    unasked = picture("unasked", licence="")
    page = draft(cover=unasked, blocks=[])
    with pytest.raises(LacksError) as found:
        manuscripts.hand_in(actor=Actor.of(author), user=author, key=page.translation_key)
    assert len(found.value.lacks) == 2


def test_no_script_runs_from_what_was_pasted(people_of_office, client):
    author, *reviewers = people_of_office
    blocks = [
        {"type": "text", "value": HOSTILE, "id": "1"},
        {"type": "quote", "value": {"text": HOSTILE, "who": HOSTILE, "address": "javascript:x"}, "id": "2"},
        {"type": "video", "value": {"address": "https://evil.example/video/BV1xx", "title": "x"}, "id": "3"},
        {"type": "chart", "value": {"title": HOSTILE, "kind": "line", "values": "<script>, 1\nb, 2"}, "id": "4"},
    ]  # fmt: skip
    page = published(draft(title=HOSTILE[:60], blocks=blocks), author, reviewers)
    key = page.translation_key
    soup = BeautifulSoup(client.get("/stories/seven-bridges/").content, "html.parser")
    body = soup.select_one(".story-sheet")
    assert body.find_all(["script", "iframe", "img"]) == []
    assert [tag for tag in body.find_all(True) for name in tag.attrs if name.startswith("on")] == []
    assert [a["href"] for a in body.find_all("a", href=True) if "javascript" in a["href"]] == []
    assert body.find_all("a", href="https://good.example") != []
    for form in (public.as_wechat_html, public.as_mail_html):
        other = BeautifulSoup(form(key, "zh-hans"), "html.parser")
        assert other.find_all(["script", "iframe", "svg"]) == []


def test_uploads_are_pictures_or_files_and_never_pages(client, client_of, make_user):
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    for name in ("x.svg", "x.png", '"><script>.svg'):
        with pytest.raises(Exception, match=r"(?i)upload|file|image"):
            WagtailImageField().clean(SimpleUploadedFile(name, svg))
    row = picture('"><script>alert(1)<')
    assert "<" not in row.file.name
    assert (
        client.get(f"/media/{row.file.name}").status_code == 404
    )  # what was uploaded stays inside
    response = client.get(row.get_rendition("width-100").url)
    assert (response["X-Content-Type-Options"], response["Content-Type"]) == (
        "nosniff",
        "image/jpeg",
    )
    paper = get_document_model()(title="x")
    paper.file.save('a"><script>.txt', ContentFile(b"<script>alert(1)</script>"))
    paper.save()
    answer = client.get(paper.url)
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    upload = client_of("staff").post(
        "/newsroom/documents/multiple/add/",
        {"files[]": SimpleUploadedFile("x.html", b"<script>alert(1)</script>")},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    assert upload.json()["success"] is False


@pytest.mark.parametrize(
    ("address", "player"),
    [
        ("https://www.bilibili.com/video/BV1xx411c7mD/", "player.bilibili.com"),
        ("https://v.qq.com/x/page/a0123abcd.html", "v.qq.com"),
        ("https://youtu.be/dQw4w9WgXcQ", "www.youtube-nocookie.com"),
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&x=1", "www.youtube-nocookie.com"),
        ("http://www.bilibili.com/video/BV1xx411c7mD", None),
        ("https://www.bilibili.com.evil.example/video/BV1xx411c7mD", None),
        ("https://user@vimeo.com/123456", None),
        ('https://www.youtube.com/watch?v="><script>', None),
    ],
)
def test_films_come_from_platforms_we_know(address, player):
    found = video_of(address)
    assert (found and found.player.split("/")[2]) == player


def test_values_of_a_chart_are_names_and_numbers():
    assert values_in("2019, 1,280\n\n二〇二〇：3.5") == [("2019", 1280.0), ("二〇二〇", 3.5)]
    with pytest.raises(ValueError, match="nothing"):
        values_in("nothing")
    assert ChartBlock().child_blocks.keys() == {"title", "kind", "unit", "values", "note"}


def test_the_office_sees_both_languages_and_makes_copies(full, client_of):
    key, _shots = full
    client = client_of("director")
    page = client.get(f"/office/stories/{key}/").content.decode()
    assert "There is no version in this language." in page
    everywhere = f"/office/stories/{key}/everywhere/"
    assert client.get(everywhere).status_code == 200
    for form in ("", "mail/", "wechat/"):
        framed = client.get(f"/office/stories/{key}/preview/zh-hans/{form}")
        assert (framed.status_code, framed["X-Frame-Options"]) == (200, "SAMEORIGIN")
        assert "Wutong-Read" not in framed
    done = client.post(f"/office/stories/{key}/do/", {"do": "make:letter"})
    made = MailDraft.objects.get(key=key).campaign
    assert done.url == f"/office/campaigns/{made.pk}/"
    assert [block["kind"] for block in made.blocks_zh] == ["image", "heading", "text", "button"]
    manuscripts.withdraw_story(actor=OFFICE, key=key, reason_zh="有误。")
    assert not MailDraft.objects.exists()


def test_the_lists_cost_the_same_however_long(full, client_of, django_assert_max_num_queries):
    client = client_of("director")
    for address in ("/office/stories/", "/office/stories/pictures/", "/office/stories/people/"):
        client.get(address)
        with django_assert_max_num_queries(24):
            assert client.get(address).status_code == 200
    assert client.get("/stories/").status_code == 200
