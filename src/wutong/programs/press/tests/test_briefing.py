"""The work briefing: gathered from the rooms, edited, approved by another, issued for good."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import docx
import pytest
from django.urls import reverse
from pypdf import PdfReader

from wutong.core.people.public import mark_deceased
from wutong.core.people.tests.factories import make_person
from wutong.core.reference.enums import Grade
from wutong.core.reference.models import LegalBody
from wutong.engines.wording.tests.lists import keep_lists
from wutong.kernel.actors import Actor
from wutong.kernel.clock import today
from wutong.platform.documents.public import issue_document
from wutong.platform.privacy.public import erase_subject
from wutong.programs.press.models import Briefing
from wutong.programs.press.papers import KIND, draft_of, printed
from wutong.programs.press.quoting import uses_without_permission
from wutong.programs.press.registry import BriefingSource, Line, briefing_sources
from wutong.programs.press.services.briefing import (
    add_item,
    begin_briefing,
    discard_briefing,
    gather,
    pick_item,
)
from wutong.programs.press.services.honours import save_honour, set_permission
from wutong.programs.press.services.media import save_mention, save_outlet

pytestmark = pytest.mark.django_db
OFFICE = Actor.system("test")


def begun(user, **fields):
    given = {"title": "校友工作简报", "since": today() - timedelta(days=13), "until": today(),
             "lead": "", "language": "zh-hans", **fields}  # fmt: skip
    body = LegalBody.objects.get(pk="department")
    return begin_briefing(actor=Actor.of(user), user=user, legal_body=body, fields=given)


def happened():
    outlet = save_outlet(actor=OFFICE, fields={"name": "青屿日报", "kind": "provincial"})
    for title, link in (("返校日现场", "https://news.example.org/1"), ("没有凭据", "")):
        fields = {"outlet": outlet, "title": title, "published_on": today(), "link": link}
        save_mention(actor=OFFICE, fields=fields)
    award = {"kind": "award", "name": "梧陵市政府", "words": "优秀社会组织", "said_on": today(),
             "language": "zh-hans"}  # fmt: skip
    save_honour(actor=OFFICE, fields=award)
    for name, grade in (("陈长青", Grade.INTERNAL), ("沈某", Grade.SENSITIVE)):
        person = make_person(name, grade=grade)
        mark_deceased(actor=OFFICE, person_id=person.pk, on=today() - timedelta(days=2))


def test_what_happened_is_gathered_and_what_is_careful_waits_to_be_picked(make_user):
    happened()
    user = make_user("director")
    lines = {
        row.key.partition(":")[0] + row.text[:9]: row.picked for row in begun(user).items.all()
    }
    assert lines["mention青屿日报：《返校日"] is True
    assert lines["mention青屿日报：《没有凭"] is False
    assert any(key.startswith("honour") and picked for key, picked in lines.items())
    deaths = {key: picked for key, picked in lines.items() if key.startswith("death")}
    assert list(deaths.values()) == [False]  # picked by hand alone, and nobody sensitive
    assert "陈长青" in next(iter(deaths))
    assert (
        begun(make_user("director"), since=date(2001, 1, 1), until=date(2001, 1, 14)).items.count()
        == 0
    )


def test_leaders_stand_in_order_and_what_was_edited_stays(make_user, monkeypatch):
    keep_lists()
    told = [
        Line("t:1", "副校长温若谷会见校友"),
        Line("t:2", "校长闻一川会见校友"),
        Line("t:3", "校友座谈"),
    ]
    monkeypatch.setitem(
        briefing_sources._items, "test", (1, BriefingSource("visits", lambda *_days: list(told)))
    )
    user = make_user("director")
    briefing = begun(user)
    assert [row.key for row in briefing.items.filter(section="visits")] == ["t:2", "t:1", "t:3"]
    row = briefing.items.get(key="t:3")
    row.text = "校友在梧桐道座谈"
    row.save()
    told[:] = [
        Line("t:1", "副校长温若谷会见三位校友"),
        Line("t:3", "校友座谈"),
        Line("t:4", "新事"),
    ]
    gather(actor=Actor.of(user), user=user, briefing_id=briefing.pk)
    texts = dict(briefing.items.filter(section="visits").values_list("key", "text"))
    assert texts == {"t:1": "副校长温若谷会见三位校友", "t:3": "校友在梧桐道座谈", "t:4": "新事"}


def test_from_the_draft_to_the_paper(client_of):
    happened()
    client = client_of("staff")
    new = client.post(
        reverse("office:press-briefing-new"),
        {"title": "校友工作简报", "since": str(today() - timedelta(days=13)), "until": str(today()),
         "lead": "本期要点。", "legal_body": "department", "language": "zh-hans"},
    )  # fmt: skip
    assert new.status_code == 302
    briefing = Briefing.objects.get()
    page, do = (reverse(f"office:press-briefing{name}", args=[briefing.pk]) for name in ("", "-do"))

    def act(by, what, **data):
        by.post(do, {"do": what, **data})
        briefing.refresh_from_db()
        return briefing.state

    act(client, "add", section="more", text="下期预告：值年返校。")
    item = briefing.items.get(section="more")
    assert "下期预告" in client.get(page).content.decode()
    act(client, "words", item=item.pk, text="下期预告：秩年返校。")
    honour = briefing.items.get(section="honours")
    act(client, "out", item=honour.pk)
    assert act(client, "hand_in") == "review"
    act(client, "words", item=item.pk, text="偷改")  # fixed meanwhile
    assert act(client, "approve") == "review"  # nobody approves their own
    director = client_of("director")
    assert act(director, "approve") == "approved"
    assert act(director, "issue") == "issued"
    assert briefing.number_text == f"校友工作简报〔{today().year}〕第1期"
    word = client.get(reverse("office:press-briefing-word", args=[briefing.pk]))
    words = "\n".join(p.text for p in docx.Document(BytesIO(word.content)).paragraphs)
    assert "下期预告：秩年返校。" in words
    assert "青屿日报：《返校日现场》。" in words
    assert "优秀社会组织" not in words
    assert briefing.number_text in words
    pdf = PdfReader(
        BytesIO(client.get(reverse("office:press-briefing-pdf", args=[briefing.pk])).content)
    )
    assert "秩年返校" in pdf.pages[0].extract_text().replace("\n", "")
    briefing.items.update(text="改过")  # whatever becomes of the rows, the paper stays
    word = client.get(reverse("office:press-briefing-word", args=[briefing.pk]))
    assert "秩年返校" in "\n".join(p.text for p in docx.Document(BytesIO(word.content)).paragraphs)
    assert client.get(reverse("office:press-briefings")).status_code == 200
    assert client_of("auditor").post(do, {"do": "gather"}).status_code == 403


def test_praise_that_is_picked_is_a_use_and_one_left_out_is_none_any_more(make_user):
    user = make_user("director")
    said = {"kind": "praise", "name": "许知微", "words": "把认真二字带到哪里", "said_on": today(),
            "language": "zh-hans"}  # fmt: skip
    honour = save_honour(actor=OFFICE, fields=said)
    set_permission(actor=OFFICE, honour_id=honour.pk, permission="granted", scope="internal")
    briefing = begun(user)
    item = briefing.items.get(section="honours")
    use = honour.uses.get()
    assert (use.where_ref, use.scope, use.ended_on) == (briefing.ref, "internal", None)
    pick_item(actor=Actor.of(user), briefing_id=briefing.pk, item_id=item.pk, picked=False)
    assert honour.uses.get().ended_on == today()
    pick_item(actor=Actor.of(user), briefing_id=briefing.pk, item_id=item.pk, picked=True)
    assert honour.uses.get().ended_on is None
    set_permission(actor=OFFICE, honour_id=honour.pk, permission="refused")
    assert [one.pk for one in uses_without_permission()] == [use.pk]
    discard_briefing(actor=Actor.of(user), briefing_id=briefing.pk)
    assert honour.uses.get().ended_on == today()


def test_an_erasure_reaches_names_in_briefings_and_leaves_others(make_user):
    gone, stays = make_person("陈长青"), make_person("林归鹤")
    for person in (gone, stays):
        mark_deceased(actor=OFFICE, person_id=person.pk, on=today() - timedelta(days=2))
    user = make_user("director")
    briefing, draft = begun(user, lead="陈长青校友辞世。"), begun(user)
    for row in briefing.items.all():
        pick_item(actor=Actor.of(user), briefing_id=briefing.pk, item_id=row.pk, picked=True)
    add_item(actor=Actor.of(user), briefing_id=briefing.pk, section="more", text="陈长青赠书。")
    briefing.refresh_from_db()
    day = today()
    briefing.document = issue_document(
        actor=OFFICE, kind=KIND, body="department", draft=draft_of(briefing, day=day), issued_on=day
    )
    briefing.state = "issued"
    briefing.save()
    assert draft.items.filter(text__contains="陈长青").exists()

    erase_subject(actor=Actor.of(user), ref=f"person:{gone.pk}", reason="asked")

    briefing = Briefing.objects.get(pk=briefing.pk)
    paper = str(printed(briefing))
    assert "陈长青" not in paper
    assert "一位校友赠书" in paper
    assert "林归鹤" in paper
    assert "陈长青" not in briefing.lead + "".join(briefing.items.values_list("text", flat=True))
    assert not draft.items.filter(text__contains="陈长青").exists()
    assert draft.items.filter(text__contains="林归鹤").exists()
