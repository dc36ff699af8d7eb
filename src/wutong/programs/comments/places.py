"""From which region an address comes, as the law has services show it beside what people post.

The table is the university's own file (``COMMENTS_PLACES``): lines of ``first|last|country|…|
province|…`` as address tables of this kind are usually handed out. Without it nothing is shown.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from ipaddress import ip_address
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

HOME = "中国"
UNKNOWN = {"", "0"}
ENDINGS = ("壮族自治区", "回族自治区", "维吾尔自治区", "特别行政区", "自治区", "省", "市")
LONGEST = 20
FIELDS = 5

Table = tuple[list[int], list[int], list[str]]


def place_of(address: str | None) -> str:
    """``江苏``, ``日本``; "" where nothing is known."""
    if not address or settings.COMMENTS_PLACES is None:
        return ""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    firsts, lasts, names = _table(settings.COMMENTS_PLACES)
    number = int(found)
    at = bisect_right(firsts, number) - 1
    return names[at] if found.version == 4 and at >= 0 and number <= lasts[at] else ""


@lru_cache(maxsize=2)
def _table(path: Path) -> Table:
    with path.open(encoding="utf-8") as lines:
        return read_table(lines)


def read_table(lines: Iterable[str]) -> Table:
    """Neighbours of one region become one entry."""
    rows: list[tuple[int, int, str]] = []
    for line in lines:
        cells = line.strip().split("|")
        if len(cells) < FIELDS:
            continue
        try:
            first, last = int(ip_address(cells[0])), int(ip_address(cells[1]))
        except ValueError:
            continue
        rows.append((first, last, _name(cells[2], cells[4])))
    firsts: list[int] = []
    lasts: list[int] = []
    names: list[str] = []
    for first, last, name in sorted(rows):
        if names and names[-1] == name and lasts[-1] + 1 == first:
            lasts[-1] = last
            continue
        firsts.append(first)
        lasts.append(last)
        names.append(name)
    return firsts, lasts, names


def _name(country: str, province: str) -> str:
    """The province within the country, the country abroad: no closer than the law asks."""
    if country != HOME:
        return "" if country in UNKNOWN else country[:LONGEST]
    if province in UNKNOWN:
        return HOME
    for ending in ENDINGS:
        province = province.removesuffix(ending)
    return province[:LONGEST]
