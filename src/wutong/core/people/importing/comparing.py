"""What a row would change on the record it was matched to.

A blank cell changes nothing. What the file says differently replaces what is on record, the
earlier value being kept for the undo; contact points and studies are added, never replaced.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from wutong.core.people.importing.parsing import Finding, Parsed
from wutong.core.people.importing.records import DegreeOnRecord, Record
from wutong.core.reference.enums import Completion, DegreeLevel
from wutong.kernel.hanzi import simplify

_PERSON = ("name_latin", "sex", "birth_date", "region_id")
_DEGREE = (
    "unit_id", "class_group_id", "major", "level", "student_no", "entry_year", "leave_year",
    "completion", "supervisor",
)  # fmt: skip
_SHOWN = {"region_id": "region", "unit_id": "unit", "class_group_id": "class_name"}


Tell = Callable[[str, Any], str]


@dataclass(slots=True)
class Comparison:
    """Fields that change, what they were, and how that is told."""

    tell: Tell
    person_fields: list[str] = field(default_factory=list)
    former_names: list[str] = field(default_factory=list)
    degree: DegreeOnRecord | None = None
    degree_fields: list[str] = field(default_factory=list)
    adds_degree: bool = False
    adds_employment: bool = False
    before: dict[str, Any] = field(default_factory=dict)
    changes: list[Finding] = field(default_factory=list)


def compare(row: Parsed, record: Record, *, class_id: int | None, tell: Tell) -> Comparison:
    """The difference. `class_id` is the class the row names, if it is known already; `tell` puts
    a value as a finding keeps it.
    """
    found = Comparison(tell=tell, former_names=list(record.former_names))
    _names(row, record, found)
    for name in _PERSON:
        new = getattr(row, name)
        old = getattr(record, name)
        if new and new != old:
            _note(found, found.person_fields, name, old, new)
    _study(row, record, class_id, found)
    if row.employer and not any(
        employer == row.employer and (not row.title or row.title == title)
        for employer, title in record.employments
    ):
        found.adds_employment = True
    return found


def _names(row: Parsed, record: Record, found: Comparison) -> None:
    known = {simplify(name) for name in (record.name, *record.former_names)}
    former = [name for name in row.former_names if simplify(name) not in known]
    if simplify(row.name) not in known:
        # The number matched by a former name of the file: the name was changed.
        _note(found, found.person_fields, "name", record.name, row.name)
        former = [record.name, *[name for name in former if name != row.name]]
    if former:
        found.former_names = list(dict.fromkeys([*record.former_names, *former]))
        found.person_fields.append("former_names")
        found.before["former_names"] = record.former_names
        found.changes.append({"code": "add", "field": "former_names", "new": "、".join(former)})


def _study(row: Parsed, record: Record, class_id: int | None, found: Comparison) -> None:
    if not row.studied:
        return
    found.degree = _same_study(row, record)
    if found.degree is None:
        found.adds_degree = True
        return
    before: dict[str, Any] = {}
    for name in _DEGREE:
        new = class_id if name == "class_group_id" else getattr(row, name)
        old = getattr(found.degree, name)
        if name == "class_group_id" and row.class_name and class_id is None:
            new = row.class_name  # a class yet to be made
        if name == "completion" and old == Completion.STUDYING and row.leave_year:
            new = new or row.presumed
        if new and new != old and not (name == "level" and new == DegreeLevel.OTHER):
            before[name] = old
            found.degree_fields.append(name)
            found.changes.append(_change(found, name, old, new))
    if before:
        found.before["degree"] = before


def _same_study(row: Parsed, record: Record) -> DegreeOnRecord | None:
    for degree in record.degrees:
        if row.student_no and degree.student_no == row.student_no:
            return degree
    for degree in record.degrees:
        if row.student_no and degree.student_no:
            continue
        same_level = not row.level or row.level in {degree.level, DegreeLevel.OTHER}
        same_unit = row.unit_id is None or row.unit_id == degree.unit_id
        same_years = _agree(row.entry_year, degree.entry_year) and _agree(
            row.leave_year, degree.leave_year
        )
        if same_level and same_unit and same_years:
            return degree
    return None


def _agree(one: int | None, other: int | None) -> bool:
    return one is None or other is None or one == other


def _note(found: Comparison, names: list[str], name: str, old: Any, new: Any) -> None:
    names.append(name)
    found.before[name] = old.isoformat() if hasattr(old, "isoformat") else old
    found.changes.append(_change(found, name, old, new))


def _change(found: Comparison, name: str, old: Any, new: Any) -> Finding:
    shown = _SHOWN.get(name, name)
    return {
        "code": "change",
        "field": shown,
        "old": found.tell(name, old),
        "new": found.tell(name, new),
    }
