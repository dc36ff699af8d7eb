"""What the channels published and how it was read: registered, counted, corrected, brought in."""

from __future__ import annotations

import io
import json
import uuid
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wutong.core.figures.public import Period, read_figures
from wutong.core.reference.models import LegalBody
from wutong.kernel.errors import ConflictError
from wutong.platform.access.public import Scopes
from wutong.platform.tabular.models import ImportBatch, ImportRow
from wutong.platform.tabular.services import batches, runs
from wutong.programs.posts import figures
from wutong.programs.posts.converting import NoPostsError, as_csv
from wutong.programs.posts.enums import Kind, State
from wutong.programs.posts.errors import AddressTakenError, FewerReadsError, PostError
from wutong.programs.posts.importers import KEY, whole_number
from wutong.programs.posts.models import Post
from wutong.programs.posts.services.posts import keep_site_post, save_post, withdraw_post
from wutong.programs.posts.services.snapshots import Count, note_figures
from wutong.programs.posts.tests.making import OFFICE, channel, post, stand

pytestmark = pytest.mark.django_db
ALL = Scopes(everything=True)
YEAR = Period.year(2020)
TODAY = "2021-06-01T12:00:00+08:00"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(TODAY, tick=False):
        yield


def value(code, period=YEAR, scopes=ALL):
    read = read_figures([code], [period], scopes, refresh=True).value(code, period)
    figure = figures.figures.get(code)
    if not figure.is_derived:
        assert figure.rows(period, scopes).value() == read
    return read


def test_the_year_is_counted_by_rule_and_compared_on_the_same_channels():
    wechat, site = channel(), channel("校友网", "site", date(2006, 9, 1))
    video = channel("视频号", "channels", date(2020, 6, 1))
    gone = channel("老微博", "weibo", date(2010, 1, 1), closed_on=date(2019, 12, 31))
    late, after = date(2021, 1, 31), date(2021, 2, 1)
    for month in range(1, 9):
        post(wechat, date(2020, month, 5), {late: 900, after: 5000})
    story = uuid.uuid4()
    post(site, date(2020, 9, 1), {late: 400}, kind=Kind.REPOST, story_key=story)
    post(wechat, date(2020, 9, 1), {late: 400}, story_key=story)
    post(wechat, date(2020, 12, 31), {after: 70})  # nothing known by the cut-off
    post(video, date(2020, 7, 1), {late: 300})
    post(wechat, date(2020, 3, 3), {late: 999}, state=State.WITHDRAWN)
    post(wechat, date(2020, 3, 4), state=State.DRAFT)
    post(wechat, date(2018, 5, 1), {date(2019, 1, 31): 1000, date(2020, 1, 1): 9000})
    post(gone, date(2018, 5, 1), {date(2019, 1, 31): 77})

    assert value(figures.PUBLISHED) == 12
    assert (value(figures.ORIGINAL), value(figures.REPOST)) == (11, 1)
    assert value(figures.READS) == 8 * 900 + 400 + 400 + 300
    # The video channel was not open in 2018, the old one not in 2020: neither is compared.
    assert (value(figures.SAME), value(figures.BEFORE)) == (11, 1)
    assert (value(figures.READS_SAME), value(figures.READS_BEFORE)) == (8000, 1000)
    assert (value(figures.GROWTH), value(figures.READS_GROWTH)) == (10, 7)
    assert value(figures.GROWTH, Period.year(2017)) is None  # nothing is divided by nothing
    assert value(figures.PUBLISHED, scopes=Scopes(colleges=frozenset({"CS"}))) == 0

    windows = YEAR.run(5)
    with CaptureQueriesContext(connection) as asked:
        figures.compute(windows, ALL)
    assert len(asked) == 1
    lines = {line.label_zh: line.values for line in figures.by_channel(YEAR, ALL)}
    assert lines["校友会公众号"] == (10, 0, 7600)
    assert lines["校友网"] == (0, 1, 400)


def test_figures_of_days_are_kept_and_corrected_by_name(make_user):
    user = make_user("staff")
    made = post(channel(), date(2021, 5, 1), {date(2021, 5, 2): 100, date(2021, 5, 9): 500})
    noted = OFFICE.of(user)

    assert (
        note_figures(actor=noted, post=made, count=Count(made.pk, date(2021, 5, 20), 600, 9)) == 1
    )
    made.refresh_from_db()
    assert (made.reads, made.shares, made.counted_on) == (600, 9, date(2021, 5, 20))
    again = Count(made.pk, date(2021, 5, 20), 600, 9)
    assert note_figures(actor=noted, post=made, count=again) == 0

    lower = Count(made.pk, date(2021, 5, 9), 50)
    with pytest.raises(FewerReadsError):
        note_figures(actor=noted, post=made, count=lower)
    note_figures(actor=noted, post=made, count=lower, why="看错一位")
    rows = list(made.snapshots.filter(day=date(2021, 5, 9)).order_by("pk"))
    assert [(row.reads, row.replaced_at is None) for row in rows] == [(500, False), (50, True)]
    assert (rows[1].noted_by, rows[1].note) == (user, "看错一位")
    for day in (date(2021, 4, 30), date(2021, 6, 2)):
        with pytest.raises(PostError):
            note_figures(actor=noted, post=made, count=Count(made.pk, day, 700))


