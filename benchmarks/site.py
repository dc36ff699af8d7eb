"""The public site: pages built anew, pages kept, and the search among 20,000 stories.

A real server (Granian) on loopback. `p95_ms` is of the home page and of a story with ten blocks
and three pictures, all caches off, one worker, one visitor after another. `kept_per_s` is the same
pages kept, two workers as deployed, asked by a flood of pipelined requests; its limit is the same
bytes as a file from nginx (from Granian's own files, which need no Python, where there is no
nginx), by the same flood. `search_p95_ms` is of whole result pages in Chinese, pinyin and Latin.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import quote

from benchmarks.flood import answer_of, free_port, rate, static_server, wait_for
from benchmarks.result import Result, percentile
from benchmarks.template import ROOT, clone, say, use

if TYPE_CHECKING:
    from collections.abc import Iterator

STORIES = 20_000
QUERIES = 300
PAGES = 200
GOAL_MS, GOAL_PER_S, GOAL_SEARCH_MS = 50.0, 5_000.0, 60.0
WORDS = (  # noqa: SIM905 - fifty words read better so
    "校友 母校 返校 讲坛 造桥 奖学金 捐赠 毕业 班级 同学 老师 实验室 深圳 上海 北京 成都 武汉 西安 图书馆 "
    "梧桐 校庆 合影 创业 医院 乡村 支教 航天 芯片 建筑 桥梁 音乐会 书画 长跑 读书会 基金会 理事会 换届 "
    "年会 座谈 走访 新年 茶叙 论坛 电力 金融 法律 材料 化学 物理 数学 历史 文学 语言 气象 海洋 农业 林业"
).split()
ASKED = (
    *WORDS, "xiaoyou", "muxiao", "shenzhen", "zaoqiao", "xncx", "jxj", "tsg", "校友会", "造桥 深圳",
    "奖学金 毕业", "梧桐", "校", "桥", "返校 合影 讲坛", "bridge", "Wutong", "没有这样的词语",
)  # fmt: skip


def stories(number: int) -> None:
    """Public stories of 600 to 1,200 characters, the same on every machine."""
    from wutong.programs.portal.indexing import _row, digest_of
    from wutong.programs.portal.models import PublicDocument
    from wutong.ui.site.registry import PublicText

    rng = random.Random(2026)
    day = datetime(2026, 11, 22, 8, tzinfo=UTC)
    rows = []
    for place in range(number):
        title = "".join(rng.choices(WORDS, k=rng.randint(3, 6)))
        text = "，".join(
            "".join(rng.choices(WORDS, k=rng.randint(2, 6))) for _ in range(rng.randint(90, 170))
        )
        said = PublicText(
            key=f"bench:{place}", language="zh-hans", title=title, text=f"{text} Wutong bridge.",
            path=f"/bench/{place}/", summary=text[:80], schema="NewsArticle",
            published_at=day - timedelta(hours=rng.randrange(120_000)),
        )  # fmt: skip
        rows.append(_row("stories", said, digest_of(said)))
        if len(rows) == 1_000:
            PublicDocument.objects.bulk_create(rows)
            rows = []
    PublicDocument.objects.bulk_create(rows)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE portal_publicdocument")


def richest() -> tuple[str, int, int]:
    """The story of the demo with most blocks: its path, blocks and pictures."""
    from wutong.programs.publishing.models import StoryPage

    def shots(page: StoryPage) -> int:
        galleries = (one.value["pictures"] for one in page.body if one.block_type == "gallery")
        return bool(page.cover_id) + sum(map(len, galleries))

    page = max(StoryPage.objects.filter(live=True, locale__language_code="zh-hans"),
               key=lambda one: (len(one.body), shots(one)))  # fmt: skip
    return f"/stories/{page.slug}/", len(page.body), shots(page)


@contextmanager
def house(*, workers: int, threads: int, **environment: str) -> Iterator[int]:
    """A server; its port."""
    port = free_port()
    process = subprocess.Popen(
        [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws",
            "--host", "127.0.0.1", "--port", str(port), "--workers", str(workers),
            "--blocking-threads", str(threads), "--no-log", "wutong.project.wsgi:application",
        ],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment},
        stdout=sys.stderr,
    )  # fmt: skip
    try:
        wait_for(port)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def times(port: int, paths: list[str]) -> list[float]:
    """Milliseconds of each page, one after another over one connection."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    found = []
    for path in paths:
        began = time.perf_counter()
        line.request("GET", path)
        answer = line.getresponse()
        answer.read()
        found.append((time.perf_counter() - began) * 1000)
        if answer.status != http.HTTPStatus.OK:
            message = f"{path}: {answer.status}"
            raise SystemExit(message)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="2,000 stories, shorter floods")
    quick = parser.parse_args().quick
    use(clone("site", scale="small"))
    subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "collectstatic", "--noinput", "-v", "0"],
        check=True,
        stdout=sys.stderr,
    )
    number = 2_000 if quick else STORIES
    began = time.perf_counter()
    stories(number)
    say(f"{number} stories indexed in {time.perf_counter() - began:.0f} s")
    path, blocks, shots = richest()
    asked = random.Random(7).choices(ASKED, k=100 if quick else QUERIES)
    with house(workers=1, threads=1, PAGE_CACHE="false") as port:
        searches = [f"/search/?q={quote(text)}" for text in asked]
        times(port, searches[:15])
        found = times(port, searches)
        built = times(port, ["/"] * (20 + PAGES))[20:]
        told = times(port, [path] * (20 + PAGES))[20:]
    seconds = 2.0 if quick else 6.0
    with house(workers=2, threads=4) as port, TemporaryDirectory() as folder:
        body = answer_of(port, "/").partition(b"\r\n\r\n")[2]
        rate(port, "/", seconds=1.0)
        kept = rate(port, "/", seconds=seconds)
        with static_server(Path(folder), body) as (other, file, server):
            limit = rate(other, file, seconds=seconds)
    met = (
        max(percentile(built, 0.95), percentile(told, 0.95)) <= GOAL_MS
        and kept >= GOAL_PER_S
        and percentile(found, 0.95) <= GOAL_SEARCH_MS
    )
    Result(
        name="site",
        value=kept,
        unit="kept pages/s",
        better="higher",
        limit=limit,
        limit_is=f"the same bytes as a file from {server}",
        people=3_000,
        goal=f"pages p95 ≤ {GOAL_MS:.0f} ms, kept ≥ {GOAL_PER_S:,.0f}/s,"
        f" search p95 ≤ {GOAL_SEARCH_MS:.0f} ms",
        met=met,
        quick=quick,
        extra={
            "home_p50_ms": round(percentile(built, 0.5), 1),
            "home_p95_ms": round(percentile(built, 0.95), 1),
            "story_blocks": blocks,
            "story_pictures": shots,
            "story_p50_ms": round(percentile(told, 0.5), 1),
            "story_p95_ms": round(percentile(told, 0.95), 1),
            "p95_ms": round(max(percentile(built, 0.95), percentile(told, 0.95)), 1),
            "page_kb": round(len(body) / 1024, 1),
            "stories": number,
            "search_p50_ms": round(percentile(found, 0.5), 1),
            "search_p95_ms": round(percentile(found, 0.95), 1),
        },
    ).report()


if __name__ == "__main__":
    main()
