"""Numbers, dates and spaces as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import translation

from wutong.ui.design import typography
from wutong.ui.design.sprite import ICONS
from wutong.ui.design.templatetags import design


@pytest.mark.parametrize(
    ("number", "chinese", "english"),
    [
        (0, "0", "0"),
        (9_999, "9,999", "9,999"),
        (10_000, "1万", "10,000"),
        (12_877, "1.3万", "12,877"),
        (312_877, "31.3万", "312,877"),
        (12_345_678, "1,235万", "12,345,678"),
        (203_400_000, "2.03亿", "203,400,000"),
        (-15_000, "-1.5万", "-15,000"),
        (61.87, "61.87", "61.87"),
    ],
)
def test_numbers_are_said_in_ten_thousands_in_chinese(number, chinese, english):
    assert typography.spoken(number) == english
    with translation.override("zh-hans"):
        assert typography.spoken(number) == chinese


def test_the_exact_number_is_kept_behind_the_spoken_one():
    with translation.override("zh-hans"):
        assert design.zh_number(12_877) == ('<data value="12877" title="12,877">1.3万</data>')
    assert design.zh_number(12_877) == "12,877"
    assert design.zh_number(None) == "–"


@pytest.mark.parametrize(
    ("plain", "set_"),
    [
        ("共12人", "共\u200912\u2009人"),
        ("使用WeChat联系", "使用\u2009WeChat\u2009联系"),
        ("2026年11月22日", "2026年11月22日"),
        ("已 有 space", "已 有\u2009space"),
        ("plain English", "plain English"),
    ],
)
def test_a_thin_space_stands_between_chinese_and_latin(plain, set_):
    assert typography.thin_space(plain) == set_
    assert typography.thin_space(set_) == set_


def test_dates_follow_the_language():
    assert typography.as_day(date(2026, 11, 2)) == "2 November 2026"
    with translation.override("zh-hans"):
        assert typography.as_day(date(2026, 11, 2)) == "2026年11月2日"


def test_moments_are_shown_on_campus_time():
    late = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)
    assert typography.as_day(late) == "23 November 2026"
    assert typography.as_moment(late) == "23 November 2026, 04:30"


@time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=False)
@pytest.mark.parametrize(
    ("back", "words"),
    [
        (timedelta(seconds=5), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(hours=5), "5 hours ago"),
        (timedelta(days=3), "3 days ago"),
        (timedelta(days=40), "13 October 2026"),
    ],
)
def test_the_past_is_told_in_the_largest_unit(back, words):
    assert typography.ago(datetime(2026, 11, 22, 12, tzinfo=UTC) - back) == words


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("王小明", "小明"),
        ("欧阳子轩", "子轩"),
        ("李白", "白"),
        ("龘", "龘"),
        ("Anne-Marie Dubois", "AD"),
        ("", "·"),
    ],
)
def test_initials(name, short):
    assert typography.initials(name) == short


def test_a_fragment_says_its_language_only_where_it_differs():
    assert design.lang_of("王小明") == ' lang="zh-Hans"'
    assert design.lang_of("Anne") == ""
    with translation.override("zh-hans"):
        assert design.lang_of("王小明") == ""
        assert design.lang_of("Anne") == ' lang="en"'


def test_text_is_escaped_everywhere():
    evil = '"><script>'
    made = (
        design.draw_badge(evil),
        design.draw_avatar(evil),
        design.draw_icon("close", evil),
        design.definition(evil, evil),
        design.facts([(evil, evil)]),
    )
    assert [part for part in made if "<script" in part] == []


def test_a_tone_nobody_knows_is_an_error():
    with pytest.raises(ValueError, match="no such tone"):
        design.draw_badge("x", "purple")


def test_a_sparkline_needs_two_values_and_says_what_it_shows():
    assert design.sparkline([1]) == ""
    assert 'role="img" aria-label="rising"' in design.sparkline([1, 2, 3], "rising")


def test_the_sprite_has_every_icon_once():
    assert len(ICONS) == len(set(ICONS)) >= 40
