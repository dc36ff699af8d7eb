"""Where people work, as far as the office knows."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

from wutong.devtools.demo import career_data as data
from wutong.devtools.demo.drafts import EmploymentDraft
from wutong.devtools.demo.place_data import COUNTRIES, INVENTED_CITIES, PROVINCES

if TYPE_CHECKING:
    from random import Random

PUBLIC_BODIES = {"education", "medicine", "government"}
ABROAD = {1980: 0.03, 2000: 0.07, 2015: 0.06}


@cache
def _places() -> tuple[list[tuple[str, ...]], list[int]]:
    return (
        [tuple(cities.split()) for _, cities in PROVINCES.values()],
        list(accumulate(weight for weight, _ in PROVINCES.values())),
    )


def draw_region(rng: Random, abroad: float) -> str:
    """A GB/T 2260 code, or with probability ``abroad`` the code of a country."""
    if rng.random() < abroad:
        return rng.choices(list(COUNTRIES), list(COUNTRIES.values()))[0]
    cities, cumulative = _places()
    return rng.choice(rng.choices(cities, cum_weights=cumulative)[0])


@cache
def _industries() -> tuple[dict[str, int], list[int]]:
    return (
        {row[0]: place for place, row in enumerate(data.INDUSTRIES)},
        list(accumulate(row[2] for row in data.INDUSTRIES)),
    )


def draw_employer(rng: Random, industry: int, region: str) -> str:
    """An employer that does not exist; few enough of them that colleagues meet."""
    if region and not region[0].isdigit():
        return rng.choice(data.FOREIGN_EMPLOYERS)
    code, _, _, endings, _ = data.INDUSTRIES[industry]
    city = rng.choice(INVENTED_CITIES)
    ending = rng.choice(endings)
    if code in PUBLIC_BODIES:
        return f"{city}{'' if code == 'education' else '市'}{ending}"
    return f"{city}{rng.choice(data.BRANDS)}{ending}"


def draw_career(
    rng: Random, *, strand: str, left: date, region: str, until: date
) -> list[EmploymentDraft]:
    """The last one to three positions known; the newest is open-ended."""
    codes, cumulative = _industries()
    own = data.STRAND_INDUSTRY.get(strand)
    if own and rng.random() < 0.7:
        industry = codes[own]
    else:
        industry = rng.choices(range(len(cumulative)), cum_weights=cumulative)[0]
    _, name, _, _, titles = data.INDUSTRIES[industry]
    abroad = bool(region) and not region[0].isdigit()
    worked = (until - left).days
    if worked < 60:
        return []
    count = min(1 + int(rng.random() * 1.6), 1 + worked // 2200)
    starts = sorted(rng.randint(10, worked) for _ in range(count - 1))
    starts.insert(0, rng.randint(5, 60))
    found = []
    for place, start in enumerate(starts):
        since = left + timedelta(days=start)
        end = left + timedelta(days=starts[place + 1]) if place + 1 < count else None
        step = min(4, int(start / 365 / 7 + rng.random() * 1.4))
        title = data.FOREIGN_TITLES[step] if abroad else titles[step]
        known = since + timedelta(days=int(rng.random() * max(1, (until - since).days)))
        found.append(
            EmploymentDraft(
                draw_employer(rng, industry, region if end is None else ""),
                title if end is None or not abroad else titles[step],
                name, region if end is None else "", since, end, known,
            )
        )  # fmt: skip
    return found
