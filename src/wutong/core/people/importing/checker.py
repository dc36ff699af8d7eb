"""The dry run of a register: a verdict per row, and what would be entered staged."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wutong.core.people.documents import DocumentColumns
from wutong.core.people.importing.comparing import Comparison, compare
from wutong.core.people.importing.lookalikes import LookAlike, OtherNames
from wutong.core.people.importing.lookups import Lookups
from wutong.core.people.importing.matching import Match, match_rows, other_document
from wutong.core.people.importing.parsing import Finding, Parsed, RowParser
from wutong.core.people.importing.records import Record
from wutong.core.people.importing.staged import (
    IdSource,
    Staged,
    StagedClass,
    StagedContact,
    StagedDocument,
    staging,
)
from wutong.core.people.indexing import search_columns
from wutong.core.people.models import RegisterClass
from wutong.core.reference.enums import DegreeLevel, Grade
from wutong.kernel.hanzi import simplify
from wutong.platform.tabular.public import Choice, ImportBatch, RowChoice, Verdict
from wutong.platform.tabular.registry import Checked, RowVerdict, SourceRow

LookedUp = tuple[list[Parsed], list[Match]]


class RegisterChecker:
    """Keeps what earlier rows of the file said, so that repeated rows and several studies of
    one person are told apart; nothing of it outlives the run.
    """

    def __init__(
        self, batch: ImportBatch, *, epoch_1904: bool, cleared: bool, few: bool = False
    ) -> None:
        self._batch = batch
        self._cleared = cleared
        self._epoch_1904 = epoch_1904
        self._others = OtherNames()
        self._choices = {choice.row_no: choice for choice in RowChoice.objects.filter(batch=batch)}
        self._joined: dict[int, Record] = {}
        self._lookups = Lookups(batch.values)
        self._parser = RowParser(batch.mapping, self._lookups, epoch_1904=epoch_1904)
        block = 20 if few else 5_000
        self._people = IdSource("people_person", block)
        self._degrees = IdSource("people_degree", block)
        self._contacts = IdSource("people_contactpoint", 2 * block)
        self._employments = IdSource("people_employment", block)
        self._class_ids = IdSource("reference_classgroup", 20 if few else 200)
        self._seen_rows: dict[int, int] = {}
        self._seen_numbers: dict[int, tuple[int, int]] = {}
        self._seen_births: dict[int, tuple[int, int]] = {}
        self._touched: dict[int, int] = {}
        self._rows: list[Staged] = []
        self._points: list[StagedContact] = []
        self._classes: list[StagedClass] = []
        self._document_ids = IdSource("people_persondocument", block)
        self._documents: list[StagedDocument] = []

    def look_up(
        self, rows: Sequence[SourceRow], documents: Mapping[int, DocumentColumns] | None = None
    ) -> LookedUp:
        """The rows as values of ours, with whom each may be about; `documents` are known where
        the rows themselves no longer say them.
        """
        parsed = [self._parser.parse(row) for row in rows]
        if documents:
            for row in parsed:
                row.document = documents.get(row.number)
        kept = [row for row in parsed if not row.rejected]
        return parsed, match_rows(kept, self._lookups, self._others)

    def check(self, rows: Sequence[SourceRow], found: LookedUp) -> Checked:
        """A verdict per row, and the staging of this chunk."""
        self._rows, self._points, self._classes, self._documents = [], [], [], []
        parsed, matched = found
        matches = iter(matched)
        verdicts = [
            RowVerdict(Verdict.REJECTED, row.findings)
            if row.rejected
            else self._judge(source, row, next(matches))
            for source, row in zip(rows, parsed, strict=True)
        ]
        staged = staging(self._batch.pk, self._rows, self._points, self._classes, self._documents)
        return Checked(verdicts, staged)

    def finish(self) -> dict[str, Any]:
        """The words nobody understood, and how days are counted in the file."""
        return {"unknown": self._lookups.unknown(), "epoch_1904": self._epoch_1904}

    def know_classes(self, classes: Iterable[RegisterClass]) -> None:
        """Classes that the file makes already."""
        for made in classes:
            self._lookups.remember_class(made.unit_id, made.name, made.class_id)

    def know_touched(self, touched: Mapping[int, int]) -> None:
        """Who is changed already, by which row."""
        self._touched.update(touched)

    def _judge(self, source: SourceRow, row: Parsed, match: Match) -> RowVerdict:
        content = hash(tuple(source.values.items()))  # always in the order of the mapping
        earlier = self._seen_rows.setdefault(content, row.number)
        if earlier != row.number:
            return RowVerdict(Verdict.DUPLICATE, [{"code": "duplicate", "row": earlier}])
        if match.candidates:
            return self._several(row, match)
        if match.record is not None:
            return self._on_record(row, match.record, by_number=match.by_number)
        if match.alike:
            return self._possible(row, match.alike)
        return self._not_on_record(row)

    def _several(self, row: Parsed, match: Match) -> RowVerdict:
        """Left out until somebody says which of them it is, or that it is none of them."""
        if match.alike:
            return self._possible(row, match.alike, several=True)
        told = [record for record in match.candidates if record.grade < Grade.SENSITIVE]
        labels = "; ".join(record.label for record in told[:4])
        code = {"code": "ambiguous", "candidates": labels} if labels else {"code": "restricted"}
        return self._rejected(row, code)

    def _possible(
        self, row: Parsed, alike: list[LookAlike], *, several: bool = False
    ) -> RowVerdict:
        """Entered as new, unless somebody chose otherwise; a row that adds to the person of an
        earlier one goes along with it. Where several fit, nothing is entered before a choice.
        """
        if not several and self._follows(row) is not None:
            return self._not_on_record(row)
        choice = self._choices.get(row.number)
        chosen = choice.choice if choice is not None else ""
        record = alike[0].record
        if choice is not None and chosen == Choice.SAME:
            meant = [one.record for one in alike if f"person:{one.record.id}" == choice.target_ref]
            record, chosen = (meant[0], chosen) if meant else (record, "")
        data = {"choice": str(chosen)} if chosen else {}
        if chosen == Choice.OUT or (several and not chosen):
            verdict = RowVerdict("out", row.findings)
            if not chosen:  # the number stands nowhere else, and the choice is still to come
                self._add_document(record.id, row)
        elif chosen == Choice.SAME:
            verdict = self._on_record(row, record, by_number=False)
            self._joined[record.id] = record
            self._remember(row, record.id)
        else:
            verdict = self._not_on_record(row)
        if verdict.verdict == Verdict.REJECTED:
            return verdict
        told = [
            {"code": "possible", "ref": f"person:{one.record.id}", "because": one.because}
            for one in alike
        ]
        return RowVerdict(
            Verdict.POSSIBLE,
            [*told, *verdict.reasons],
            f"person:{record.id}",
            record.label[:120],
            {"effect": str(verdict.verdict), **data},
        )

    def _not_on_record(self, row: Parsed) -> RowVerdict:
        follows = self._follows(row)
        if follows is not None and follows[1] in self._joined:
            return self._on_record(row, self._joined[follows[1]], by_number=False)
        known = self._seen_numbers.get(hash(row.student_no)) if row.student_no else None
        if known is not None:
            # The same number in two rows that differ: the first stands, this one is for a person.
            return self._rejected(
                row,
                self._parser.finding(
                    row.number, "number_twice", "student_no", row.student_no, row=known[0]
                ),
            )
        missing = self._missing(row)
        if missing:
            return self._rejected(row, missing)
        if follows is None:
            person_id, action = self._people.next(), "new"
        else:
            person_id, action = follows[1], "follow"
            row.findings.insert(0, {"code": "follows", "row": follows[0]})
        staged = self._staged(row, action, person_id)
        staged.fields = [] if follows else _filled(row)
        self._add_degree(staged, row)
        self._add_employment(staged, row)
        self._add_contacts(staged, row, preferred=frozenset(), known={})
        self._add_document(staged.person_id, row)
        self._remember(row, person_id)
        self._rows.append(staged)
        verdict = Verdict.CHANGED if follows else Verdict.NEW
        return RowVerdict(verdict, row.findings, "", row.name)

    def _on_record(self, row: Parsed, record: Record, *, by_number: bool) -> RowVerdict:
        if record.grade == Grade.SENSITIVE and not self._cleared:
            return self._rejected(row, {"code": "restricted"})
        conflict = self._conflict(row, record) if by_number else None
        if conflict:
            return self._rejected(row, conflict)
        label, ref = record.label[:120], f"person:{record.id}"
        comparison = compare(
            row, record, class_id=self._class_id(row, add=False), tell=self._lookups.tell
        )
        if comparison.adds_degree and (missing := self._missing(row)):
            return self._rejected(row, missing)
        earlier = self._touched.get(record.id)
        staged = self._staged(row, "follow" if earlier else "changed", record.id)
        staged.base_version = record.version
        self._apply(staged, row, record, comparison, again=earlier is not None)
        if not comparison.changes and not row.findings:
            return RowVerdict(Verdict.SAME, [], ref, label)
        if not comparison.changes:
            return RowVerdict(Verdict.SAME, row.findings, ref, label)
        self._touched.setdefault(record.id, row.number)
        self._rows.append(staged)
        return RowVerdict(Verdict.CHANGED, [*comparison.changes, *row.findings], ref, label)

    def _apply(
        self, staged: Staged, row: Parsed, record: Record, comparison: Comparison, *, again: bool
    ) -> None:
        staged.changed = [] if again else comparison.person_fields
        staged.former_names = comparison.former_names
        staged.fields = list(staged.changed)
        if comparison.degree is not None:
            staged.degree_id = comparison.degree.id
            staged.degree_changed = comparison.degree_fields
            staged.degree_action = "changed" if comparison.degree_fields else ""
            staged.degree_fields = list(comparison.degree_fields)
            staged.completion = row.completion or row.presumed
            if "class_group_id" in comparison.degree_fields:
                staged.class_group_id = self._class_id(row, add=True)
        elif comparison.adds_degree:
            self._add_degree(staged, row)
            comparison.changes.append(
                {"code": "degree_added", "value": _study_text(row, self._lookups)}
            )
        if comparison.adds_employment:
            self._add_employment(staged, row)
            comparison.changes.append(
                {"code": "employment_added", "value": f"{row.employer} {row.title}".strip()}
            )
        added = self._add_contacts(staged, row, preferred=record.preferred, known=record.contacts)
        comparison.changes += [
            {"code": "add", "field": point.columns.kind, "new": point.columns.masked}
            for point in added
        ]
        if row.document is not None and row.document.number_hash not in record.documents:
            self._add_document(staged.person_id, row)
            shown = row.document.masked
            comparison.changes.append({"code": "add", "field": "document", "new": shown})
        staged.before = {
            **comparison.before,
            "version": record.version,
            "updated_at": record.updated_at.isoformat(),
            "states": record.states,
            "tokens": record.search_tokens,
        }
        tokens = set(record.search_tokens).union(staged.search_tokens)
        staged.search_tokens = sorted(tokens)

    def _staged(self, row: Parsed, action: str, person_id: int) -> Staged:
        columns = search_columns(
            name=row.name,
            former_names=row.former_names,
            name_latin=row.name_latin,
            student_nos=(row.student_no,),
            phones=[point.normalised for point in row.contacts if point.kind == "phone"],
            emails=[point.normalised for point in row.contacts if point.kind == "email"],
        )
        return Staged(
            row_no=row.number,
            action=action,
            person_id=person_id,
            name=row.name,
            name_latin=row.name_latin,
            former_names=row.former_names,
            sex=row.sex,
            birth_date=row.birth_date,
            region_id=row.region_id,
            surname=columns.surname,
            surname_pinyin=columns.surname_pinyin,
            name_pinyin=columns.name_pinyin,
            search_tokens=columns.search_tokens,
            reachable=bool(row.contacts),
            mailable=any(point.kind == "email" for point in row.contacts),
            unit_id=row.unit_id,
            major=row.major,
            level=row.level,
            student_no=row.student_no,
            entry_year=row.entry_year,
            leave_year=row.leave_year,
            completion=row.completion,
            supervisor=row.supervisor,
        )

    def _add_degree(self, staged: Staged, row: Parsed) -> None:
        if not row.studied:
            return
        staged.degree_id = self._degrees.next()
        staged.degree_action = "new"
        staged.completion = row.completion or row.presumed
        staged.class_group_id = self._class_id(row, add=True)
        names = ("unit", "class_name", "major", "level", "student_no", "entry_year", "leave_year",
                 "completion", "supervisor")  # fmt: skip
        staged.degree_fields = [name for name in names if _says(row, name)]

    def _add_employment(self, staged: Staged, row: Parsed) -> None:
        if row.employer:
            staged.employment_id = self._employments.next()
            staged.employer, staged.title = row.employer, row.title
            staged.industry = row.industry

    def _add_contacts(
        self,
        staged: Staged,
        row: Parsed,
        *,
        preferred: frozenset[str] | set[str],
        known: dict[str, set[bytes]],
    ) -> list[StagedContact]:
        added = []
        taken = set(preferred)
        for columns in row.contacts:
            if columns.value_hash in known.get(columns.kind, ()):
                continue
            point = StagedContact(
                row_no=row.number,
                contact_id=self._contacts.next(),
                person_id=staged.person_id,
                columns=columns,
                is_primary=columns.kind not in taken and staged.action != "follow",
            )
            taken.add(columns.kind)
            added.append(point)
        self._points += added
        return added

    def _add_document(self, person_id: int, row: Parsed) -> None:
        if row.document is not None:
            self._documents.append(
                StagedDocument(
                    row_no=row.number,
                    document_id=self._document_ids.next(),
                    person_id=person_id,
                    columns=row.document,
                )
            )

    def _class_id(self, row: Parsed, *, add: bool) -> int | None:
        if not row.class_name or row.unit_id is None:
            return None
        known = self._lookups.class_id(row.unit_id, row.class_name)
        if known is not None or not add:
            return known
        class_id = self._class_ids.next()
        self._lookups.remember_class(row.unit_id, row.class_name, class_id)
        code = f"{self._lookups.unit_codes[row.unit_id]}-{row.class_name}"
        self._classes.append(
            StagedClass(
                class_id=class_id,
                code=code if len(code) <= 40 else f"{code[:28]}-{class_id}",
                name=row.class_name,
                unit_id=row.unit_id,
                major=row.major,
                level=row.level or DegreeLevel.OTHER,
                entry_year=row.entry_year,
            )
        )
        row.findings.append({"code": "class_new", "value": row.class_name})
        return class_id

    def _missing(self, row: Parsed) -> Finding | None:
        if not row.studied:
            return None
        if row.unit_id is None:
            return self._parser.finding(row.number, "unit_missing", "unit", "")
        if not row.level:
            return self._parser.finding(row.number, "level_missing", "level", "")
        return None

    def _conflict(self, row: Parsed, record: Record) -> Finding | None:
        names = {simplify(name) for name in (record.name, *record.former_names)}
        ours = {simplify(name) for name in (row.name, *row.former_names)}
        if not names & ours:
            return self._parser.finding(
                row.number, "name_differs", "student_no", row.student_no, label=record.label
            )
        if row.birth_date and record.birth_date and row.birth_date != record.birth_date:
            return self._parser.finding(
                row.number, "birth_differs", "birth_date", row.birth_date.isoformat(),
                label=record.label, old=record.birth_date.isoformat(),
            )  # fmt: skip
        if other_document(row, record):
            return self._parser.finding(
                row.number, "document_differs", "document", "", label=record.label
            )
        return None

    def _follows(self, row: Parsed) -> tuple[int, int] | None:
        if not row.birth_date:
            return None
        return self._seen_births.get(hash((row.name, row.birth_date, row.sex)))

    def _remember(self, row: Parsed, person_id: int) -> None:
        place = (row.number, person_id)  # one tuple for both: there are as many as rows
        if row.student_no:
            self._seen_numbers[hash(row.student_no)] = place
        if row.birth_date:
            key = hash((row.name, row.birth_date, row.sex))
            self._seen_births.setdefault(key, place)

    def _rejected(self, row: Parsed, finding: Finding) -> RowVerdict:
        return RowVerdict(Verdict.REJECTED, [finding, *row.findings])


def _says(row: Parsed, name: str) -> bool:
    return bool(row.unit_id if name == "unit" else getattr(row, name))


def _filled(row: Parsed) -> list[str]:
    names = ("name", "name_latin", "former_names", "sex", "birth_date")
    return [name for name in names if getattr(row, name)] + (["region"] if row.region_id else [])


def _study_text(row: Parsed, lookups: Lookups) -> str:
    unit = lookups.unit_codes.get(row.unit_id or 0, "")
    years = "–".join(str(year) for year in (row.entry_year, row.leave_year) if year)
    return " ".join(part for part in (unit, row.major, row.student_no, years) if part)