def test_an_address_and_a_story_stand_once_on_a_channel():
    wechat, site = channel(), channel("校友网", "site")
    key, address = uuid.uuid4(), "https://mp.weixin.qq.com/s/a"
    values = {
        "account": wechat,
        "title": "一",
        "address": address,
        "published_on": date(2021, 5, 1),
    }
    first = save_post(actor=OFFICE, values=values)
    with pytest.raises(AddressTakenError):
        save_post(actor=OFFICE, values=values)
    with pytest.raises(ConflictError):
        save_post(actor=OFFICE, values=values, post=first, version=first.version - 1)
    assert withdraw_post(actor=OFFICE, post=first)
    assert not withdraw_post(actor=OFFICE, post=first)
    save_post(actor=OFFICE, values=values)  # a post that was taken down makes room

    told = {"key": key, "address": "https://x.test/1", "on": date(2021, 5, 3)}
    entry = keep_site_post(actor=OFFICE, title="新闻", language="zh-hans", **told)
    assert (entry.account, entry.state) == (site, State.PUBLISHED)
    same = keep_site_post(actor=OFFICE, title="News", language="en", **told)
    assert (same.pk, same.title) == (entry.pk, "新闻")
    withdraw_post(actor=OFFICE, post=entry)
    keep_site_post(actor=OFFICE, title="新闻（更正）", language="zh-hans", **told)
    assert Post.objects.filter(story_key=key).count() == 1


CSV = """标题,发表时间,内容url,是否原创,总阅读次数,总分享次数,统计日期
旧文一,2018-03-01 08:00,https://mp.weixin.qq.com/s/1,是,"1,234",20,2019-01-31
旧文二,2018/3/2,https://mp.weixin.qq.com/s/2,转载,1.2万,3,2019-01-31
旧文一,2018-03-01,https://mp.weixin.qq.com/s/1,是,1,1,2019-01-31
已有,2018-03-05,https://mp.weixin.qq.com/s/5,是,90,1,2019-01-31
,2018-03-05,https://mp.weixin.qq.com/s/6,是,90,1,2019-01-31
坏数,2018-03-05,javascript:alert(1),也许,十,1,2017-01-31
"""


def bring_in(user, content, name="posts.csv"):
    actor = OFFICE.of(user)
    batch = batches.receive_file(actor=actor, importer=KEY, content=io.BytesIO(content), name=name)
    batch = batches.save_mapping(actor=actor, batch_id=batch.pk, mapping=batch.mapping)
    batches.start_check(actor=actor, batch_id=batch.pk)
    runs.run_check(batch.pk)
    return ImportBatch.objects.get(pk=batch.pk), actor


@pytest.mark.django_db(transaction=True)
def test_past_posts_come_in_row_by_row_and_go_back_as_exactly(make_user):
    LegalBody.objects.get_or_create(code="association", defaults={"name_zh": "校友会"})
    wechat = channel()
    known = post(wechat, date(2018, 3, 5), {date(2018, 4, 1): 60}, title="已有",
                 address="https://mp.weixin.qq.com/s/5")  # fmt: skip
    before = list(Post.objects.values_list("pk", "reads", "version"))
    batch, actor = bring_in(make_user("staff"), CSV.encode())

    verdicts = dict(ImportRow.objects.filter(batch=batch).values_list("row_no", "verdict"))
    assert list(verdicts.values()) == ["new", "new", "duplicate", "changed", "rejected", "rejected"]
    codes = {one["code"] for one in ImportRow.objects.get(batch=batch, row_no=7).reasons}
    assert codes == {
        "posts_bad_address",
        "bad_choice",
        "posts_bad_number",
        "posts_before_published",
    }

    batches.start_publish(actor=actor, batch_id=batch.pk)
    runs.run_publish(batch.pk, actor)
    made = {row.title: row for row in Post.objects.exclude(pk=known.pk)}
    assert (made["旧文一"].reads, made["旧文一"].shares) == (1234, 20)
    assert (made["旧文二"].reads, made["旧文二"].kind) == (12_000, Kind.REPOST)
    known.refresh_from_db()
    assert (known.reads, known.counted_on) == (90, date(2019, 1, 31))

    stand(made["旧文二"], {date(2020, 1, 1): 13_000})  # somebody went on with this one
    batches.start_undo(actor=actor, batch_id=batch.pk)
    runs.run_undo(batch.pk, actor)
    batch.refresh_from_db()
    assert (batch.counts["undone_removed"], batch.counts["undone_kept"]) == (1, 1)
    left = Post.objects.exclude(title="旧文二")
    assert list(left.values_list("pk", "reads", "version")) == before


