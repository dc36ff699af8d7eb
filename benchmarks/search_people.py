"""Searching 300,000 people through the office, as somebody who may see one college.

A real server (Granian, one worker) on loopback, signed in as a unit coordinator; 500 fixed
queries, each answered with 25 rows of the list. `p50_ms` and `p95_ms` are of the answer to typing
(the results as HTMX asks for them), from the request's first byte to the answer's last;
`page_p95_ms` is of the whole page. The limit is the bare SQL of the same searches: the statement
that finds the rows, sent by psycopg, rows fetched, nothing made of them.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from benchmarks.result import Result, percentile
from benchmarks.template import ROOT, clone, say, use

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import QuerySet

QUERIES = 500
ROWS = 25
GOAL_MS = 60.0
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡"
PINYIN = [
    "wang",
    "li",
    "zhang",
    "liu",
    "chen",
    "yang",
    "huang",
    "zhao",
    "wu",
    "zhou",
    "xu",
    "sun",
    "ma",
    "zhu",
    "hu",
    "guo",
    "he",
    "gao",
    "lin",
    "luo",
    "zheng",
    "liang",
    "xie",
    "song",
    "tang",
    "han",
    "feng",
    "deng",
    "cao",
    "peng",
    "zeng",
    "xiao",
    "tian",
    "dong",
    "yuan",
    "pan",
    "yu",
    "jiang",
    "cai",
]
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚华建国文宇欣晨雨博志海"
GIVEN_PINYIN = [
    "wei",
    "fang",
    "na",
    "min",
    "jing",
    "li",
    "qiang",
    "lei",
    "jun",
    "yang",
    "yong",
    "yan",
    "jie",
    "juan",
    "tao",
    "ming",
    "chao",
    "hua",
]
LETTERS = "wlzcyhxsmtgfdjq"


def queries() -> list[str]:
    """The 500, the same on every machine: what people type, the hard ones foremost."""
    rng = random.Random(2026)
    kinds = (
        (110, lambda: rng.choice(SURNAMES)),
        (70, lambda: rng.choice(PINYIN)),
        (90, lambda: rng.choice(LETTERS) + rng.choice(LETTERS)),
        (50, lambda: "".join(rng.choice(LETTERS) for _ in range(3))),
        (60, lambda: rng.choice(SURNAMES) + rng.choice(GIVEN)),
        (30, lambda: rng.choice(GIVEN) + rng.choice(GIVEN)),
        (30, lambda: rng.choice(PINYIN) + rng.choice(GIVEN_PINYIN)),
        (20, lambda: f"{rng.choice(PINYIN)} {rng.choice(GIVEN_PINYIN)[:2]}"),
        (15, lambda: f"{rng.randrange(10_000):04}"),
        (15, lambda: f"{rng.randrange(1970, 2026)}{rng.randrange(100):02}"),
        (10, lambda: rng.choice(SURNAMES) + rng.choice(LETTERS) + rng.choice(LETTERS)),
    )
    made = [make() for number, make in kinds for _ in range(number)]
    rng.shuffle(made)
    return made


def coordinator() -> tuple[int, str, str, int]:
    """A unit coordinator of the largest college: user id, session key, college code, how many
    people they see.
    """
    from django.db.models import Count
    from django.test import Client

    from wutong.core.people.models import Degree
    from wutong.core.people.public import visible_people
    from wutong.core.reference.models import AcademicUnit
    from wutong.kernel.actors import Actor
    from wutong.platform.access.public import grant_role
    from wutong.platform.accounts.models import User

    colleges = AcademicUnit.objects.filter(kind="college", valid_to__isnull=True)
    sizes = Degree.objects.filter(unit__in=colleges).values("unit").annotate(n=Count("pk"))
    unit = AcademicUnit.objects.get(pk=sizes.order_by("-n")[0]["unit"])
    user = User.objects.create_user(
        "bench@bench.wutong.test", "not a password anybody has", display_name="Bench"
    )
    grant_role(
        actor=Actor.system("bench"),
        user=user,
        role="coordinator",
        scope_kind="college",
        scope_ref=unit.code,
    )
    browser = Client()
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return user.pk, browser.cookies["sessionid"].value, unit.code, visible_people(user).count()


def bare_sql(user_id: int, texts: list[str]) -> list[float]:
    """Milliseconds of each search as SQL alone."""
    from wutong.core.people.public import search, visible_people
    from wutong.platform.accounts.models import User

    people = visible_people(User.objects.get(pk=user_id)).filter(deceased=False)
    return bare_times(
        search(text, people=people).defer("search_tokens")[: ROWS + 1] for text in texts
    )


def bare_times(querysets: Iterable[QuerySet[Any]]) -> list[float]:
    """Milliseconds of each query sent by psycopg, rows fetched, after fifty for warming."""
    import psycopg
    from django.db import connection

    statements = [rows.query.sql_with_params() for rows in querysets]
    settings = connection.get_connection_params()
    settings.pop("cursor_factory", None)
    settings.pop("context", None)
    settings.pop("prepare_threshold", None)
    taken = []
    with psycopg.connect(**settings, autocommit=True) as bare:
        for statement, parameters in statements[:50]:
            bare.execute(statement, parameters).fetchall()
        for statement, parameters in statements:
            began = time.perf_counter()
            bare.execute(statement, parameters).fetchall()
            taken.append((time.perf_counter() - began) * 1000)
    return taken


class Office:
    """A Granian of its own, asked over one kept connection."""

    def __init__(self, session: str, *, pages: bool = True) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        if pages:
            subprocess.run(
                [sys.executable, str(ROOT / "manage.py"), "collectstatic", "--noinput", "-v", "0"],
                check=True,
                stdout=sys.stderr,
            )
        self.process = subprocess.Popen(
            [
                sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws",
                "--host", "127.0.0.1", "--port", str(self.port), "--workers", "1",
                "--blocking-threads", "1", "--no-log", "wutong.project.wsgi:application",
            ],
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
            stdout=sys.stderr,
        )  # fmt: skip
        self.cookie = f"sessionid={session}"
        self._wait()
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def _wait(self) -> None:
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        message = "the server did not start"
        raise SystemExit(message)

    def ask(self, text: str, *, fragment: bool) -> tuple[float, int]:
        """Milliseconds and bytes of one answer of the search."""
        more = {"HX-Request": "true", "HX-Target": "results"} if fragment else {}
        return self.get(f"/office/people/?q={quote(text)}", more)

    def get(self, path: str, more: dict[str, str]) -> tuple[float, int]:
        """Milliseconds and bytes of one page."""
        headers = {"Cookie": self.cookie, "Host": f"127.0.0.1:{self.port}", **more}
        began = time.perf_counter()
        self.connection.request("GET", path, headers=headers)
        answer = self.connection.getresponse()
        body = answer.read()
        taken = (time.perf_counter() - began) * 1000
        if answer.status != http.HTTPStatus.OK:
            message = f"{path}: {answer.status} {answer.getheader('Location', '')}"
            raise SystemExit(message)
        return taken, len(body)

    def stop(self) -> None:
        """And wait until it is gone."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)


