"""What speaks for two records being one person, and what against: found in the records, said in
codes that `wording` puts into a clerk's words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from wutong.kernel.hanzi import simplify

if TYPE_CHECKING:
    from datetime import date

    from wutong.core.people.matching.records import MatchRecord


class Weight(IntEnum):
    """What a finding says. Two `TELLING` ones of different kinds are not chance."""

    AGAINST = -1
    NOTHING = 0
    FITS = 1
    TELLING = 2


@dataclass(frozen=True)
class Finding:
    """One thing in common or at odds; `values` fill the sentence."""

    code: str
    weight: Weight
    values: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """How it is kept with the candidate."""
        return {"code": self.code, "weight": int(self.weight), **self.values}


def findings_of(one: MatchRecord, other: MatchRecord) -> list[Finding]:
    """Everything worth telling, what says most first."""
    found = [
        finding
        for finding in (
            _document(one, other),
            _number(one, other),
            _reach(one, other),
            _name(one, other),
            _birth(one, other),
            _study(one, other),
            _sex(one, other),
            _work(one, other),
            _accounts(one, other),
        )
        if finding is not None
    ]
    return sorted(found, key=lambda finding: (finding.weight >= 0, -abs(finding.weight)))


def _document(one: MatchRecord, other: MatchRecord) -> Finding | None:
    if set(one.documents) & set(other.documents):
        return Finding("document.same", Weight.TELLING)
    kinds = [{text.partition("|")[0] for text in record.documents} for record in (one, other)]
    return Finding("document.differs", Weight.AGAINST) if kinds[0] & kinds[1] else None


def _number(one: MatchRecord, other: MatchRecord) -> Finding | None:
    shared = [number for number in one.numbers if number in other.numbers]
    if shared:
        return Finding("number.same", Weight.TELLING, {"number": shared[0]})
    if not one.numbers or not other.numbers or not set(one.years) & set(other.years):
        return None
    if set(one.shapes) & set(other.shapes):
        return Finding(
            "number.swapped",
            Weight.FITS,
            {"number": one.numbers[0], "other": other.numbers[0]},
        )
    return Finding(
        "number.differs", Weight.AGAINST, {"number": one.numbers[0], "other": other.numbers[0]}
    )


def _reach(one: MatchRecord, other: MatchRecord) -> Finding | None:
    kinds = [
        kind
        for kind, mine, theirs in (
            ("phone", one.phones, other.phones),
            ("email", one.emails, other.emails),
        )
        if set(mine) & set(theirs)
    ]
    return Finding(f"reach.{'_'.join(kinds)}", Weight.TELLING) if kinds else None


def _name(one: MatchRecord, other: MatchRecord) -> Finding:
    if one.name == other.name:
        return Finding("name.same", Weight.FITS)
    if set(one.names) & set(other.names):
        return Finding("name.former", Weight.FITS)
    if one.pinyin == other.pinyin:
        return Finding("name.pinyin", Weight.FITS)
    alike = len(one.name) >= 3 or one.surname == other.surname
    if alike and len(one.name) == len(other.name) and _differing(one.name, other.name) == 1:
        return Finding("name.character", Weight.NOTHING)
    return Finding("name.differs", Weight.AGAINST)


def _differing(one: str, other: str) -> int:
    return sum(mine != theirs for mine, theirs in zip(simplify(one), simplify(other), strict=True))


def _birth(one: MatchRecord, other: MatchRecord) -> Finding | None:
    if one.birth is None or other.birth is None:
        return None
    if one.birth == other.birth:
        # a first of January is more often a form filled in than a birthday
        rounded = _rounded(one.birth)
        return Finding(
            *(("birth.rounded", Weight.NOTHING) if rounded else ("birth.same", Weight.FITS))
        )
    code = _birth_nearly(one.birth, other.birth)
    if code:
        return Finding(code, Weight.NOTHING)
    return Finding("birth.differs", Weight.AGAINST)


def _birth_nearly(one: date, other: date) -> str:
    if one.year == other.year and (one.month, one.day) == (other.day, other.month):
        return "birth.swapped"
    if one.year == other.year and (_rounded(one) or _rounded(other)):
        return "birth.rounded"
    if (one.month, one.day) == (other.month, other.day) and abs(one.year - other.year) <= 1:
        return "birth.year_off"
    if abs((one - other).days) in {1, 30, 31, 365, 366}:
        return "birth.nearly"
    return ""


def _rounded(day: date) -> bool:
    return (day.month, day.day) in {(1, 1), (10, 1)}


def _study(one: MatchRecord, other: MatchRecord) -> Finding | None:
    if not one.studies or not other.studies:
        return None
    if set(one.classes) & set(other.classes):
        return Finding("study.class", Weight.FITS)
    if set(one.studies) & set(other.studies):
        return Finding("study.same", Weight.FITS)
    years = [
        abs(mine - theirs)
        for mine in (one.begun, one.ended)
        for theirs in (other.begun, other.ended)
        if mine and theirs
    ]
    if one.begun and other.begun and one.begun != other.begun:
        first, second = sorted((one, other), key=lambda record: record.begun or 0)
        if first.ended and second.begun and second.begun >= first.ended - 1:
            follows = "study.follows" if set(one.units) & set(other.units) else "study.later"
            return Finding(follows, Weight.NOTHING, {"years": second.begun - first.ended})
        return Finding("study.overlaps", Weight.AGAINST, {"years": min(years, default=0)})
    return Finding("study.elsewhere", Weight.NOTHING)


def _sex(one: MatchRecord, other: MatchRecord) -> Finding | None:
    if not one.sex or not other.sex:
        return None
    return None if one.sex == other.sex else Finding("sex.differs", Weight.AGAINST)


def _work(one: MatchRecord, other: MatchRecord) -> Finding | None:
    shared = [employer for employer in one.employers if employer in other.employers]
    return Finding("work.same", Weight.NOTHING) if shared else None


def _accounts(one: MatchRecord, other: MatchRecord) -> Finding | None:
    if one.has_account and other.has_account:
        return Finding("accounts.both", Weight.AGAINST)
    return None
