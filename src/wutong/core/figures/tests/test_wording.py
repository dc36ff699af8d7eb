"""The word comes from the exact value."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from wutong.core.figures.periods import Period
from wutong.core.figures.wording import (
    Word,
    change_in_words,
    compact,
    in_words,
    rounded,
    word_for,
)


@pytest.mark.parametrize(
    ("value", "base", "word"),
    [
        (1000, 1000, Word.EXACTLY),
        (1001, 1000, Word.OVER),
        (1099, 1000, Word.OVER),
        (1100, 1000, Word.MORE_THAN),
        (950, 1000, Word.NEARLY),
        (949, 1000, None),
    ],
)
def test_which_word_is_true(value, base, word):
    assert word_for(value, base) == word


@pytest.mark.parametrize(
    ("value", "base", "word"),
    [
        (29, 29, Word.EXACTLY),
        (100, 100, Word.EXACTLY),
        (1968, 2000, Word.NEARLY),
        (13_021, 13_000, Word.OVER),
        (196_000, 200_000, Word.NEARLY),
        (452_312, 450_000, Word.OVER),
        (84_000, 84_000, Word.EXACTLY),
        (2_387, 2_400, Word.NEARLY),
        (10_400, 10_000, Word.OVER),
    ],
)
def test_the_roundest_number_that_is_close(value, base, word):
    found = rounded(value)

    assert (found.base, found.word) == (base, word)
    assert word_for(value, found.base) == word


def test_words_in_both_languages():
    assert in_words(13_021, "people") == "just over 13,000 people"
    assert in_words(1968, "posts") == "nearly 2,000 posts"
    assert in_words(29, "people") == "29 people"
    with translation.override("zh-hans"):
        assert in_words(13_021, "人") == "1.3万余人"
        assert in_words(1968, "篇") == "近2,000篇"
        assert in_words(29, "人") == "29人"
        assert compact(165_0000) == "165万"


def test_times_are_never_printed_without_both_values():
    assert change_in_words(22_000, 2_000, "posts") == (
        "from 2,000 to 22,000 posts, an increase by 10 times"
    )
    assert change_in_words(640, 500, "people") == "from 500 to 640 people, up 28%"
    assert change_in_words(5, 0, "people") == "5 people, after none"
    assert change_in_words(400, 500, "people") == "from 500 to 400 people, down 20%"


@pytest.mark.parametrize(
    ("period", "earlier"),
    [
        (Period.year(2020), Period.year(2019)),
        (
            Period(date(2018, 1, 1), date(2020, 12, 31)),
            Period(date(2015, 1, 1), date(2017, 12, 31)),
        ),
        (
            Period(date(2026, 1, 1), date(2026, 11, 22)),
            Period(date(2025, 1, 1), date(2025, 11, 22)),
        ),
        (Period(date(2024, 2, 1), date(2024, 2, 29)), Period(date(2023, 2, 1), date(2023, 2, 28))),
        (Period(date(2025, 2, 1), date(2025, 2, 28)), Period(date(2024, 2, 1), date(2024, 2, 29))),
        (Period(date(2019, 9, 1), date(2020, 8, 31)), Period(date(2018, 9, 1), date(2019, 8, 31))),
    ],
)
def test_a_window_is_compared_with_the_same_days_before(period, earlier):
    assert period.earlier() == earlier


def test_the_windows_of_a_sparkline_end_with_the_period():
    assert Period.year(2020).run(3) == [Period.year(2018), Period.year(2019), Period.year(2020)]


def test_a_running_year_is_counted_up_to_today():
    assert Period.year(2026).until(date(2026, 11, 22)).end == date(2026, 11, 22)
    assert Period.year(2020).until(date(2026, 11, 22)) == Period.year(2020)
