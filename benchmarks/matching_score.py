"""How good a set of scored pairs is, measured against the truth: the same for every peer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Score:
    """At the threshold where F1 is best, found with the truth at hand for each peer alike."""

    peer: str
    f1: float
    precision: float
    recall: float
    threshold: float
    seconds: float

    def as_json(self) -> dict[str, Any]:
        return {
            "f1": round(self.f1, 4),
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "s": round(self.seconds, 1),
        }


def best_f1(
    peer: str, weights: Mapping[tuple[Any, Any], float], truth: set[tuple[Any, Any]], seconds: float
) -> Score:
    """The best F1 over all thresholds; pairs of one weight are taken together."""
    ranked = sorted(weights.items(), key=lambda item: -item[1])
    best = Score(peer, 0.0, 0.0, 0.0, 0.0, seconds)
    right = 0
    for place, (pair, weight) in enumerate(ranked, 1):
        right += pair in truth
        if place < len(ranked) and ranked[place][1] == weight:
            continue
        f1 = 2 * right / (place + len(truth))
        if f1 > best.f1:
            best = Score(peer, f1, right / place, right / len(truth), weight, seconds)
    return best
