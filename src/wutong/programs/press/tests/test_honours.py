"""Words of others: exact, with a permission that has a scope and an end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from wutong.core.people.tests.factories import make_person
from wutong.core.reference.enums import Grade
from wutong.engines.outreach.tests.making import campaign
from wutong.engines.wording.public import open_findings
from wutong.engines.wording.selectors import find_text
from wutong.kernel.actors import Actor
from wutong.kernel.clock import today
from wutong.platform.privacy.public import erase_subject
from wutong.programs.press.errors import UsedError
from wutong.programs.press.models import Honour
from wutong.programs.press.public import may_quote, note_use, quotation
from wutong.programs.press.quoting import public_quotations, uses_without_permission
from wutong.programs.press.services.honours import (
    end_use,
    remove_honour,
    save_honour,
    set_permission,
)
from wutong.ui.office.registry import todos

pytestmark = pytest.mark.django_db
OFFICE = Actor.system("test")
WORDS = "梧桐学子走到哪里，就把认真二字带到哪里。"
DAY = timedelta(days=1)


def said(words=WORDS, **fields):
    given = {"kind": "praise", "name": "许知微", "office": "时任驻外使节", "said_on": today(),
             "words": words, "language": "zh-hans", **fields}  # fmt: skip
    return save_honour(actor=OFFICE, fields=given)


def permit(honour, scope="public", until=None, permission="granted"):
    return set_permission(
        actor=OFFICE, honour_id=honour.pk, permission=permission, scope=scope, until=until,
        note="来信同意",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("scope", "until", "wanted", "allowed"),
    [
        ("public", None, "public", True),
        ("alumni", None, "public", False),
        ("alumni", None, "alumni", True),
        ("public", -1, "internal", False),
        ("public", 0, "public", True),
    ],
)
def test_a_permission_covers_its_scope_until_its_last_day(scope, until, wanted, allowed):
    honour = permit(said(), scope, today() + until * DAY if until is not None else None)
    assert may_quote(honour, wanted) is allowed
    assert quotation(honour.pk, wanted).allowed is allowed


def test_the_public_page_shows_only_what_may_be_shown(client):
    shown, hidden = permit(said()), make_person("沈某", grade=Grade.SENSITIVE)
    permit(said("只给校友看的话。"), "alumni")
    permit(said("已经到期的话。"), until=today() - DAY)
    permit(said("没有答应的话。"), permission="refused")
    permit(said("敏感人士的话。", person=hidden))
    assert list(public_quotations()) == [shown]
    for path in ("/praise/", "/en/praise/"):
        page = client.get(path).content.decode()
        assert WORDS in page
        assert "时任驻外使节" in page
        for others in ("只给校友", "已经到期", "没有答应", "敏感人士"):
            assert others not in page
    save_honour(actor=OFFICE, honour_id=shown.pk, fields={"words": WORDS + "真的。"})
    shown.refresh_from_db()
    assert shown.permission == "asked"
    assert WORDS not in client.get("/praise/").content.decode()


def test_words_without_permission_are_found_in_any_text_that_is_checked(make_user):
    author, honour = make_user("staff"), said()
    letter = campaign(
        author, subject_zh="一句话", body_zh="有人说：「梧桐学子走到哪里，就把 认真 二字带到哪里。」",
        subject_en="", body_en="",
    )  # fmt: skip
    text = find_text(author, letter.ref)
    (found,) = open_findings(text)
    assert (found.finding.kind, found.finding.grave) == ("quotation", True)
    assert "许知微" in found.finding.message
    permit(honour, "alumni")
    assert open_findings(text) == []


def test_uses_are_noted_and_those_without_permission_are_to_dos(make_user, client_of):
    honour, user = said(), make_user("staff")
    use = note_use(
        actor=OFFICE, honour_id=honour.pk, label="画册第3页", scope="public", where_ref="a:1"
    )
    note_use(actor=OFFICE, honour_id=honour.pk, label="画册第4页", scope="public", where_ref="a:1")
    assert honour.uses.count() == 1
    assert [one.title for one in todos.get("press")(user)] == [
        "1 quotation is in use without permission"
    ]
    page = client_of("staff").get(reverse("office:press-honour", args=[honour.pk]))
    assert "no permission" in page.content.decode()
    with pytest.raises(UsedError):
        remove_honour(actor=OFFICE, honour_id=honour.pk)
    permit(honour, "alumni")
    assert uses_without_permission().count() == 1
    permit(honour, until=today() + 3 * DAY)
    assert uses_without_permission().count() == 0
    assert [one.title for one in todos.get("press")(user)] == ["Permission to quote ends: 许知微"]
    end_use(actor=OFFICE, honour_id=honour.pk, use_id=use.pk)
    remove_honour(actor=OFFICE, honour_id=honour.pk)
    assert Honour.objects.count() == 0


def test_sensitive_people_and_erased_ones(client_of):
    person = make_person("沈某", grade=Grade.SENSITIVE)
    honour = said(person=person)
    page = reverse("office:press-honour", args=[honour.pk])
    assert client_of("staff").get(page).status_code == 404
    assert client_of("director").get(page).status_code == 200
    erase_subject(actor=OFFICE, ref=f"person:{person.pk}", reason="asked for it")
    assert Honour.objects.count() == 0


def test_the_register_by_hand(client_of, django_assert_max_num_queries):
    client = client_of("staff")
    given = {"name": "许知微", "office": "时任使节", "kind": "praise", "said_on": "2026-01-02",
             "words": WORDS, "language": "zh-hans", "order": 1}  # fmt: skip
    new = reverse("office:press-honour-new")
    assert client.post(new, {**given, "words": ""}).status_code == 422
    assert client.post(new, given).status_code == 302
    honour = Honour.objects.get()
    do = reverse("office:press-honour-do", args=[honour.pk])
    client.post(do, {"do": "permission", "permission": "granted", "scope": "public"})
    honour.refresh_from_db()
    assert honour.permission == "none"  # nobody said how it was given
    client.post(
        do, {"do": "permission", "permission": "granted", "scope": "public", "note": "来信"}
    )
    assert list(public_quotations()) == [honour]
    client.post(do, {"do": "use", "label": "画册", "scope": "public"})
    assert honour.uses.count() == 1
    for query in ("", "?used=bad", "?used=yes", "?q=认真"):
        with django_assert_max_num_queries(12):
            assert client.get(reverse("office:press-honours") + query).status_code == 200
    auditor = client_of("auditor")
    assert auditor.post(do, {"do": "remove"}).status_code == 403
