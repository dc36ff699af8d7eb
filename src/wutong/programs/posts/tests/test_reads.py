"""Reads on the site: noted beside the request, counted once whatever dies, machines left out."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import uuid
from datetime import date
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory

import wutong
from wutong.core.engagement.models import Act
from wutong.core.people.models import Person
from wutong.programs.posts.middleware import READ, READER, ReadsMiddleware
from wutong.programs.posts.models import Spool, StoryDay
from wutong.programs.posts.services import rolling
from wutong.programs.posts.services.rolling import roll_up, snapshot_site
from wutong.programs.posts.spool import SpoolWriter
from wutong.programs.posts.tests.making import channel, post

pytestmark = pytest.mark.django_db
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) MicroMessenger/8.0"
STORY = uuid.UUID(int=7)
SOURCE = str(Path(wutong.__file__).resolve().parent.parent)


@pytest.fixture
def folder(settings, tmp_path):
    settings.POSTS_READS = tmp_path / "reads"
    return settings.POSTS_READS


def page(status=200, key=STORY, **headers):
    """A page as a story answers."""

    def respond(request):
        return HttpResponse("x", status=status, headers={READ: f"story:{key}", **headers})

    return ReadsMiddleware(respond)


def asked(method="get", user=None, agent=PHONE, **extra):
    request = getattr(RequestFactory(), method)("/news/", headers={"user-agent": agent, **extra})
    request.user = user or AnonymousUser()
    if user is not None:
        request.COOKIES["sessionid"] = "x"
    return request


def total():
    return {row.story_key: (row.reads, row.readers) for row in StoryDay.objects.all()}


def killed_after(folder, number):
    """A process that notes reads and is killed while it does: how many it says it had noted."""
    # Our own module with our own arguments.
    process = subprocess.Popen(
        [sys.executable, "-m", "wutong.programs.posts.tests.spooling", str(folder),
         f"{STORY.hex}\t20261122\t", "1000000"],
        stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": SOURCE},
    )  # fmt: skip
    assert process.stdout is not None
    for _line in range(number):
        process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    rest = process.stdout.read().split(b"\n")
    process.wait()
    return int(rest[-2]) if len(rest) > 1 and rest[-2].isdigit() else number


def test_of_ten_thousand_reads_none_is_lost_or_doubled_by_kills(folder, monkeypatch):
    said = killed_after(folder, 4000)
    first = roll_up()  # while another process writes, and after a kill
    assert said <= first <= said + 1  # the last line may be written and not told
    monkeypatch.setattr(rolling, "MOST_BYTES", 50_000)
    again = killed_after(folder, 4000)

    def falls(*_arguments):
        raise RuntimeError("killed")

    with monkeypatch.context() as broken:
        broken.setattr(rolling, "_note_readers", falls)
        with pytest.raises(RuntimeError):
            roll_up()
    second = roll_up()
    assert again <= second <= again + 1
    writer = SpoolWriter(folder)
    for _number in range(10_000 - first - second):
        writer.write(f"{STORY.hex}\t20261122\t")
    roll_up()
    assert roll_up() == 0
    assert total() == {STORY: (max(10_000, first + second), 0)}
    assert sum(Spool.objects.values_list("unreadable", flat=True)) == 0


def test_people_are_counted_and_machines_are_not(folder):
    response = page()(asked())
    assert READ not in response.headers
    for machine in ("Mozilla/5.0 (compatible; Baiduspider/2.0)", "curl/8.5", "",
                    "Mozilla/5.0 (compatible; bingbot/2.0)"):  # fmt: skip
        page()(asked(agent=machine))
    page()(asked("head"))
    page()(asked("post"))
    page()(asked(**{"sec-purpose": "prefetch;prerender"}))
    page(404)(asked())
    page(key="nothing")(asked())
    ReadsMiddleware(lambda request: HttpResponse("x"))(asked())
    assert roll_up() == 1
    assert total() == {STORY: (1, 0)}


@time_machine.travel("2026-11-22T12:00:00+08:00", tick=False)
def test_known_readers_are_noted_once_a_day_and_nobody_else_is(folder, make_user):
    member, colleague = make_user(), make_user("staff")
    person = Person.objects.create(name="读者", user=member)
    linked = Person.objects.create(name="点开链接")
    for _time in range(3):
        page()(asked(user=member))
        roll_up()
        page()(asked(user=colleague))
    page(**{READER: f"person:{linked.pk}"})(asked())
    page(**{READER: "person:99999999"})(asked())
    page()(asked())
    roll_up()
    assert total() == {STORY: (9, 2)}
    acts = Act.objects.filter(kind=rolling.READ_ACT)
    assert sorted(acts.values_list("person_id", flat=True)) == sorted([person.pk, linked.pk])
    assert set(acts.values_list("occurred_on", "counts_for_aem")) == {(date(2026, 11, 22), False)}


def test_reads_become_figures_of_the_site_and_counted_files_go(folder):
    site = channel("校友网", "site")
    made = post(site, date(2026, 11, 20), story_key=STORY)
    story_page = page()
    with time_machine.travel("2026-11-20T12:00:00+08:00", tick=False) as clock:
        for hours, reads in ((0, 3), (24, 2), (24, 1)):
            clock.shift(hours * 3600)
            for _read in range(reads):
                story_page(asked())
            roll_up()
        left = list(folder.iterdir())
        assert len(left) == 1  # two days old ones were counted and have gone
        assert Spool.objects.count() == 3
        assert snapshot_site() == 2
        assert snapshot_site() == 0
        clock.shift(24 * 3600)
        assert snapshot_site() == 1
    rows = made.snapshots.order_by("day").values_list("day", "reads")
    assert list(rows) == [
        (date(2026, 11, 20), 3), (date(2026, 11, 21), 5), (date(2026, 11, 22), 6),
    ]  # fmt: skip
    made.refresh_from_db()
    assert made.reads == 6
