"""Dates, years and headings as registers write them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wutong.kernel.identity_numbers import has_check_digit
from wutong.platform.tabular.headings import find_heading, suggest
from wutong.platform.tabular.redaction import REMOVED, redact
from wutong.platform.tabular.registry import FieldSpec
from wutong.platform.tabular.values import fold_word, narrow, parse_date, parse_year, split_list

FIELDS = (
    FieldSpec("name", "Name", ("姓名",)),
    FieldSpec("student_no", "Number", ("学号",)),
    FieldSpec("phone", "Phone", ("手机", "联系电话")),
    FieldSpec("entry_year", "Entry", ("入学年份",)),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2005-06-30", (dt.date(2005, 6, 30), "day")),
        ("２００５年６月３０日", (dt.date(2005, 6, 30), "day")),
        ("2005.6.30", (dt.date(2005, 6, 30), "day")),
        ("2005/6/30 0:00:00", (dt.date(2005, 6, 30), "day")),
        ("20050630", (dt.date(2005, 6, 30), "day")),
        ("30/6/2005", (dt.date(2005, 6, 30), "day")),
        ("3/4/2005", None),
        ("2005年6月", (dt.date(2005, 6, 1), "month")),
        ("2005.6", (dt.date(2005, 6, 1), "month")),
        ("200506", (dt.date(2005, 6, 1), "month")),
        ("二〇〇五年六月", (dt.date(2005, 6, 1), "month")),
        ("二〇〇五年十二月三十一日", (dt.date(2005, 12, 31), "day")),
        ("2005", (dt.date(2005, 1, 1), "year")),
        ("38504", (dt.date(2005, 6, 1), "day")),
        ("2005-13-01", None),
        ("2005-02-30", None),
        ("昨天", None),
        ("", None),
    ],
)
def test_dates(text, expected):
    assert parse_date(text) == expected


def test_the_calendar_of_1904():
    assert parse_date("37042", epoch_1904=True) == (dt.date(2005, 6, 1), "day")


@pytest.mark.parametrize(
    ("text", "year"),
    [("2005级", 2005), ("05级", 2005), ("98届", 1998), ("2005年9月", 2005), ("２００５", 2005), ("五年", None)],
)  # fmt: skip
def test_years(text, year):
    assert parse_year(text) == year


@given(st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2099, 12, 31)))
def test_every_day_is_understood_in_each_form(day):
    for text in (f"{day:%Y-%m-%d}", f"{day.year}年{day.month}月{day.day}日", f"{day:%Y%m%d}"):
        assert parse_date(text) == (day, "day")


@given(st.text(max_size=20))
def test_no_text_breaks_a_parser(text):
    parse_date(text)
    parse_year(text)
    narrow(text)
    fold_word(text)
    split_list(text)


def test_a_title_above_and_merged_headings_below_are_understood():
    rows = [
        (1, ["2005届毕业生名册", "", "", "", ""]),
        (2, ["序号", "姓名", "学籍", "", "联系方式"]),
        (3, ["", "", "学号", "入学年份", "手机"]),
        (5, ["1", "王小明", "2001001", "2001", "13800000001"]),
    ]
    heading = find_heading(rows, FIELDS)
    assert heading.names == ["序号", "姓名", "学籍 / 学号", "学籍 / 入学年份", "联系方式 / 手机"]
    assert heading.first_data_row == 5
    assert suggest(heading.names, FIELDS) == {
        "name": 1, "student_no": 2, "entry_year": 3, "phone": 4,
    }  # fmt: skip


def test_headings_with_marks_notes_and_width_are_recognised():
    assert suggest(["＊姓　名（必填）", "学号:", "联系电话/手机"], FIELDS)["name"] == 0


def test_identity_numbers_do_not_get_in():
    assert has_check_digit("11010519491231002X")
    cells = ["王", "11010519491231002X", "备注110105194912310021"]
    assert redact(cells, ()) == (["王", REMOVED, "备注110105194912310021"], [1])
    assert redact(["a", "b"], (1,)) == (["a", REMOVED], [])
