"""The article's sentence, printed from the demo's posts at article scale."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
import time_machine
from django.db import connection
from django.utils import translation

from wutong.core.figures.public import Period, change_in_words, in_words, read_figures
from wutong.platform.access.public import Scopes
from wutong.programs.posts import figures
from wutong.programs.posts.demo import build_posts
from wutong.programs.posts.models import Account, Post
from wutong.programs.posts.tests.making import channel

pytestmark = pytest.mark.django_db


class World:
    """A demo at article scale, within the test's own transaction."""

    seed, scale, people, today = "wutong", "article", 300_000, date(2026, 11, 22)

    def rng(self, name):
        return Random(f"wutong:{name}")

    def copy(self, table, columns, rows):
        command = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
        with connection.cursor() as cursor, cursor.copy(command) as copy:
            for row in rows:
                copy.write_row(row)
        return 0

    def say(self, text):
        pass


@time_machine.travel("2026-11-22T12:00:00+08:00", tick=False)
def test_nearly_2000_posts_and_3_million_reads_ten_and_seven_times_more_than_2018():
    channel()
    Account.objects.all().delete()
    build_posts(World())
    period, sight = Period.year(2020), Scopes(everything=True)
    codes = (figures.PUBLISHED, figures.READS, figures.SAME, figures.BEFORE, figures.READS_SAME,
             figures.READS_BEFORE, figures.GROWTH, figures.READS_GROWTH)  # fmt: skip
    read = read_figures(codes, [period], sight, refresh=True)
    posts, reads, now, before, reads_now, reads_before, times, reads_times = (
        read.value(code, period) for code in codes
    )
    assert 1_950 <= posts < 2_000
    assert 3_000_000 <= reads < 3_300_000
    assert 10 <= times < 11
    assert 7 <= reads_times < 8
    with translation.override("zh-hans"):
        assert in_words(posts, "篇") == "近2,000篇"
        assert in_words(reads, "次") == "300万余次"
        said = change_in_words(now, before, "篇"), change_in_words(reads_now, reads_before, "次")
    assert said == (
        f"由{before:,}篇增至{now:,}篇，增加10倍",
        f"由{reads_before:,}次增至{reads_now:,}次，增加7倍",
    )
    assert Post.objects.filter(published_on__gte=World.today).count() == 0
