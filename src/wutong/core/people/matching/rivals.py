"""A record that fits two others which do not fit each other belongs to the better one."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LIKELY = 0.0
"""Match weight from which two records hold together."""


def without_rivals(
    pairs: Iterable[tuple[int, int, float]], *, likely: float = LIKELY
) -> set[tuple[int, int]]:
    """The pairs (lower id, higher id, weight) that no better pair speaks against: a pair falls
    when one of its records fits a third one better, and the third does not fit the other.
    """
    weights = {(one, other): weight for one, other, weight in pairs}
    partners: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for (one, other), weight in weights.items():
        partners[one].append((weight, other))
        partners[other].append((weight, one))
    standing: set[tuple[int, int]] = set()
    for pair, weight in sorted(weights.items(), key=lambda item: (-item[1], item[0])):
        if not any(
            _speaks_against(pair, rival, rival_weight, weights, likely)
            for own in pair
            for rival_weight, rival in partners[own]
            if rival_weight > weight and _ordered(own, rival) in standing
        ):
            standing.add(pair)
    return standing


def _speaks_against(
    pair: tuple[int, int],
    rival: int,
    rival_weight: float,
    weights: dict[tuple[int, int], float],
    likely: float,
) -> bool:
    if rival in pair or rival_weight < likely:
        return False
    return not all(weights.get(_ordered(member, rival), float("-inf")) >= likely for member in pair)


def _ordered(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)