def timed(office: Office, texts: list[str], *, fragment: bool) -> Iterator[tuple[float, int]]:
    """Each query once, in order, after a short warming."""
    for text in texts[:25]:
        office.ask(text, fragment=fragment)
    for text in texts:
        yield office.ask(text, fragment=fragment)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the whole page for 100 queries only")
    quick = parser.parse_args().quick
    use(clone("search_people"))
    from wutong.core.people.models import Person

    texts = queries()
    if len(texts) != QUERIES:
        message = f"{len(texts)} queries instead of {QUERIES}"
        raise SystemExit(message)
    user_id, session, college, sees = coordinator()
    people = Person.objects.count()
    say(f"{people} people, the coordinator of {college} sees {sees}")
    limits = bare_sql(user_id, texts)
    office = Office(session)
    try:
        answers = list(timed(office, texts, fragment=True))
        pages = list(timed(office, texts[: 100 if quick else QUERIES], fragment=False))
    finally:
        office.stop()
    times, page_times = [ms for ms, _size in answers], [ms for ms, _size in pages]
    p95 = percentile(times, 0.95)
    Result(
        name="search_people",
        value=p95,
        unit="ms",
        better="lower",
        limit=percentile(limits, 0.95),
        limit_is="p95 of the same searches as bare SQL",
        people=people,
        goal=f"p95 at most {GOAL_MS:.0f} ms",
        met=p95 <= GOAL_MS,
        quick=quick,
        extra={
            "queries": QUERIES,
            "sees": sees,
            "p50_ms": round(percentile(times, 0.5), 2),
            "p95_ms": round(p95, 2),
            "max_ms": round(max(times), 2),
            "sql_p50_ms": round(percentile(limits, 0.5), 2),
            "sql_p95_ms": round(percentile(limits, 0.95), 2),
            "page_p50_ms": round(percentile(page_times, 0.5), 2),
            "page_p95_ms": round(percentile(page_times, 0.95), 2),
            "page_kb": round(max(size for _ms, size in pages) / 1024, 1),
        },
    ).report()


if __name__ == "__main__":
    main()
