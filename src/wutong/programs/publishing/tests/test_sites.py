"""Pages of organisations: opened, written by their own editors alone, read, taken up, closed."""

import io
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from wutong.core.organisations.tests.factories import make_organisation
from wutong.kernel.actors import Actor
from wutong.platform.access.public import can, grant_role, scope
from wutong.platform.approvals.public import decide, obstacle_for, requests_waiting_for
from wutong.programs.publishing import gate
from wutong.programs.publishing.errors import SiteError
from wutong.programs.publishing.models import (
    OrganisationSite,
    Picture,
    Profile,
    SitePage,
    StoryPage,
)
from wutong.programs.publishing.rules import HOUSE
from wutong.programs.publishing.services import sites
from wutong.programs.publishing.services.manuscripts import hand_in, note_people
from wutong.programs.publishing.tests.making import OFFICE, draft, picture, profile

pytestmark = pytest.mark.django_db
ZH = "zh-hans"
WORDS = {"lead_zh": "每月见面。", "about_zh": "我们是谁。\n\n第二段。", "accent": "lake"}


def jpeg() -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", (60, 40), "#1f5c46").save(file, "JPEG")
    return SimpleUploadedFile("shore.jpg", file.getvalue(), "image/jpeg")


def story_under(site, slug="tea", title="新年茶叙", **fields) -> StoryPage:
    """A draft as the newsroom saves it."""
    parent = SitePage.objects.get(site=site, locale__language_code=ZH)
    page = StoryPage(title=title, slug=slug, standfirst="八十位校友。", byline="秘书处", live=False,
                     locale=parent.locale, site=site, on_house=False, **fields)  # fmt: skip
    page.body = page.body.stream_block.to_python([{"type": "text", "value": "<p>茶与点心。</p>"}])
    parent.add_child(instance=page)
    page.save_revision()
    return StoryPage.objects.get(pk=page.pk)


def make_public(page) -> StoryPage:
    with gate.approved():
        page.get_latest_revision().publish(skip_permission_checks=True)
    found = StoryPage.objects.get(pk=page.pk)
    note_people(found)
    return found


@pytest.fixture
def two(make_user):
    """Two organisations with pages, each with an officer who writes for it."""
    found = {}
    for slug, name in (("north", "北境校友会"), ("south", "南岭校友会")):
        body = make_organisation(name)
        user = make_user(email=f"{slug}@example.org")
        grant_role(actor=OFFICE, user=user, role="officer", scope_kind="organisation",
                   scope_ref=str(body.pk))  # fmt: skip
        site = sites.open_site(
            actor=OFFICE, organisation=body, slug=slug,
            values={"name_zh": name, "name_en": slug.title(), **WORDS},
        )  # fmt: skip
        sites.name_editor(actor=OFFICE, site_id=site.pk, user=user)
        user = type(user).objects.get(pk=user.pk)
        shown = picture(f"{slug}-shore", collection=site.collection)
        found[slug] = SimpleNamespace(
            site=site, user=user, picture=shown, story=story_under(site), body=body
        )
    return SimpleNamespace(**found)


def newsroom(one) -> list[str]:
    """Addresses of the newsroom about the things of one site, and of everybody."""
    page, shown = one.story.pk, one.picture.pk
    place = SitePage.objects.filter(site=one.site).order_by("path").first().pk
    shelf = one.site.collection_id
    return [
        *(f"/newsroom/pages/{page}/{tail}" for tail in (
            "edit/", "view_draft/", "delete/", "history/", "revisions/",
            f"revisions/{one.story.latest_revision_id}/view/",
            f"revisions/{one.story.latest_revision_id}/revert/", "edit/preview/")),
        f"/newsroom/pages/add/publishing/storypage/{place}/",
        f"/newsroom/translation/submit/page/{page}/",
        *(f"/newsroom/images/{shown}/{tail}" for tail in ("", "delete/", "preview/width-40/")),
        f"/newsroom/images/chooser/chosen/{shown}/",
        f"/office/stories/{one.story.translation_key}/",
        f"/office/stories/{one.story.translation_key}/everywhere/",
        f"/office/stories/{one.story.translation_key}/preview/{ZH}/",
        f"/office/stories/pictures/{shown}/",
        f"/office/sites/{one.site.pk}/",
        f"/office/sites/{one.site.pk}/edit/",
        f"/newsroom/images/?collection_id={shelf}",
    ]  # fmt: skip


