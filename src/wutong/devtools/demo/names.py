"""Draw a name that fits a year of birth, a sex and an origin."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

from wutong.devtools.demo import name_data as data

if TYPE_CHECKING:
    from random import Random

DECADES = sorted(data.MALE)


@dataclass(frozen=True, slots=True)
class DrawnName:
    """A name as the register has it; ``latin`` is empty where pinyin says it all."""

    name: str
    latin: str = ""
    former: tuple[str, ...] = ()


@cache
def _surnames() -> tuple[tuple[str, ...], tuple[int, ...]]:
    words = data.SURNAMES.split()
    return (
        tuple(word[0] for word in words),
        tuple(accumulate(int(word[1:]) for word in words)),
    )


def decade_of(birth_year: int) -> int:
    """The fashion of names a year of birth belongs to (a key of the name tables)."""
    return DECADES[max(0, bisect(DECADES, birth_year) - 1)]


def draw_surname(rng: Random) -> str:
    """A surname by its frequency; about 6 in 1,000 are compound."""
    if rng.random() < 0.006:
        return rng.choice(data.COMPOUND_SURNAMES)
    surnames, cumulative = _surnames()
    return surnames[bisect(cumulative, rng.random() * cumulative[-1])]


def draw_given(rng: Random, birth_year: int, sex: str) -> str:
    """A given name of one or two characters in the fashion of its decade."""
    decade = decade_of(birth_year)
    table = (data.FEMALE if sex == "F" else data.MALE)[decade]
    if rng.random() < data.SINGLE_SHARE[decade]:
        return rng.choice(table)
    if rng.random() < 0.45:  # neighbours in the table make the names everybody knows
        start = rng.randrange(0, len(table) - 1, 2)
        return table[start : start + 2]
    first, second = rng.choice(table), rng.choice(table)
    return first + second


def draw_chinese(rng: Random, birth_year: int, sex: str) -> DrawnName:
    """A Han Chinese name, with rare characters, double surnames and former names in their share."""
    surname = draw_surname(rng)
    given = draw_given(rng, birth_year, sex)
    former: tuple[str, ...] = ()
    chance = rng.random()
    if chance < 0.003:
        given = given[0] + rng.choice(data.RARE_GIVEN)
    elif chance < 0.009 and birth_year >= 1998:
        surname += draw_surname(rng)
    elif chance < 0.030 and 1950 <= birth_year < 1977:
        former = (surname + rng.choice(data.MOVEMENT),)
    elif chance < 0.036:
        former = (surname + draw_given(rng, birth_year - 5, sex),)
    if former and former[0] == surname + given:
        former = ()
    return DrawnName(surname + given, "", former)


def draw_minority(rng: Random, sex: str) -> DrawnName:
    """A Uyghur, Kazakh, Tibetan or Mongol name as Chinese registers write it."""
    kind = rng.random()
    if kind < 0.02:
        return DrawnName(data.LONG_NAME)
    if kind < 0.5:
        own = rng.choice(data.UYGHUR_FEMALE if sex == "F" else data.UYGHUR_MALE)
        return DrawnName(f"{own}·{rng.choice(data.UYGHUR_MALE)}")
    if kind < 0.65:
        own = rng.choice(data.KAZAKH_FEMALE if sex == "F" else data.KAZAKH_MALE)
        return DrawnName(f"{own}·{rng.choice(data.KAZAKH_MALE)}")
    if kind < 0.83:
        return DrawnName("".join(rng.sample(data.TIBETAN, 2)))
    return DrawnName(rng.choice(data.MONGOL) + (rng.choice(["", "", "夫", "图"])))


def draw_foreign(rng: Random, sex: str) -> DrawnName:
    """A student from abroad: Western, African, Indian, Korean, Japanese or Vietnamese."""
    kind = rng.random()
    if kind < 0.25:
        surname, given = rng.choice(data.KOREAN_SURNAMES), rng.choice(data.KOREAN_GIVEN)
        latin = f"{data.KOREAN_LATIN[surname]} {data.KOREAN_GIVEN_LATIN[given]}"
        return DrawnName(surname + given, latin)
    if kind < 0.35:
        return DrawnName(*rng.choice(data.JAPANESE))
    if kind < 0.45:
        return DrawnName(*rng.choice(data.VIETNAMESE))
    given = rng.choice(data.WESTERN_FEMALE if sex == "F" else data.WESTERN_MALE)
    surname = rng.choice(data.WESTERN_SURNAMES).replace("_", " ")
    name = f"{given} {surname}"
    return DrawnName(name, name)


def traditional(name: str) -> str:
    """The name as a list from overseas would write it."""
    return "".join(data.TRADITIONAL.get(character, character) for character in name)


def confuse(rng: Random, name: str) -> str:
    """The name with one character mistaken for another; unchanged when none lends itself to it."""
    places = [place for place, character in enumerate(name) if character in data.CONFUSED]
    if not places:
        return name
    place = rng.choice(places)
    return name[:place] + data.CONFUSED[name[place]] + name[place + 1 :]
