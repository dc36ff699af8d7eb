"""What a benchmark reports: one JSON object, the last line on standard output."""

from __future__ import annotations

import json
import platform
import sys
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Result:
    """A figure beside its limit, both measured in the same run.

    ``better`` is "higher" or "lower"; ``ratio`` is value ÷ limit; ``people`` is how many were in
    the database; ``quick`` says that fewer items were taken; ``goal`` is what must hold, in words.
    """

    name: str
    value: float
    unit: str
    better: str
    limit: float
    people: int
    limit_is: str = ""
    goal: str = ""
    met: bool | None = None
    quick: bool = False
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        return round(self.value / self.limit, 4) if self.limit else 0.0

    def as_dict(self) -> dict[str, Any]:
        if self.better not in {"higher", "lower"}:
            message = f"better is higher or lower, not {self.better}"
            raise ValueError(message)
        return {
            "name": self.name,
            "value": round(self.value, 3),
            "unit": self.unit,
            "better": self.better,
            "limit": round(self.limit, 3),
            "limit_is": self.limit_is,
            "ratio": self.ratio,
            "people": self.people,
            "quick": self.quick,
            "goal": self.goal,
            "met": self.met,
            "python": platform.python_version(),
            **self.extra,
        }

    def report(self) -> None:
        """Print the object as the last line."""
        sys.stderr.flush()
        print(json.dumps(self.as_dict(), ensure_ascii=False), flush=True)


def percentile(values: list[float], share: float) -> float:
    """The value below which ``share`` (0–1) of ``values`` lie, by the nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))]