def test_an_editor_reaches_their_own_and_nothing_of_another(two, client):
    client.force_login(two.north.user)
    for address in newsroom(two.north):
        if "revert" not in address and "edit/preview" not in address:
            assert client.get(address).status_code in {200, 302}, address
    for address in newsroom(two.south)[:-1]:
        assert client.get(address).status_code == 404, address
        assert client.post(address, {"title": "x"}).status_code in {404, 405}, address
    page, shown = two.south.story.pk, two.south.picture.pk
    house = draft(slug="of-the-house").pk
    for closed in (
        "api/main/pages/", f"api/main/pages/{page}/", "api/main/images/", f"api/main/images/{shown}/",
        f"pages/{house}/edit/", f"pages/{page}/move/", f"pages/{two.north.story.pk}/copy/",
        f"pages/{page}/usage/", "pages/search/", "reports/site-history/", "collections/",
        f"images/{shown}/generate_url/", f"images/usage/{shown}/", "documents/", "workflows/list/",
        f"bulk/publishing/storypage/delete/?id={page}", f"bulk/wagtailimages/image/delete/?id={shown}",
        f"choose-page/{page}/", f"pages/{two.north.story.pk}/unpublish/",
        f"pages/{SitePage.objects.filter(site=two.north.site).first().pk}/edit/",
        f"pages/add/publishing/storypage/{StoryPage.objects.get(pk=house).get_parent().pk}/",
    ):  # fmt: skip
        assert client.get(f"/newsroom/{closed}").status_code == 404, closed
    assert client.get("/newsroom/").headers["Location"] == "/office/sites/"


def test_lists_choosers_uploads_and_reviews_know_the_site(two, client, make_user):
    user = two.north.user
    assert can(user, "newsroom.edit")
    assert not can(user, HOUSE)
    assert set(scope(user, StoryPage)) == {two.north.story}
    assert set(scope(user, Picture)) == {two.north.picture}
    assert set(scope(user, OrganisationSite)) == {two.north.site}
    profile(name_zh="沈未名")
    assert not scope(user, Profile).exists()
    client.force_login(user)
    for address in ("/newsroom/images/", "/newsroom/images/chooser/", "/office/stories/",
                    "/office/stories/pictures/", "/office/sites/", "/newsroom/choose-page/",
                    "/newsroom/choose-page/search/?q=茶", "/newsroom/profiles/chooser/",
                    "/newsroom/organisations/chooser/"):  # fmt: skip
        answer = client.get(address)
        assert answer.status_code == 200, address
        for foreign in ("south-shore", "沈未名", f"/{two.south.story.translation_key}/"):
            assert foreign not in answer.content.decode(), (address, foreign)
    # Their shelf is the only one: what they upload can lie nowhere else.
    asked = {
        "title": "江岸",
        "file": jpeg(),
        "collection": two.south.site.collection_id,
        "tags": "",
    }
    client.post("/newsroom/images/add/", asked)
    assert not Picture.objects.filter(
        title="江岸", collection=two.south.site.collection_id
    ).exists()
    # Somebody else's story is not theirs to review, though the step is theirs.
    request = hand_in(actor=Actor.of(two.south.user), user=two.south.user,
                      key=two.south.story.translation_key)  # fmt: skip
    assert obstacle_for(request, user) is not None
    assert request.pk not in {one.pk for one in requests_waiting_for(user)}
    # Released from the last site, the newsroom is closed to them; their office is not.
    sites.release_editor(actor=OFFICE, site_id=two.north.site.pk, user=user)
    fresh = type(user).objects.get(pk=user.pk)
    assert not can(fresh, "newsroom.edit")
    assert can(fresh, "people.record.view")
    client.force_login(fresh)
    assert client.get(f"/newsroom/pages/{two.north.story.pk}/edit/", follow=True).status_code == 403


