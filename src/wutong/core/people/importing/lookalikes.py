"""Who on record looks like the person of a row, though nothing proves it.

The same name, or one that is a former name or the same in traditional characters, together with
the class, the year of entry or leaving at a college that is kin, or the date of birth; the same
phone number or e-mail address; the same identity document. What speaks against it rules out,
unless document or address say more. It is told in the words of the duplicates desk.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import connection

from wutong.core.people.importing.lookups import Lookups
from wutong.core.people.importing.parsing import Parsed
from wutong.core.people.importing.records import Record, load_records
from wutong.core.people.matching.findings import Finding, Weight, findings_of
from wutong.core.people.matching.records import MatchRecord, match_record, match_records
from wutong.core.reference.enums import DegreeLevel, Grade
from wutong.kernel.hanzi import pinyin_of_name, simplify, traditional_characters

MOST = 3
"""Candidates told of one row."""

# Few have another name or one in traditional characters: they are read once for a whole file.
_OTHER_NAMES = """
SELECT p.name, p.former_names, p.id, p.sex, p.birth_date,
       array_agg(d.entry_year), array_agg(d.leave_year), array_agg(d.class_group_id)
FROM people_person p LEFT JOIN people_degree d ON d.person_id = p.id
WHERE p.merged_into_id IS NULL AND (p.former_names <> '{}' OR p.name ~ %s)
GROUP BY p.id
"""
_NAMES_AGREE = frozenset(("name.same", "name.former"))
_NAMES_ALIKE = _NAMES_AGREE | {"name.pinyin", "name.character"}
_SAME_STUDY = frozenset(("study.class", "study.same"))
_OTHER_STUDY = frozenset(("study.elsewhere", "study.overlaps", "study.later", "study.follows"))


@dataclass(frozen=True, slots=True)
class LookAlike:
    """Somebody on record, and what speaks for and against it: findings as the pair keeps them."""

    record: Record
    because: list[dict[str, Any]]


class OtherNames:
    """Who is known by a name that is not what the record is called, character by character."""

    @cached_property
    def _people(self) -> dict[str, list[tuple[Any, ...]]]:
        found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        with connection.cursor() as cursor:
            cursor.execute(_OTHER_NAMES, [f"[{traditional_characters()}]"])
            for name, former, *facts in cursor.fetchall():
                for known in {simplify(text) for text in (name, *former)} - {name}:
                    found[known].append(tuple(facts))
        return dict(found)

    def of(self, row: Parsed, plain: str, class_id: int | None) -> list[int]:
        """Ids of people whom the row's name (`plain` in simplified characters) or a former one
        may mean, and of whom nothing known at a glance speaks against it.
        """
        people = self._people
        found = people.get(plain)
        if row.former_names:
            found = list(found or ())
            for name in row.former_names:
                found += people.get(simplify(name), ())
        if not found:
            return []
        return [facts[0] for facts in found if _at_a_glance(row, facts, class_id)]


def _at_a_glance(row: Parsed, facts: tuple[Any, ...], class_id: int | None) -> bool:
    _person, sex, birth, entries, leaves, classes = facts
    if row.sex and sex and row.sex != sex:
        return False
    if row.birth_date and birth:
        return bool(row.birth_date == birth)
    return (
        (row.entry_year is not None and row.entry_year in entries)
        or (row.leave_year is not None and row.leave_year in leaves)
        or (class_id is not None and class_id in classes)
    )


def may_be(row: Parsed, degree: Sequence[Any], class_id: int | None, lookups: Lookups) -> bool:
    """Whether a study on record under the row's name may be the row's: the columns are those that
    `matching` asks for. A cheap sieve before anything is loaded.
    """
    sex, unit, studied_in, entry, leave, level, number = degree
    if row.sex and sex and row.sex != sex:
        return False
    if row.student_no and number and level == row.level and entry == row.entry_year:
        return sorted(row.student_no) == sorted(number)
    if class_id is not None and class_id == studied_in:
        return True
    same_years = (entry is not None and entry == row.entry_year) or (
        leave is not None and leave == row.leave_year
    )
    return same_years and _may_be_level(row.level, level) and lookups.kin(unit, row.unit_id)


def class_of(row: Parsed, lookups: Lookups) -> int | None:
    """The class the row names, if it is known."""
    if row.unit_id is None or not row.class_name:
        return None
    return lookups.class_id(row.unit_id, row.class_name)


def look_alikes(
    rows: Sequence[Parsed], asked: Mapping[int, Iterable[int]], lookups: Lookups
) -> dict[int, list[LookAlike]]:
    """Of the people asked about, by place of the row, those who look like it; the likeliest
    first. Records kept by the director are for the duplicates desk alone.
    """
    ids = {person for people in asked.values() for person in people}
    if not ids:
        return {}
    seen = {record.id: record for record in match_records(ids)}
    found: dict[int, list[tuple[int, int, list[Finding]]]] = {}
    for place, people in asked.items():
        mine = _as_record(rows[place], class_of(rows[place], lookups))
        alike = []
        for person_id in sorted(set(people)):
            if person_id in seen:
                because = _because(rows[place], mine, seen[person_id], lookups)
                if because:
                    weight = sum(finding.weight for finding in because)
                    alike.append((-weight, person_id, because))
        if alike:
            found[place] = sorted(alike, key=lambda one: one[:2])
    records = load_records({person for alike in found.values() for _w, person, _b in alike})
    told = {
        place: [
            LookAlike(records[person], [_kept(finding) for finding in because])
            for _weight, person, because in alike
            if person in records and records[person].grade != Grade.SENSITIVE
        ][:MOST]
        for place, alike in found.items()
    }
    return {place: alike for place, alike in told.items() if alike}


def _because(
    row: Parsed, mine: MatchRecord, record: MatchRecord, lookups: Lookups
) -> list[Finding]:
    """What was found, if it is enough to ask about."""
    findings = findings_of(mine, record)
    codes = {finding.code for finding in findings}
    if _near(row, record, lookups) and not codes & _SAME_STUDY:
        findings = [finding for finding in findings if finding.code not in _OTHER_STUDY]
        findings.append(Finding("study.year", Weight.FITS))
        codes = {finding.code for finding in findings}
    against = {finding.code for finding in findings if finding.weight == Weight.AGAINST}
    reached = any(code.startswith("reach.") for code in codes)
    if "document.same" in codes or (reached and codes & _NAMES_ALIKE):
        return findings
    if reached:
        return [] if against - {"name.differs"} else findings
    if against or not codes & _NAMES_AGREE:
        return []
    return findings if codes & {"birth.same", "study.year", *_SAME_STUDY} else []


def _near(row: Parsed, record: MatchRecord, lookups: Lookups) -> bool:
    """The same year of entry or leaving, at a college and level that may be the same."""
    studies = [year.split("|") for year in record.years]
    alike = [entry for level, entry in studies if _may_be_level(row.level, level)]
    same_year = (row.entry_year is not None and str(row.entry_year) in alike) or (
        row.leave_year is not None and row.leave_year == record.ended and len(alike) == len(studies)
    )
    return same_year and any(lookups.kin(row.unit_id, unit) for unit in record.units)


def _may_be_level(one: str, other: str) -> bool:
    return len({one, other} - {"", DegreeLevel.OTHER}) <= 1


def _kept(finding: Finding) -> dict[str, Any]:
    """Without what is another person's, such as their student number."""
    kept = finding.as_json()
    if finding.code != "number.same":
        kept = {key: kept[key] for key in ("code", "weight")}
    return kept


def _as_record(row: Parsed, class_id: int | None) -> MatchRecord:
    read = pinyin_of_name(row.name)
    hashes = {
        kind: [point.value_hash.hex()[:16] for point in row.contacts if point.kind == kind]
        for kind in ("phone", "email")
    }
    studied = row.studied
    document = row.document
    return match_record(
        (
            0, row.name, row.name_latin, row.former_names, read.key, read.surname, row.sex,
            row.birth_date, row.region_id, Grade.OPEN, False, False,
            [row.student_no] if studied else [],
            [class_id] if class_id else [],
            [row.unit_id] if studied else [],
            [row.level] if studied else [],
            [row.entry_year] if studied else [],
            [row.leave_year] if studied else [],
            hashes["phone"], hashes["email"],
            [row.employer] if row.employer else [],
            [f"{document.kind}|{document.number_hash.hex()}"] if document else [],
        )
    )  # fmt: skip
