"""Who is meant by the lines of a list: a few set-based queries for every two thousand lines."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wutong.core.people.enums import ContactKind
from wutong.core.people.errors import ContactNotUnderstoodError
from wutong.core.people.models import ContactPoint, Degree, Person
from wutong.core.people.public import contact_columns
from wutong.engines.audiences.enums import LineVerdict, MatchedBy
from wutong.kernel.hanzi import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from django.db.models import QuerySet

    from wutong.engines.audiences.reading import Line

CHUNK = 2_000
MOST_CANDIDATES = 12


@dataclass(frozen=True, slots=True)
class Match:
    """What became of a line: the person it means, or those it may mean."""

    line: Line
    verdict: LineVerdict
    person_id: int | None = None
    matched_by: str = ""
    candidates: tuple[int, ...] = ()


@dataclass
class _Known:
    """What the records say about the keys of one chunk: whose they are."""

    numbers: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    hashes: dict[bytes, set[int]] = field(default_factory=lambda: defaultdict(set))
    names: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    called: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    years: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    groups: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))


def match_lines(lines: Sequence[Line], *, people: QuerySet[Person]) -> Iterator[Match]:
    """Each line with the one of ``people`` it means, surest key first: student number, phone,
    e-mail, name with year, class or college, name alone. Nobody is taken where several fit or
    where the number is of somebody of another name; nobody stands on a list twice.
    """
    seen: set[int] = set()
    for start in range(0, len(lines), CHUNK):
        chunk = lines[start : start + CHUNK]
        hashes = [_hashes(line) for line in chunk]
        known = _look_up(chunk, hashes, people)
        for line, keys in zip(chunk, hashes, strict=True):
            found = _match(line, keys, known)
            if found.person_id in seen:
                yield Match(line, LineVerdict.TWICE, None, found.matched_by)
                continue
            if found.person_id is not None:
                seen.add(found.person_id)
            yield found


def _hashes(line: Line) -> dict[str, bytes]:
    found = {}
    for kind, value in ((ContactKind.PHONE, line.phone), (ContactKind.EMAIL, line.email)):
        if value:
            try:
                found[str(kind)] = contact_columns(kind, value).value_hash
            except ContactNotUnderstoodError:
                continue  # told as "nobody found": the line is shown as it was given
    return found


def _look_up(
    lines: Sequence[Line], hashes: Sequence[dict[str, bytes]], people: QuerySet[Person]
) -> _Known:
    known = _Known()
    visible = people.order_by().values("pk")
    numbers = {line.student_no for line in lines if line.student_no}
    rows = Degree.objects.filter(student_no__in=numbers, person__in=visible)
    for number, pk in rows.values_list("student_no", "person_id"):
        known.numbers[number].add(pk)
    wanted = {key for keys in hashes for key in keys.values()}
    points = ContactPoint.objects.filter(
        value_hash__in=wanted, valid_to__isnull=True, person__in=visible
    )
    for key, pk in points.values_list("value_hash", "person_id"):
        known.hashes[bytes(key)].add(pk)
    names = {line.name for line in lines if line.name}
    for pk, name in people.filter(name__in=names).order_by().values_list("pk", "name"):
        known.names[name].add(pk)
    _look_at(known)
    return known


def _look_at(known: _Known) -> None:
    """Names and studies of everybody who was found by any key."""
    groups = (known.numbers, known.hashes, known.names)
    ids = {pk for keys in groups for found in keys.values() for pk in found}
    rows = Person.objects.filter(pk__in=ids).values_list("pk", "name", "name_latin", "former_names")
    for pk, name, latin, former in rows:
        known.called[pk] = {_folded(one) for one in (name, latin, *former) if one}
    studies = Degree.objects.filter(person__in=ids).values_list(
        "person_id", "entry_year", "leave_year", "unit__name_zh", "unit__name_en",
        "class_group__name",
    )  # fmt: skip
    for pk, entered, left, *names in studies:
        known.years[pk].update(year for year in (entered, left) if year)
        known.groups[pk].update(name for name in names if name)


def _folded(name: str) -> str:
    return fold(name).replace(" ", "").replace("·", "").casefold()


def _match(line: Line, hashes: dict[str, bytes], known: _Known) -> Match:
    keys: tuple[tuple[MatchedBy, Iterable[int]], ...] = (
        (MatchedBy.STUDENT_NO, known.numbers.get(line.student_no, ())),
        (MatchedBy.PHONE, known.hashes.get(hashes.get("phone", b""), ())),
        (MatchedBy.EMAIL, known.hashes.get(hashes.get("email", b""), ())),
    )
    for how, found in keys:
        ids = set(found)
        if not ids:
            continue
        same = {pk for pk in ids if not line.name or _folded(line.name) in known.called[pk]}
        if len(same) == 1:
            return Match(line, LineVerdict.MATCHED, same.pop(), how)
        verdict = LineVerdict.AMBIGUOUS if same else LineVerdict.DIFFERS
        return Match(line, verdict, None, how, _few(same or ids))
    return _match_name(line, known)


def _match_name(line: Line, known: _Known) -> Match:
    ids = set(known.names.get(line.name, ())) if line.name else set()
    if not ids:
        return Match(line, LineVerdict.UNKNOWN)
    if line.year is None and not line.group:
        if len(ids) == 1:
            return Match(line, LineVerdict.MATCHED, ids.pop(), MatchedBy.NAME)
        return Match(line, LineVerdict.AMBIGUOUS, None, "", _few(ids))
    fitting = {pk for pk in ids if _fits(line, known.years[pk], known.groups[pk])}
    if len(fitting) == 1:
        return Match(line, LineVerdict.MATCHED, fitting.pop(), MatchedBy.STUDY)
    verdict = LineVerdict.AMBIGUOUS if fitting else LineVerdict.DIFFERS
    return Match(line, verdict, None, "", _few(fitting or ids))


def _fits(line: Line, years: set[int], groups: set[str]) -> bool:
    if line.year is not None and line.year not in years:
        return False
    return not line.group or any(
        name in part or part in name for name in groups for part in line.group.split()
    )


def _few(ids: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(ids)[:MOST_CANDIDATES])
