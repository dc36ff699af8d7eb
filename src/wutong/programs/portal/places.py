"""Where the provinces stand on the map of tiles, and how the world list is cut.

Every province is one tile of the same size, near to where it lies: a map of how many are where,
not of borders.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wutong.core.organisations.public import numbers_by_place
from wutong.core.reference.models import Region

if TYPE_CHECKING:
    from collections.abc import Mapping

# Two digits of GB/T 2260: (column, row) of eight by eight.
TILES: Mapping[str, tuple[int, int]] = {
    "23": (8, 1),
    "65": (1, 2), "15": (5, 2), "11": (6, 2), "22": (8, 2),
    "62": (2, 3), "64": (3, 3), "14": (5, 3), "13": (6, 3), "12": (7, 3), "21": (8, 3),
    "54": (1, 4), "63": (2, 4), "61": (4, 4), "41": (5, 4), "37": (6, 4),
    "51": (3, 5), "50": (4, 5), "42": (5, 5), "34": (6, 5), "32": (7, 5), "31": (8, 5),
    "53": (3, 6), "52": (4, 6), "43": (5, 6), "36": (6, 6), "33": (7, 6),
    "45": (4, 7), "44": (5, 7), "35": (6, 7), "71": (7, 7),
    "46": (4, 8), "82": (5, 8), "81": (6, 8),
}  # fmt: skip
SHORT_ZH = {
    "15": "内蒙古", "45": "广西", "54": "西藏", "64": "宁夏", "65": "新疆", "81": "香港", "82": "澳门",
}  # fmt: skip
# Two letters of GB/T 2260, for tiles too small for a word in Latin letters.
LETTERS = {
    "11": "BJ", "12": "TJ", "13": "HE", "14": "SX", "15": "NM", "21": "LN", "22": "JL", "23": "HL",
    "31": "SH", "32": "JS", "33": "ZJ", "34": "AH", "35": "FJ", "36": "JX", "37": "SD", "41": "HA",
    "42": "HB", "43": "HN", "44": "GD", "45": "GX", "46": "HI", "50": "CQ", "51": "SC", "52": "GZ",
    "53": "YN", "54": "XZ", "61": "SN", "62": "GS", "63": "QH", "64": "NX", "65": "XJ", "71": "TW",
    "81": "HK", "82": "MO",
}  # fmt: skip
STEPS = (0, 1, 3, 6)
"""From how many organisations on a tile is drawn a shade darker."""


@dataclass(frozen=True)
class Tile:
    """A province on the map."""

    code: str
    name: str
    short: str
    column: int
    row: int
    number: int

    @property
    def letters(self) -> str:
        """Its two letters."""
        return LETTERS[self.code[:2]]

    @property
    def shade(self) -> int:
        """0 where there is none, up to 3."""
        return sum(self.number >= step for step in STEPS[1:])


@dataclass(frozen=True)
class Place:
    """A country with how many organisations."""

    code: str
    name: str
    number: int


def tiles_and_countries() -> tuple[list[Tile], list[Place]]:
    """All provinces in the order of the map's rows, and the countries that have any."""
    numbers = numbers_by_place()
    tiles, countries = [], []
    for region in Region.objects.filter(parent=None):
        number = numbers.get(region.pk, 0)
        if region.is_overseas:
            if number:
                countries.append(Place(region.code, str(region), number))
        elif region.code[:2] in TILES:
            column, row = TILES[region.code[:2]]
            short = _short(region)
            tiles.append(Tile(region.code, str(region), short, column, row, number))
    tiles.sort(key=lambda tile: (tile.row, tile.column))
    countries.sort(key=lambda place: (-place.number, place.name))
    return tiles, countries


def _short(region: Region) -> str:
    code = region.code[:2]
    if str(region) == region.name_zh:
        return SHORT_ZH.get(code, region.name_zh.rstrip("省市"))
    return region.name_en
