"""A story of the newsroom stands in an issue, follows its corrections, and goes when it goes."""

from __future__ import annotations

import uuid

import pytest

from wutong.engines.outreach.tests.making import OFFICE, account
from wutong.kernel.actors import Actor
from wutong.programs.journal.enums import CreditRole
from wutong.programs.journal.errors import JournalError
from wutong.programs.journal.models import Article
from wutong.programs.journal.printing import make_paper
from wutong.programs.journal.services import issues
from wutong.programs.journal.services.stories import into_the_journal, take_story
from wutong.programs.journal.tests.test_journal import made
from wutong.programs.publishing import gate
from wutong.programs.publishing.registry import channels, copies
from wutong.programs.publishing.tests.making import draft

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
