"""The lists are kept in versions; findings are mended or kept; review sees the open ones."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
import xlsxwriter
from django.urls import reverse

from wutong.core.reference.models import LegalBody
from wutong.engines.outreach.tests.making import campaign
from wutong.engines.wording.models import Leader, ListVersion, Remark, Term
from wutong.engines.wording.public import check, examine, in_protocol_order, open_findings
from wutong.engines.wording.selectors import find_text
from wutong.engines.wording.services.keeping import save_certificate, save_leader
from wutong.engines.wording.tests.lists import OFFICE, keep_lists
from wutong.kernel.actors import Actor
from wutong.kernel.clock import today
from wutong.platform.audit.models import AuditEntry
from wutong.platform.jobs.public import close_side_connection
from wutong.platform.tabular.services import batches, runs

pytestmark = pytest.mark.django_db


def codes(text, **more):
    return [one.code for one in check(text, language="zh-hans", **more)]


def letter(author, body="副校长闻一川出席，残废人事业，全国第一"):
    return campaign(author, subject_zh="贺信", body_zh=body, subject_en="", body_en="")


def test_every_save_is_a_version_and_counts_at_once(make_user):
    keep_lists()
    versions = ListVersion.objects.count()
    assert codes("副校长温若谷") == []
    row = Leader.objects.get(name="温若谷")
    save_leader(
        actor=Actor.of(make_user("staff", display_name="宣传部 周")), leader_id=row.pk,
        version=row.version, fields={}, note="任免〔2026〕8号",
        titles=[("副校长", "", None, today() - timedelta(days=1)), ("党委副书记", "", today(), None)],
    )  # fmt: skip
    assert codes("副校长温若谷") == ["title_outdated"]
    newest = ListVersion.objects.first()
    assert ListVersion.objects.count() == versions + 1
    assert (newest.author_label, newest.note, newest.entries) == ("宣传部 周", "任免〔2026〕8号", 1)
    change = newest.changes.get()
    assert [one["title"] for one in change.before["titles"]] == ["副校长"]
    assert [one["title"] for one in change.after["titles"]] == ["副校长", "党委副书记"]
    save_leader(actor=OFFICE, leader_id=row.pk, fields={"rank": 5})  # nothing new: no version
    assert ListVersion.objects.first() == newest
    assert in_protocol_order(["校友王芳", "校长闻一川", "秦望川"]) == [
        "秦望川",
        "校长闻一川",
        "校友王芳",
    ]


def test_a_list_comes_in_from_a_file_and_goes_out_as_one(client_of):
    keep_lists()
    client = client_of("staff")
    actor = Actor.of(client.user)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    rows = [
        ["词语", "类别", "规范用语", "理由"],
        ["天价捐赠", "forbidden", "大额捐赠", "不渲染金额"],
        ["残废人", "Sensitive", "残障人士", "新口径"],
        ["全", "forbidden", "", ""],
        ["天价捐赠", "forbidden", "", ""],
    ]
    sheet = book.add_worksheet("用语")
    for number, cells in enumerate(rows):
        sheet.write_row(number, 0, cells)
    book.close()
    out.seek(0)
    batch = batches.receive_file(
        actor=actor, importer="wording.terms", content=out, name="words.xlsx"
    )
    batches.save_mapping(actor=actor, batch_id=batch.pk, mapping=batch.mapping)
    batches.start_check(actor=actor, batch_id=batch.pk)
    runs.run_check(batch.pk)
    close_side_connection()
    verdicts = list(batch.rows.order_by("row_no").values_list("verdict", flat=True))
    assert verdicts == ["new", "changed", "rejected", "duplicate"]
    before, versions = Term.objects.get(words="残废人").advice, ListVersion.objects.count()
    assert client.get(reverse("office:imports-detail", args=[batch.pk])).status_code == 200
    batches.start_publish(actor=actor, batch_id=batch.pk)
    runs.run_publish(batch.pk, actor)
    assert codes("天价捐赠") == ["forbidden"]
    assert Term.objects.get(words="残废人").advice == "残障人士"
    assert ListVersion.objects.count() == versions + 1
    page = client.get(reverse("office:imports-detail", args=[batch.pk])).content.decode()
    assert "1 rows added, 1 changed" in page
    batches.start_undo(actor=actor, batch_id=batch.pk)
    runs.run_undo(batch.pk, actor)
    assert codes("天价捐赠") == []
    assert Term.objects.get(words="残废人").advice == before
    batch.refresh_from_db()
    assert {k: v for k, v in batch.counts.items() if "undone" in k} == {
        "undone_removed": 1, "undone_restored": 1, "undone_kept": 0,
    }  # fmt: skip


def test_a_finding_is_kept_with_a_reason_or_mended_and_review_sees_the_rest(client_of):
    keep_lists()
    client = client_of("staff", display_name="李编辑")
    greeting = letter(client.user)
    page = client.get(reverse("office:campaigns-detail", args=[greeting.pk])).content.decode()
    assert "until 9 May 2023." in page
    text = find_text(client.user, greeting.ref)
    by_code = {one.finding.code: one.finding for one in open_findings(text)}
    assert set(by_code) == {"title_outdated", "sensitive", "forbidden"}

    answer = reverse("office:wording-answer", args=[greeting.ref])
    keep = {"do": "keep", "key": by_code["sensitive"].key}
    client.post(answer, {**keep, "reason": "  "})
    assert len(open_findings(text)) == 3
    client.post(answer, {**keep, "reason": "引自1988年原文"})
    row = Remark.objects.get(state="kept")
    assert (row.reason, str(row.author)) == ("引自1988年原文", "李编辑")
    assert AuditEntry.objects.filter(verb="wording.kept", actor_label="李编辑").exists()

    greeting.body_zh = "校长闻一川出席，残废人事业，全国第一"
    greeting.save()
    text = find_text(client.user, greeting.ref)
    left = examine(actor=Actor.of(client.user), text=text)
    assert [one.finding.code for one in left] == ["forbidden"]
    states = dict(Remark.objects.values_list("kind", "state"))
    assert states == {"title_outdated": "mended", "sensitive": "kept", "forbidden": "open"}
    reviewer = client_of("director")
    page = reviewer.get(reverse("office:wording-findings", args=[greeting.ref])).content.decode()
    assert "引自1988年原文" in page
    assert "副校长闻一川" in page  # among the mended
    client.post(answer, {"do": "reopen", "key": by_code["sensitive"].key})
    assert len(open_findings(text)) == 2

    stranger = client_of("coordinator", college="C01")
    assert stranger.get(reverse("office:wording-findings", args=[greeting.ref])).status_code == 404
    auditor = client_of("auditor")
    assert auditor.get(reverse("office:wording-findings", args=[greeting.ref])).status_code == 200
    assert auditor.post(answer, {**keep, "reason": "x"}).status_code == 403


def test_a_body_without_a_certificate_does_not_ask_everybody_for_gifts():
    body = LegalBody.objects.get(pk="foundation")
    text = "欢迎捐款支持母校"
    assert codes(text, legal_body="foundation") == []
    assert codes(text, legal_body="foundation", public=True) == ["solicitation"]
    save_certificate(actor=OFFICE, legal_body=body, number="1", since=today(), until=today())
    assert codes(text, legal_body="foundation", public=True) == []
    after = today() + timedelta(days=1)
    assert codes(text, legal_body="foundation", public=True, on=after) == ["solicitation"]
    assert codes(text, legal_body="association", public=True) == ["solicitation"]


def test_the_pages_of_the_lists(client_of, django_assert_max_num_queries):
    keep_lists()
    client = client_of("staff")
    for name in ("leaders", "terms", "versions", "certificates"):
        with django_assert_max_num_queries(12):
            assert client.get(reverse(f"office:wording-{name}")).status_code == 200
    assert client.get(reverse("office:wording-version", args=[ListVersion.objects.first().pk]))
    row = Leader.objects.get(name="闻一川")
    form = reverse("office:wording-leader", args=[row.pk])
    given = {"name": "闻一川", "kind": "university", "rank": 2, "version": row.version}
    for lines, wrong in (
        ("校长 | President | 昨天", "昨天"),
        ("校长 | President | 2024-01-01 | 2023-01-01", "ends before"),
        (" | President", "cannot be read"),
    ):
        answer = client.post(form, {**given, "lines": lines})
        assert answer.status_code == 422
        assert wrong in answer.content.decode()
    answer = client.post(
        form, {**given, "lines": "副校长｜｜2019-01-01｜2023-05-09\n校长||2023年5月10日"}
    )
    assert answer.status_code == 302
    assert [one.title for one in row.titles.order_by("pk")] == ["副校长", "校长"]
    assert client.post(form, {**given, "lines": "校长"}).status_code == 409
    auditor = client_of("auditor")
    assert auditor.get(reverse("office:wording-leaders")).status_code == 200
    assert auditor.get(form).status_code == 403
    tried = client.post(
        reverse("office:wording-try"),
        {"text": "副校长闻一川<script>", "language": "zh-hans", "on": "2026-11-01"},
    ).content.decode()
    assert "2023" in tried
    assert "<script>" not in tried.replace("<script type", "").replace("<script src", "")
