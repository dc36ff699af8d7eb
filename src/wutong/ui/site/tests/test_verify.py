from __future__ import annotations

import pytest

from wutong.platform.documents.public import grouped, void_document
from wutong.platform.documents.tests.conftest import ACTOR, issue

__all__ = ["issue"]
pytestmark = pytest.mark.django_db


def page(client, path: str, language: str = "en"):
    client.cookies["wutong_language"] = language
    return client.get(path)


def test_anybody_may_ask_and_sees_only_what_the_paper_shows(client, issue):
    document = issue()
    response = page(client, f"/verify/{grouped(document.check_code)}")
    html = response.content.decode()
    assert response.status_code == 200
    assert "genuine and valid" in html
    assert document.number_text in html
    assert "王*明" in html
    assert "王小明" not in html
    assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_the_form_leads_to_the_same_answer_in_chinese(client, issue):
    document = issue()
    html = page(client, f"/verify/?code={document.check_code.lower()}", "zh-hans").content.decode()
    assert document.number_text in html
    assert 'lang="zh-Hans"' in html


def test_an_unknown_code_is_404_and_a_void_letter_says_so(client, issue):
    assert page(client, "/verify/0000-0000-0000").status_code == 404
    assert page(client, "/verify/").status_code == 200
    document = issue()
    void_document(actor=ACTOR, document_id=document.pk, reason="姓名有误")
    html = page(client, f"/verify/{document.check_code}").content.decode()
    assert "This letter is void" in html
    assert "姓名有误" not in html


def test_guessing_is_slowed_down(client):
    answers = [page(client, f"/verify/0000-0000-{n:04}").status_code for n in range(61)]
    assert answers[-1] == 429