def test_lists_of_consoles_become_tables_and_nothing_of_them_runs():
    page = """<html><script>alert(1)</script><table><tr><th>x</th></tr></table>
    <table><tr><th>标题<th>日期<th>阅读量</tr>
    <tr><td><a href="https://mp.weixin.qq.com/s/9">校友<b>故事</b></a><script>bad()</script></td>
    <td>2020-01-02</td><td>1,024</td></tr>
    <tr><td><a href="javascript:bad()">无链接</a></td><td>2020-01-03</td><td>7</td></tr></table>"""
    assert as_csv(page.encode()).decode("utf-8-sig").splitlines() == [
        "标题,日期,阅读量,链接",
        '校友故事,2020-01-02,"1,024",https://mp.weixin.qq.com/s/9',
        "无链接,2020-01-03,7,",
    ]
    inner = {"appmsgex": [{"title": "推文", "link": "https://mp.weixin.qq.com/s/7", "read_num": 5}],
             "sent_info": {"time": 1}}  # fmt: skip
    said = {"publish_page": json.dumps(
        {"publish_list": [{"create_time": 1577934000, "publish_info": json.dumps(inner)}]}
    )}  # fmt: skip
    assert as_csv(json.dumps(said).encode()).decode("utf-8-sig").splitlines()[1] == (
        "推文,2020-01-02,https://mp.weixin.qq.com/s/7,,5,,"
    )
    assert as_csv(b"title,date\n") is None
    for bad in (b"{}", b"[1, 2", b"<p>nothing</p>", b"[" * 5000):
        with pytest.raises(NoPostsError):
            as_csv(bad)
    numbers = ["12,345", "1.25万", "10万+", "３２１", "", "-1", "abc", "9" * 30]
    assert [whole_number(one) for one in numbers] == [
        12345, 12500, 100_000, 321, None, None, None, None,
    ]  # fmt: skip


def test_colleagues_work_with_the_register_and_nobody_else_sees_it(client_of):
    wechat = channel(name_en="Alumni on WeChat")
    made = post(wechat, date(2021, 5, 1), {date(2021, 5, 2): 100, date(2021, 5, 3): 12_345})
    address = f"/office/posts/{made.pk}/"
    staff = client_of("staff")
    page = staff.get(address).content.decode()
    assert "posts-curve" in page
    assert "12,345" in page
    new = {"account": wechat.pk, "title": " 新的\n一篇 ", "kind": "original", "state": "published",
           "published_on": "2021-05-30", "address": "https://mp.weixin.qq.com/s/n"}  # fmt: skip
    assert staff.post("/office/posts/new/", {**new, "published_on": ""}).status_code == 422
    staff.post("/office/posts/new/", new)
    assert Post.objects.get(address=new["address"]).title == "新的 一篇"
    figures_page = f"{address}figures/"
    assert staff.post(figures_page, {"day": "2021-05-31", "reads": "1"}).status_code == 422
    staff.post(figures_page, {"day": "2021-05-31", "reads": "20000"})
    made.refresh_from_db()
    assert made.reads == 20_000
    staff.post(f"{address}do/", {"do": "withdraw"})
    made.refresh_from_db()
    assert made.state == State.WITHDRAWN
    for place in ("", "years/", "years/2021/", "channels/", f"channels/{wechat.pk}/", "import/",
                  "channels/new/", f"channels/{wechat.pk}/edit/", f"{made.pk}/edit/"):  # fmt: skip
        assert staff.get(f"/office/posts/{place}").status_code == 200, place
    assert staff.get("/office/posts/years/99999/").status_code == 404
    upload = SimpleUploadedFile("list.html", b"<table><tr><td>no list</td></tr></table>")
    refused = staff.post("/office/posts/import/", {"file": upload})
    assert refused.status_code == 422

    auditor = client_of("auditor")
    assert auditor.get(address).status_code == 200
    assert auditor.post(figures_page, {"day": "2021-05-31", "reads": "9"}).status_code == 403
    assert auditor.get("/office/posts/import/").status_code == 403
    assert client_of("coordinator", college="CS").get(address).status_code == 403
