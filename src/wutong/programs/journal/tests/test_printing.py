"""The house sets an issue as PDF from its articles; who may read it follows the articles."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from django.utils import translation
from pypdf import PdfReader

from wutong.engines.outreach.tests.making import OFFICE, account
from wutong.kernel.actors import Actor
from wutong.programs.journal.enums import CreditRole
from wutong.programs.journal.errors import NothingInItError
from wutong.programs.journal.models import Article, Issue
from wutong.programs.journal.printing import issue_data, make_paper, set_issue
from wutong.programs.journal.selectors import paper_is_old
from wutong.programs.journal.services import issues
from wutong.programs.journal.tests.test_journal import made, picture

pytestmark = pytest.mark.django_db
LONG = "\n".join(["第一段。" * 60, "# 小标题", "“引号”与——破折号……都按规矩排。" * 40] * 6)


def test_an_issue_is_set_with_its_permit_its_columns_and_everybody_credited():
    staff = account("staff")
    issue = made(staff, print_run=900, foreword_zh="各位校友：\n秋深叶黄。")
    issues.save_article(
        actor=Actor.of(staff), issue=issue, picture=picture(),
        values={"title_zh": "长文", "column_zh": "人物", "text_zh": LONG, "page": 9},
        makers={CreditRole.AUTHOR: "王芳", CreditRole.PHOTO: "李明"},
    )  # fmt: skip
    with translation.override("zh-hans"):
        data, pictures = issue_data(Issue.objects.select_related("legal_body", "cover").get())
    assert (data["note"], data["permit"]) == ("内部资料，免费交流", "陕内资第1号")
    assert data["articles"][0]["title"] == "长文"  # by its page, the others have none
    second = data["articles"][0]["pieces"][1]
    assert (second["kind"], second["words"]) == ("heading", "小标题")
    assert list(pictures) == [data["articles"][0]["lead"]["name"]]
    assert any("林知远、周慕白" in words for _name, words in data["imprint"])
    pages = [page.extract_text() for page in PdfReader(BytesIO(set_issue(issue))).pages]
    assert len(pages) >= 4  # cover, contents, articles, imprint
    assert "内部资料，免费交流" in pages[0]
    assert "陕内资第" in pages[0]
    assert "目录" in pages[1]
    assert "长文" in pages[1]
    assert "王芳" in pages[-1]
    Article.objects.update(text_zh="")
    with pytest.raises(NothingInItError):
        set_issue(issue)


def test_strangers_get_the_set_pdf_only_where_every_text_is_open(client):
    staff = account("staff")
    issue = made(staff)  # with a text for readers alone
    make_paper(actor=OFFICE, issue=issue)
    assert client.get("/journal/17/paper.pdf").status_code == 404
    assert "paper.pdf" not in client.get("/journal/17/").content.decode()
    closed = issue.articles.get(is_public=False)
    issues.save_article(
        actor=OFFICE, issue=issue, article=closed, values={"is_public": True}, makers={}
    )
    issue.refresh_from_db()
    assert paper_is_old(issue)
    assert Client().get("/journal/17/paper.pdf")["Content-Type"] == "application/pdf"
