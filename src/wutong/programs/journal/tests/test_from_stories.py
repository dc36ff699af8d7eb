"""A story of the newsroom stands in an issue, follows its corrections, and goes when it goes."""

from __future__ import annotations

import uuid
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.utils import translation
from pypdf import PdfReader

from wutong.engines.outreach.tests.making import OFFICE, account
from wutong.kernel.actors import Actor
from wutong.platform.files.models import StoredFile
from wutong.programs.journal.enums import CreditRole
from wutong.programs.journal.errors import JournalError
from wutong.programs.journal.models import Article, Issue
from wutong.programs.journal.printing import issue_data, make_paper, set_issue
from wutong.programs.journal.services import issues
from wutong.programs.journal.services.stories import into_the_journal, take_story
from wutong.programs.journal.tests.test_journal import made
from wutong.programs.publishing import gate
from wutong.programs.publishing.enums import Ending, Place
from wutong.programs.publishing.registry import channels, copies
from wutong.programs.publishing.services.pictures import (
    add_portrait,
    end_portrait,
    reopen_portrait,
)
from wutong.programs.publishing.tests.making import draft, picture

pytestmark = pytest.mark.django_db


def published(**fields):
    page = draft(blocks=[{"type": "text", "value": "<h2>开头</h2><p>江上有七座桥。</p>", "id": "1"}],
                 **fields)  # fmt: skip
    return approved(page)


def approved(page):
    """Public, as after its reviews."""
    with gate.approved():
        page.save_revision().publish()
    page.refresh_from_db()
    return page


def test_a_story_is_taken_over_follows_its_corrections_and_goes_with_it(client_of):
    staff = client_of("staff")
    issue = made(account("staff"))
    page = published()
    key = page.translation_key
    base = f"/office/journal/{issue.pk}/"
    assert "七座桥" in staff.get(f"{base}stories/").content.decode()
    staff.post(f"{base}stories/", {"story": str(key)})
    assert staff.post(f"{base}stories/", {"story": "x"}).status_code == 400
    article = Article.objects.get(story=key)
    assert article.title_zh == "七座桥"
    assert "# 开头" in article.text_zh.splitlines()
    assert page.slug in article.link
    assert list(article.credits.values_list("name", flat=True)) == ["陆晓岚"]

    issues.save_article(
        actor=OFFICE, issue=issue, article=article, values={"page": 5},
        makers={CreditRole.AUTHOR: "陆晓岚、王芳"},
    )  # fmt: skip
    make_paper(actor=OFFICE, issue=issue)
    keeper = copies.get("journal")
    (held,) = keeper.where_is(key)
    assert (held.label, held.url) == (issue.label, base)
    page.title = "八座桥"
    approved(page)
    keeper.correct(key, OFFICE)
    article.refresh_from_db()
    issue.refresh_from_db()
    assert (article.title_zh, article.page, issue.paper) == ("八座桥", 5, None)
    assert article.credits.count() == 2  # names written by hand stay

    make_paper(actor=OFFICE, issue=issue)
    keeper.withdraw(key, OFFICE)
    issue.refresh_from_db()
    assert (issue.paper, keeper.where_is(key)) == (None, [])
    assert "八座桥" not in staff.get("/journal/17/").content.decode()
    with gate.approved():
        page.unpublish()
    with pytest.raises(JournalError):
        take_story(actor=OFFICE, issue=issue, key=key)


def test_the_newsroom_sends_a_story_into_the_issue_being_made():
    user = account("staff")
    key = published().translation_key
    with pytest.raises(JournalError):
        into_the_journal(user, Actor.of(user), key)
    issue = made(user)
    issues.withdraw_issue(actor=OFFICE, issue=issue)
    assert channels.get("journal").make(user, OFFICE, key) == f"/office/journal/{issue.pk}/"
    assert channels.get("journal").make(user, OFFICE, key)  # again: it is brought up to date
    assert Article.objects.filter(story=key).count() == 1
    with pytest.raises(JournalError):
        take_story(actor=OFFICE, issue=issue, key=uuid.uuid4())


def test_pictures_come_over_and_leave_the_web_while_what_is_printed_stays(client_of, client):
    issue = made(account("staff"))
    issue.articles.all().delete()
    cover, face, other = (picture(name) for name in ("cover", "face", "other"))
    face_of = add_portrait(actor=OFFICE, picture_id=face.pk, name="李群")
    add_portrait(actor=OFFICE, picture_id=other.pk, name="周明", places=[Place.SITE])
    gallery = [{"picture": one.pk, "caption": f"渡口{one.title}"} for one in (face, other)]
    page = approved(draft(cover=cover, blocks=[
        {"type": "text", "value": "<p>江上有七座桥。</p>", "id": "1"},
        {"type": "gallery", "value": {"title": "", "pictures": gallery}, "id": "2"},
        {"type": "text", "value": "<p>都还在。</p>", "id": "3"},
    ]))  # fmt: skip
    key = page.translation_key
    with translation.override("zh-hans"):
        article = take_story(actor=OFFICE, issue=issue, key=key)
    assert list(article.pictures.values_list("source_id", flat=True)) == [cover.pk, face.pk]
    assert "![2]" in article.text_zh.splitlines()
    assert "渡口face" not in article.text_zh, "the picture tells its caption itself"

    def seen():
        soup = BeautifulSoup(client.get("/journal/17/").content, "html.parser")
        return [(one.img["src"], one.img["alt"], one.get_text(" ", strip=True))
                for one in soup.select("figure")]  # fmt: skip

    (first, second) = seen()
    assert first[1:] == ("江岸", "图片：校友部")
    assert second[1:] == ("江岸", "渡口face 图片：校友部")
    shown = client.get(second[0])
    assert (shown.status_code, shown["Cache-Control"]) == (200, "public, max-age=60")
    pdf = PdfReader(BytesIO(set_issue(issue)))
    assert len(issue_data(issue)[1]) == 2
    assert any(one.images for one in pdf.pages)
    assert any("渡口" in one.extract_text() for one in pdf.pages)

    make_paper(actor=OFFICE, issue=issue)
    assert client.get("/journal/17/paper.pdf").status_code == 200
    kept = article.pictures.get(source=face).stored_id
    end_portrait(actor=OFFICE, portrait_id=face_of.pk, how=Ending.CONSENT)
    assert [one[0] for one in seen()] == [first[0]]
    assert client.get(second[0]).status_code == 404
    assert not StoredFile.objects.filter(pk=kept).exists()
    issue.refresh_from_db()
    assert issue.paper is not None, "what is printed stays"
    assert client.get("/journal/17/paper.pdf").status_code == 404
    assert "它的 PDF" in client.get("/journal/17/").content.decode().replace("\u2009", " ")
    assert "保持付印时的样子" in str(copies.get("journal").where_is(key)[0].note)
    office = client_of("staff").get(f"/office/journal/{issue.pk}/").content.decode()
    assert "A picture of this PDF was taken back" in office
    make_paper(actor=OFFICE, issue=Issue.objects.get(pk=issue.pk))
    assert client.get("/journal/17/paper.pdf").status_code == 200

    reopen_portrait(actor=OFFICE, portrait_id=face_of.pk)
    assert [one[0] for one in seen()] == [first[0], second[0]], "a slip is mended"