def test_a_story_goes_through_two_reviews_stands_on_its_pages_and_is_taken_up(
    two, client, make_user, django_assert_max_num_queries
):
    author, story = two.north.user, two.north.story
    place = SitePage.objects.get(site=two.north.site, locale__language_code=ZH)
    client.force_login(author)
    form = {"title": "读书会", "slug": "about", "standfirst": "一本书。", "body-count": "0", "byline": "秘书处"}  # fmt: skip
    address = f"/newsroom/pages/add/publishing/storypage/{place.pk}/"
    assert "site’s own pages" in client.post(address, form).content.decode() or (
        not StoryPage.objects.filter(slug="about").exists()
    )
    client.post(address, {**form, "slug": "books"})
    written = StoryPage.objects.get(slug="books")
    assert (written.site, written.on_house, written.live) == (two.north.site, False, False)

    request = hand_in(actor=Actor.of(author), user=author, key=story.translation_key)
    assert [step["label"] for step in request.chain] == ["first", "final"]
    assert obstacle_for(request, author) is not None
    for user in (make_user("staff"), make_user("director")):
        decide(request_id=request.pk, user=user, actor=Actor.of(user), approve=True)
    client.logout()
    page = f"/sites/north/{story.slug}/"
    with django_assert_max_num_queries(14):
        shown = client.get(page)
    assert shown.status_code == 200
    assert "北境校友会" in shown.content.decode()
    assert story.title in client.get("/sites/north/").content.decode()
    assert story.title in client.get("/sites/north/stories/").content.decode()
    assert story.title in client.get("/feeds/sites/north.rss").content.decode()
    assert page in client.get("/search/?q=茶叙").content.decode()
    for elsewhere in ("/stories/", "/sites/south/", "/feeds/sites/south.rss", "/feeds/news.rss"):
        assert story.title not in client.get(elsewhere).content.decode(), elsewhere
    assert client.get(f"/sites/south/{story.slug}/").status_code == 404

    sites.take_up(actor=OFFICE, key=story.translation_key, shown=True)
    for now in ("/stories/", "/feeds/news.rss", "/feeds/sites/north.rss", "/sites/north/"):
        assert story.title in client.get(now).content.decode(), now
    # A correction of it leaves it where it is.
    sites.close_site(actor=OFFICE, site_id=two.north.site.pk)
    assert client.get("/sites/north/").status_code == 410
    assert client.get(page).status_code == 200
    sites.take_up(actor=OFFICE, key=story.translation_key, shown=False)
    assert client.get(page).status_code == 410
    assert page not in client.get("/search/?q=茶叙").content.decode()
    sites.reopen_site(actor=OFFICE, site_id=two.north.site.pk)
    assert client.get(page).status_code == 200
    assert client.get("/en/sites/north/").status_code == 200


def test_an_editors_words_are_read_by_the_house_first(two, client, make_user):
    site, director = two.north.site, make_user("director")
    client.force_login(two.north.user)
    given = {"name_zh": site.name_zh, "name_en": site.name_en, "accent": "plum", "lead_zh": "江边的人。",
             "about_zh": site.about_zh, "version": site.version}  # fmt: skip
    assert client.post(f"/office/sites/{site.pk}/edit/", given).status_code == 302
    assert "江边的人" not in client.get("/sites/north/").content.decode()
    client.force_login(director)
    assert "江边的人" in client.get(f"/office/sites/{site.pk}/").content.decode()
    client.post(f"/office/sites/{site.pk}/do/", {"do": "approve"})
    assert "江边的人" in client.get("/sites/north/").content.decode()
    # An editor neither opens, closes, names nor decides.
    client.force_login(two.north.user)
    for act in ({"do": "close"}, {"do": "name", "user": two.south.user.pk}, {"do": "release"}):
        assert client.post(f"/office/sites/{site.pk}/do/", act).status_code == 403
    site.refresh_from_db()
    client.post(f"/office/sites/{site.pk}/edit/", {**given, "lead_zh": "自己批准。", "version": site.version})  # fmt: skip
    assert client.post(f"/office/sites/{site.pk}/do/", {"do": "approve"}).status_code == 403
    assert "自己批准" not in client.get("/sites/north/").content.decode()
    assert client.get("/office/sites/new/").status_code == 403
    with pytest.raises(SiteError):
        sites.open_site(actor=OFFICE, organisation=two.north.body, slug="third", values={"name_zh": "三", "name_en": "T"})  # fmt: skip
    class_body = make_organisation("一班校友会", alumni_type="class")
    with pytest.raises(SiteError):
        sites.open_site(actor=OFFICE, organisation=class_body, slug="class", values={"name_zh": "四", "name_en": "F"})  # fmt: skip


def test_the_archive_counts_and_people_lead_to_their_stories(
    client, make_user, django_assert_max_num_queries
):
    assert client.get("/stories/people/").status_code == 404
    assert client.get("/stories/archive/").status_code == 200
    told = profile(name_zh="谢知远", name_en="Xie Zhiyuan", line_zh="土木工程系1982级")
    body = [{"type": "person", "value": {"person": told.pk, "words": ""}}]
    first = make_public(draft(slug="one", title="第一座桥", blocks=body))
    make_public(draft(slug="two", title="第二座桥"))
    StoryPage.objects.filter(pk=first.pk).update(first_published_at="2023-03-05T02:00:00Z")
    with django_assert_max_num_queries(9):
        years = client.get("/stories/archive/").content.decode()
    assert "/stories/archive/2023/" in years
    with django_assert_max_num_queries(9):
        month = client.get("/stories/archive/2023/03/").content.decode()
    assert "第一座桥" in month
    assert "第二座桥" not in month
    assert client.get("/stories/archive/2023/04/").status_code == 404
    assert client.get("/stories/archive/2022/").status_code == 404
    with django_assert_max_num_queries(12):
        people = client.get("/stories/people/").content.decode()
    assert "谢知远" in people
    assert "/stories/one/" in people
