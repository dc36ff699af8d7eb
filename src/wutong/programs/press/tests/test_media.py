"""Media and what they wrote: evidence, self-media apart, lists from a file, the pace."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from wutong.core.figures.public import Period, figures, in_words
from wutong.kernel.actors import Actor
from wutong.kernel.clock import today
from wutong.platform.access.public import Scopes
from wutong.platform.files.models import StoredFile
from wutong.platform.jobs.public import close_side_connection
from wutong.platform.tabular.services import batches, runs
from wutong.programs.press.errors import DayError, KnownError, NoEvidenceError
from wutong.programs.press.models import Mention, Outlet
from wutong.programs.press.selectors import pace
from wutong.programs.press.services.media import (
    look_at_evidence,
    remove_mention,
    save_mention,
    save_outlet,
)

pytestmark = pytest.mark.django_db
OFFICE = Actor.system("test")
YEAR = Period(date(2020, 1, 1), date(2020, 12, 31))
ALL = Scopes(everything=True)
PDF = b"%PDF-1.7 a page of a paper"


def outlet(name, kind="provincial"):
    return save_outlet(actor=OFFICE, fields={"name": name, "kind": kind})


def report(medium, title="决赛", on=date(2020, 12, 6), files=None, **fields):
    given = {"outlet": medium, "title": title, "published_on": on, **fields}
    return save_mention(actor=OFFICE, fields=given, files=files)


def value(code):
    return figures.get(code).rows(YEAR, ALL).value()


def test_media_count_with_evidence_only_each_once_and_self_media_apart():
    for number in range(71):
        report(outlet(f"梧陵{number}报"), link=f"https://news.example.org/{number}")
    many = Outlet.objects.first()
    report(many, "初赛", date(2020, 10, 1), link="https://news.example.org/again")
    report(many, "次年", date(2021, 1, 1), link="https://news.example.org/later")
    clipped = outlet("澜州晚报", "industry")
    row = report(clipped, files={"clipping": SimpleUploadedFile("版面.pdf", PDF)})
    assert row.evidence == "clipping"
    report(outlet("口说无凭报"))
    report(outlet("梧桐手记", "self"), link="https://blog.example.org/1")
    assert (value("press.outlets"), value("press.self_media"), value("press.mentions")) == (
        72,
        1,
        74,
    )
    with translation.override("zh-hans"):
        assert in_words(72, "家", figures.get("press.outlets").rounded_from) == "70余家"
    rows = figures.get("press.outlets").rows(YEAR, ALL)
    first = rows.page(0, 1)[0]
    assert (first["name"], first["written"]) == (many.name, 2)
    assert rows.value() == len(rows.page(0, 100))
    assert figures.get("press.outlets").rows(YEAR, Scopes()).value() == 0


def test_evidence_is_looked_at_and_looked_at_again_when_it_changes():
    medium = outlet("青屿日报")
    row = report(medium)
    with pytest.raises(NoEvidenceError):
        look_at_evidence(actor=OFFICE, mention_id=row.pk)
    row = save_mention(actor=OFFICE, mention_id=row.pk, fields={"link": "https://a.example.org/1"})
    assert look_at_evidence(actor=OFFICE, mention_id=row.pk).evidence == "checked"
    row = save_mention(actor=OFFICE, mention_id=row.pk, fields={"note": "头版"})
    assert row.evidence == "checked"
    row = save_mention(
        actor=OFFICE, mention_id=row.pk, fields={},
        files={"screenshot": SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n rest")},
    )  # fmt: skip
    assert (row.evidence, row.checked_on) == ("clipping", None)
    assert StoredFile.objects.filter(kind="press").count() == 1
    remove_mention(actor=OFFICE, mention_id=row.pk)
    assert StoredFile.objects.filter(kind="press").count() == 0


def test_what_cannot_be_is_refused():
    medium = outlet("云浦日报")
    report(medium)
    with pytest.raises(KnownError):
        report(medium)
    with pytest.raises(KnownError):
        outlet(" 云浦日报 ")
    with pytest.raises(DayError):
        report(medium, "明天", today() + timedelta(days=1))
    with pytest.raises(DayError):
        report(medium, "倒流", date(2020, 12, 6), source_on=date(2020, 12, 7))


def test_the_median_of_each_month(make_user):
    medium, first = outlet("鹤汀新闻"), today().replace(day=1)
    day = first - timedelta(days=3)
    for number, days in enumerate((0, 2, 9, None)):
        source = day - timedelta(days=days) if days is not None else None
        report(medium, f"第{number}篇", day, source_on=source)
    report(medium, "本月", first)
    this, before = pace(make_user("staff"))
    assert (this.reports, this.timed, this.median) == (1, 0, None)
    assert (before.reports, before.timed, before.median, before.longest) == (4, 3, 2, 9)


def test_a_list_of_clippings_comes_in_and_is_taken_back(client_of):
    known = outlet("霁川日报")
    old = report(known, "决赛之夜")
    client = client_of("staff")
    actor = Actor.of(client.user)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    rows = [
        ["媒体名称", "标题", "发布日期", "链接", "媒体类型", "供稿日期"],
        [
            "松墟手记",
            "我在现场",
            "2020-12-07",
            "https://blog.example.org/7",
            "自媒体",
            "2020-12-06",
        ],
        ["霁川日报", "决赛之夜", "2020-12-06", "https://news.example.org/5", "", ""],
        ["霁川日报", "坏链接", "2020-12-06", "javascript:alert(1)", "", ""],
        ["霁川日报", "未来", "2999-01-01", "", "", ""],
        ["霁川日报", "时间倒流", "2020-12-01", "", "", "2020-12-02"],
        ["", "无名", "2020-12-01", "", "", ""],
    ]
    sheet = book.add_worksheet("剪报")
    for number, cells in enumerate(rows):
        sheet.write_row(number, 0, cells)
    book.close()
    out.seek(0)
    batch = batches.receive_file(
        actor=actor, importer="press.clippings", content=out, name="c.xlsx"
    )
    batches.save_mapping(actor=actor, batch_id=batch.pk, mapping=batch.mapping)
    batches.start_check(actor=actor, batch_id=batch.pk)
    runs.run_check(batch.pk)
    close_side_connection()
    verdicts = list(batch.rows.order_by("row_no").values_list("verdict", flat=True))
    assert verdicts == ["new", "changed", *["rejected"] * 4]
    assert Mention.objects.count() == 1
    batches.start_publish(actor=actor, batch_id=batch.pk)
    runs.run_publish(batch.pk, actor)
    old.refresh_from_db()
    assert (old.link, old.evidence) == ("https://news.example.org/5", "link")
    new = Mention.objects.get(title="我在现场")
    assert (new.outlet.kind, new.days, new.evidence) == ("self", 1, "link")
    page = client.get(reverse("office:imports-detail", args=[batch.pk]))
    assert page.status_code == 200
    batches.start_undo(actor=actor, batch_id=batch.pk)
    runs.run_undo(batch.pk, actor)
    old.refresh_from_db()
    assert (old.link, old.evidence) == ("", "none")
    assert list(Outlet.objects.values_list("name", flat=True)) == ["霁川日报"]


def test_the_pages(client_of, django_assert_max_num_queries):
    client = client_of("staff")
    for number in range(3):
        report(outlet(f"砚溪{number}报"), link=f"https://news.example.org/{number}")
    row = Mention.objects.first()
    for name in ("mentions", "outlets", "pace"):
        with django_assert_max_num_queries(12):
            assert client.get(reverse(f"office:press-{name}")).status_code == 200
    assert client.get(reverse("office:press-mentions") + "?sort=-days").status_code == 200
    assert client.get(reverse("office:press-mention", args=[row.pk])).status_code == 200
    assert client.get(reverse("office:press-outlet", args=[row.outlet_id])).status_code == 200
    form = reverse("office:press-mention-edit", args=[row.pk])
    given = {"outlet": row.outlet_id, "title": "改题", "published_on": "2020-12-06",
             "link": "https://news.example.org/0", "version": row.version}  # fmt: skip
    bad = {**given, "clipping": SimpleUploadedFile("x.pdf", b"<script>")}
    assert client.post(form, bad).status_code == 422
    good = {**given, "clipping": SimpleUploadedFile("x.pdf", PDF)}
    assert client.post(form, good).status_code == 302
    assert client.post(form, given).status_code == 409
    clip = client.get(reverse("office:press-clipping", args=[row.pk]))
    assert b"".join(clip.streaming_content) == PDF
    assert client_of("auditor").get(form).status_code == 403
    assert (
        client_of("coordinator", college="C01").get(reverse("office:press-mentions")).status_code
        == 403
    )
