"""What becomes of a pair: merged by rule, asked about, or left alone.

A score alone is not enough to merge two people: namesakes of one class score like one person.
So a merge by rule needs all of: a score above `AUTO_WEIGHT`; a name that agrees; a number or an
address in common, or name, day of birth and study at once; something else that fits; and nothing
that speaks against it, a better-fitting third record included. `python -m benchmarks.matching`
measures the rule against the known truth of the demo university: precision and recall of merges
by rule are in docs/benchmarks.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wutong.core.people.enums import MatchStrength
from wutong.core.people.matching.findings import Weight

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wutong.core.people.matching.findings import Finding

AUTO_WEIGHT = 10.0
STRONG_WEIGHT = 6.0
ASK_WEIGHT = -1.0
_AGREEING_NAMES = frozenset(("name.same", "name.pinyin", "name.former"))
_SUPPORTING = frozenset(
    ("birth.same", "birth.swapped", "birth.rounded", "birth.year_off", "birth.nearly",
     "study.class", "study.same", "study.follows")
)  # fmt: skip
_SAME_STUDY = frozenset(("study.class", "study.same"))


def by_rule(weight: float, findings: Sequence[Finding]) -> bool:
    """Whether two records may be merged without asking."""
    codes = {finding.code for finding in findings}
    if weight < AUTO_WEIGHT or not codes & _AGREEING_NAMES:
        return False
    if any(finding.weight == Weight.AGAINST for finding in findings):
        return False
    telling = any(finding.weight == Weight.TELLING for finding in findings)
    if telling:
        return bool(codes & _SUPPORTING)
    return {"name.same", "birth.same"} <= codes and bool(codes & _SAME_STUDY)


def strength_of(weight: float, findings: Sequence[Finding]) -> MatchStrength:
    """How a pair stands in the queue."""
    if by_rule(weight, findings):
        return MatchStrength.CERTAIN
    against = any(finding.weight == Weight.AGAINST for finding in findings)
    return (
        MatchStrength.STRONG if weight >= STRONG_WEIGHT and not against else MatchStrength.POSSIBLE
    )
