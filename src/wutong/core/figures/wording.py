"""Numbers in words: 1.3万余人, 近2000篇, "more than 13,000 people".

The word comes from the exact value and never the other way round
(余: n ≤ x < 1.1 n; 近: 0.95 n ≤ x < n; 超过: x > n).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator

SMALL = 100


class Word(Enum):
    """The rounding word before or behind a round number."""

    EXACTLY = "exactly"
    OVER = "over"  # 余
    NEARLY = "nearly"  # 近
    MORE_THAN = "more_than"  # 超过


@dataclass(frozen=True)
class Rounded:
    """A round number with the word that makes it true."""

    base: int
    word: Word


def _round_numbers(value: int) -> Iterator[int]:
    """Round numbers around ``value``, those with one significant digit first."""
    power = 10 ** (len(str(value)) - 1)
    lead = value // power
    yield from (lead * power, (lead + 1) * power)
    step = power // 10
    if step > 1:
        lead = value // step
        yield from (lead * step, (lead + 1) * step)


def word_for(value: int, base: int) -> Word | None:
    """The word with which ``base`` truthfully stands for ``value``; None if there is none."""
    if value == base:
        return Word.EXACTLY
    if base < value < base * Decimal("1.1"):
        return Word.OVER
    if base * Decimal("0.95") <= value < base:
        return Word.NEARLY
    return Word.MORE_THAN if value > base else None


def rounded(value: int, small: int = SMALL) -> Rounded:
    """The roundest number that still says the truth closely; values below ``small`` stay exact."""
    if value < small:
        return Rounded(value, Word.EXACTLY)
    bases = tuple(_round_numbers(value))
    if value in bases:
        return Rounded(value, Word.EXACTLY)
    for base in (*bases[:2], *sorted(bases[2:], key=lambda base: abs(base - value))):
        word = word_for(value, base)
        if word in (Word.OVER, Word.NEARLY):
            return Rounded(base, word)
    return Rounded(value, Word.EXACTLY)


def is_chinese() -> bool:
    """Whether the active language writes 万 and 余."""
    return (get_language() or "").startswith("zh")


def grouped(value: Decimal | int) -> str:
    """12,345; decimals only where there are any."""
    if isinstance(value, Decimal) and value != value.to_integral_value():
        return f"{value.normalize():,f}"
    return f"{int(value):,}"


def compact(value: int) -> str:
    """1.3万, 2.5亿 in Chinese where it loses nothing; grouped digits otherwise."""
    if is_chinese():
        for size, name in ((10**8, "亿"), (10**4, "万")):
            if abs(value) >= size and value % (size // 100) == 0:
                short = Decimal(value) / size
                return f"{short.normalize():f}{name}"
    return grouped(value)


def in_words(value: int, unit: str, small: int = SMALL) -> str:
    """The value with its rounding word and unit in the active language."""
    found = rounded(value, small)
    amount = compact(found.base)
    values = {"amount": amount, "unit": unit}
    if found.word == Word.OVER:
        return _("just over %(amount)s %(unit)s") % values
    if found.word == Word.NEARLY:
        return _("nearly %(amount)s %(unit)s") % values
    return _("%(amount)s %(unit)s") % {"amount": grouped(value), "unit": unit}


def change_in_words(now: int, before: int, unit: str) -> str:
    """How a value compares with an earlier one; both are printed before any "times"."""
    values = {"now": grouped(now), "before": grouped(before), "unit": unit}
    if before == 0:
        return _("%(now)s %(unit)s, after none") % values
    if now == before:
        return _("%(now)s %(unit)s, as before") % values
    growth = Decimal(now - before) / before
    if growth >= 1:
        times = grouped((growth * 10).to_integral_value() / 10)
        return _("from %(before)s to %(now)s %(unit)s, an increase by %(times)s times") % {
            **values,
            "times": times,
        }
    percent = grouped(abs((growth * 1000).to_integral_value() / 10))
    if growth > 0:
        return _("from %(before)s to %(now)s %(unit)s, up %(percent)s%%") % {
            **values,
            "percent": percent,
        }
    return _("from %(before)s to %(now)s %(unit)s, down %(percent)s%%") % {
        **values,
        "percent": percent,
    }
