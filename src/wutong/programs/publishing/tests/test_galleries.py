"""Many pictures at once, the other language begun, and the way of a story said step by step."""

import io

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from wutong.programs.publishing.archive import latest, pages_of
from wutong.programs.publishing.models import Picture, StoryIndexPage, StoryPage
from wutong.programs.publishing.rendering.parts import picture_ids
from wutong.programs.publishing.tests.making import draft

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    on_disk = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": on_disk}


def jpeg(name, colour="#1f5c46"):
    file = io.BytesIO()
    Image.new("RGB", (180, 120), colour).save(file, "JPEG")
    return SimpleUploadedFile(name, file.getvalue(), content_type="image/jpeg")


def steps(client, key):
    page = BeautifulSoup(client.get(f"/office/stories/{key}/").content, "html.parser")
    return {
        step.select_one(".story-step-name").text: step["class"][1].removeprefix("story-step-")
        for step in page.select(".story-step")
    }


def test_many_pictures_and_the_other_language_are_a_few_presses(client_of):
    staff, page = client_of("staff"), draft()
    key = page.translation_key
    address = f"/office/stories/{key}/"
    before = steps(staff, key)
    assert before["Chinese version"] == before["English version"] == "todo"
    assert before["Reviews"] == "todo"
    assert before["Onto the channels"] == "later"

    hostile = [
        SimpleUploadedFile("drawing.svg", b"<svg onload='alert(1)'></svg>", "image/svg+xml"),
        SimpleUploadedFile("page.png", b"<!doctype html><script>alert(1)</script>", "image/png"),
    ]
    files = [jpeg("江岸.jpg"), *hostile, jpeg('"><script>alert(1)<.jpg', "#b4652a")]
    form = {"add": "1", "files": files, "licence": "own", "credit": "校友部"}
    answer = staff.post(f"{address}pictures/", form, follow=True)
    said = answer.content.decode()
    assert "2 pictures stand in the story" in said
    assert said.count("drawing.svg") == said.count("page.png") == 1
    assert "<script>alert(1)" not in said
    shown = latest(pages_of(key)["zh-hans"])
    first, second = picture_ids(shown)
    assert shown.cover_id == first
    assert set(Picture.objects.values_list("licence", "credit")) == {("own", "校友部")}

    staff.post(address + "do/", {"do": "translate", "language": "en"})
    english = latest(pages_of(key)["en"])
    assert picture_ids(english) == [first, second]
    assert steps(staff, key)["English version"] == "needed"  # a copy is no translation
    refused = staff.post(address + "do/", {"do": "hand_in"}, follow=True).content.decode()
    assert "still in Chinese" in refused

    described = {
        f"p{pk}-{name}": value
        for pk in (first, second)
        for name, value in {"alt_zh": "江岸", "alt_en": "The shore", "licence": "own",
                            "credit": "校友部", "nobody": "on"}.items()
    }  # fmt: skip
    staff.post(f"{address}pictures/", {**described, "cover": second})
    assert {latest(one).cover_id for one in pages_of(key).values()} == {second}
    english = latest(pages_of(key)["en"])
    english.title, english.body = "Seven bridges", english.body.stream_block.to_python([])
    english.cover = None
    english.save_revision()
    staff.post(address + "do/", {"do": "bring_over", "language": "en"})
    english = latest(pages_of(key)["en"])
    assert english.cover_id == second
    assert picture_ids(english) == [second, first]  # both hang in it, and the second covers it
    assert len(english.body[0].value["pictures"]) == 2
    found = steps(staff, key)
    assert found["Pictures and rights"] == found["Who is to be seen"] == "done"
    assert client_of("auditor").post(f"{address}pictures/", form).status_code == 403


def test_a_title_in_chinese_needs_no_address(client_of):
    index = StoryIndexPage.objects.get(locale__language_code="zh-hans")
    staff = client_of("staff")
    add = f"/newsroom/pages/add/publishing/storypage/{index.pk}/"
    empty = {"slug": "", "standfirst": "", "byline": "", "source": "", "source_on": "", "cover": "",
             "body-count": "0", "seo_title": "", "search_description": ""}  # fmt: skip
    for _time in range(2):
        staff.post(add, {**empty, "title": "梧桐道上的七座桥"})
    slugs = StoryPage.objects.filter(title="梧桐道上的七座桥").values_list("slug", flat=True)
    assert sorted(slugs) == [
        "wu-tong-dao-shang-de-qi-zuo-qiao",
        "wu-tong-dao-shang-de-qi-zuo-qiao-1",
    ]
    page = StoryPage.objects.get(slug="wu-tong-dao-shang-de-qi-zuo-qiao")
    staff.post(f"/newsroom/pages/{page.pk}/edit/", {**empty, "title": "改了题目"})
    assert latest(page).slug == page.slug  # readers and links keep the address
    assert staff.post(add, {**empty, "title": ""}).status_code == 200
