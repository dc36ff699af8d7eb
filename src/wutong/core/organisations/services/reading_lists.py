"""Who is meant by the lines of a list: student numbers, or names with a class or college."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING

from django.utils.translation import gettext as _

from wutong.core.organisations.enums import Verdict
from wutong.core.organisations.errors import BatchError
from wutong.core.people.models import Degree
from wutong.kernel.hanzi import fold
from wutong.platform.tabular.headings import fold_heading
from wutong.platform.tabular.reading.problems import Problem
from wutong.platform.tabular.reading.reader import open_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from wutong.core.people.models import Person

MOST_LINES = 20_000
_BETWEEN = re.compile(r"[\t,，;；、|\s]+")
_NUMBER = re.compile(r"^[A-Za-z]{0,4}\d{5,}[A-Za-z0-9]*$")
_HEADINGS = {
    "number": ("学号", "student number", "student no", "number"),
    "name": ("姓名", "name", "校友姓名"),
    "group": ("班级", "学院", "class", "college"),
}


@dataclass(frozen=True)
class Line:
    """A line as it was given, and what was read from it."""

    text: str
    number: str = ""
    name: str = ""
    group: str = ""


@dataclass(frozen=True)
class Found:
    """A line with the person it means; without one ``verdict`` says why."""

    text: str
    person_id: int | None
    verdict: str = ""


def lines_of_text(text: str) -> list[Line]:
    """One person a line: a student number, or a name with a class or college if need be."""
    found = []
    for raw in text.splitlines():
        folded = fold(raw)
        if folded:
            found.append(_line(folded, [word for word in _BETWEEN.split(folded) if word]))
    return _few_enough(found)


def _line(text: str, words: Sequence[str]) -> Line:
    number = next((word for word in words if _NUMBER.match(word)), "")
    rest = [word for word in words if word != number]
    return Line(
        text=text[:300],
        number=number.upper(),
        name=rest[0] if rest else "",
        group=" ".join(rest[1:]),
    )


def _few_enough(found: list[Line]) -> list[Line]:
    if not found:
        raise BatchError(_("The list is empty."))
    if len(found) > MOST_LINES:
        raise BatchError(_("A batch holds at most %(most)s people.") % {"most": MOST_LINES})
    return found


def lines_of_file(content: IO[bytes], name: str) -> list[Line]:
    """The rows of a workbook or CSV file with a heading for the student number or the name."""
    with TemporaryDirectory(prefix="wutong-batch-") as folder:
        path = Path(folder) / f"list.{name.rsplit('.', 1)[-1].lower()[:5]}"
        path.write_bytes(content.read())
        try:
            source = open_source(path, limit=MOST_LINES + 50)
            rows = [cells for chunk in source.chunks() for _number, cells in chunk]
        except Problem as error:
            raise BatchError(
                _("This file cannot be read as a table: %(why)s.") % {"why": error}
            ) from error
    return _few_enough(list(_rows(rows)))


def _rows(rows: Sequence[Sequence[str]]) -> Iterable[Line]:
    first, columns = _heading(rows)
    for cells in rows[first:]:
        values = {
            key: fold(cells[column]) for key, column in columns.items() if column < len(cells)
        }
        if values.get("number") or values.get("name"):
            text = " ".join(value for value in values.values() if value)
            yield Line(
                text=text[:300],
                number=values.get("number", "").upper(),
                name=values.get("name", ""),
                group=values.get("group", ""),
            )


def _heading(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    """Where the people begin, and which column holds what."""
    known = {fold_heading(alias): key for key, names in _HEADINGS.items() for alias in names}
    for place, cells in enumerate(rows[:10], 1):
        columns = {
            known[folded]: column
            for column, cell in enumerate(cells)
            if (folded := fold_heading(cell)) in known
        }
        if "number" in columns or "name" in columns:
            return place, columns
    raise BatchError(_("The file needs a column “学号” (student number) or “姓名” (name)."))


def find_people(lines: Sequence[Line], *, people: QuerySet[Person]) -> list[Found]:
    """The person of each line among ``people``, in three queries whatever their number."""
    by_number = _by_number(lines, people)
    names = {line.name for line in lines if line.name}
    by_name: dict[str, list[int]] = defaultdict(list)
    for key, name in people.filter(name__in=names).order_by("pk").values_list("pk", "name"):
        by_name[name].append(key)
    groups = _groups_of({key for keys in by_name.values() for key in keys})
    return [_found(line, by_number, by_name, groups) for line in lines]


def _by_number(lines: Sequence[Line], people: QuerySet[Person]) -> dict[str, set[int]]:
    numbers = {line.number for line in lines if line.number}
    found: dict[str, set[int]] = defaultdict(set)
    degrees = Degree.objects.filter(student_no__in=numbers, person__in=people.values("pk"))
    for number, person_id in degrees.values_list("student_no", "person_id"):
        found[number].add(person_id)
    return found


def _groups_of(ids: set[int]) -> dict[int, set[str]]:
    """Names of classes and colleges by person."""
    found: dict[int, set[str]] = defaultdict(set)
    rows = Degree.objects.filter(person__in=ids).values_list(
        "person_id", "unit__name_zh", "unit__name_en", "class_group__name", "class_group__code"
    )
    for person_id, *names in rows:
        found[person_id].update(name for name in names if name)
    return found


def _found(
    line: Line,
    by_number: dict[str, set[int]],
    by_name: dict[str, list[int]],
    groups: dict[int, set[str]],
) -> Found:
    keys = set(by_number.get(line.number, ())) if line.number else set(by_name.get(line.name, ()))
    if line.number and line.name and len(keys) > 1:
        keys &= set(by_name.get(line.name, ()))
    if not line.number and line.group and len(keys) > 1:
        keys = {
            key
            for key in keys
            if any(name in line.group or line.group in name for name in groups[key])
        }
    if len(keys) == 1:
        return Found(line.text, keys.pop())
    return Found(line.text, None, Verdict.AMBIGUOUS if keys else Verdict.UNKNOWN)
