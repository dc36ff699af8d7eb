"""A row of a register as values of ours, with what was found wrong on the way."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from wutong.core.people.contactpoints import ContactColumns, contact_columns
from wutong.core.people.documents import DocumentColumns, document_columns
from wutong.core.people.errors import ContactNotUnderstoodError, DocumentNotUnderstoodError
from wutong.core.people.importing.lookups import Lookups
from wutong.core.reference.enums import Completion, DegreeLevel
from wutong.core.reference.public import standard_name
from wutong.kernel.clock import today
from wutong.kernel.hanzi import fold
from wutong.platform.tabular.public import (
    LOST_DIGITS,
    cell_name,
    narrow,
    parse_date,
    parse_year,
    split_list,
    starts_like_formula,
)
from wutong.platform.tabular.registry import SourceRow

Finding = dict[str, Any]
_DIGIT = re.compile(r"\d")
_FIRST_YEAR = 1880
_SPACE = re.compile(r"\s+")
_TEXT_LIMITS = {"major": 120, "supervisor": 120, "employer": 200, "title": 120, "industry": 80}
_LENGTHS = {"name": 120, "name_latin": 120, "student_no": 40, "class_name": 120}
_CONTACT_KINDS = ("phone", "email", "wechat", "address")


@dataclass(slots=True)
class Parsed:
    """The values of a row; empty or None where the file says nothing."""

    number: int
    name: str = ""
    name_latin: str = ""
    former_names: list[str] = field(default_factory=list)
    sex: str = ""
    birth_date: dt.date | None = None
    region_id: int | None = None
    unit_id: int | None = None
    class_name: str = ""
    major: str = ""
    level: str = ""
    student_no: str = ""
    entry_year: int | None = None
    leave_year: int | None = None
    completion: str = ""
    presumed: str = ""
    supervisor: str = ""
    employer: str = ""
    title: str = ""
    industry: str = ""
    contacts: list[ContactColumns] = field(default_factory=list)
    document: DocumentColumns | None = None
    findings: list[Finding] = field(default_factory=list)
    rejected: bool = False

    @property
    def studied(self) -> bool:
        """Whether the row tells of a time of study."""
        return bool(
            self.unit_id or self.student_no or self.entry_year or self.leave_year or self.level
        )


class RowParser:
    """Parses rows of one file; findings that reject a row come first."""

    def __init__(
        self, mapping: dict[str, int], lookups: Lookups, *, epoch_1904: bool = False
    ) -> None:
        self._mapping = mapping
        self._lookups = lookups
        self._epoch_1904 = epoch_1904
        self._today = today()
        self._steps: list[tuple[str, Callable[[Parsed, str, str], None]]] = [
            (key, step) for key, step in self._all_steps() if key in mapping
        ]

    def _all_steps(self) -> list[tuple[str, Callable[[Parsed, str, str], None]]]:
        return [
            ("name", self._name),
            ("student_no", self._student_no),
            ("former_names", self._former_names),
            ("name_latin", self._name_latin),
            ("sex", self._sex),
            ("birth_date", self._birth_date),
            ("unit", self._unit),
            ("level", self._level),
            ("entry_year", self._year),
            ("leave_year", self._year),
            ("completion", self._completion),
            ("class_name", self._text),
            *((key, self._text) for key in _TEXT_LIMITS),
            ("region", self._region),
            *((key, self._contact) for key in _CONTACT_KINDS),
            ("document", self._document),
        ]

    def parse(self, row: SourceRow) -> Parsed:
        """The values of a row."""
        parsed = Parsed(row.number)
        values = row.values
        for key in row.redacted:
            tell = self._reject if key in {"name", "student_no"} else self._note
            tell(parsed, "identity_number", key, "")
        for key, step in self._steps:
            text = values.get(key)
            if text:
                step(parsed, key, text)
        if not parsed.name and not parsed.rejected:
            self._reject(parsed, "required", "name", "")
        self._complete(parsed)
        return parsed

    def _complete(self, parsed: Parsed) -> None:
        entry, leave = parsed.entry_year, parsed.leave_year
        if entry and leave and leave < entry:
            self._reject(parsed, "years_reversed", "leave_year", str(leave), entry=entry)
        if not parsed.studied:
            return
        if not parsed.level:
            parsed.level = DegreeLevel.OTHER if "level" not in self._mapping else ""
        if not parsed.completion:
            # What is most likely where the file does not say; never overrules a record.
            gone = leave is not None and leave <= self._today.year
            staying = entry is not None and leave is None and entry > self._today.year - 3
            studying = (leave is not None and not gone) or staying
            parsed.presumed = Completion.STUDYING if studying else Completion.GRADUATED

    def _name(self, parsed: Parsed, key: str, text: str) -> None:
        name = fold(text)
        if not name or _DIGIT.search(name) or not any(char.isalpha() for char in name):
            self._reject(parsed, "bad_name", key, text)
        elif self._fits(parsed, key, name):
            parsed.name = name

    def _name_latin(self, parsed: Parsed, key: str, text: str) -> None:
        name = fold(text)
        if self._fits(parsed, key, name):
            parsed.name_latin = name

    def _former_names(self, parsed: Parsed, _key: str, text: str) -> None:
        names = [fold(part)[:120] for part in split_list(text)]
        parsed.former_names = [
            name for name in dict.fromkeys(names) if name not in {"", "无", "-", parsed.name}
        ]

    def _student_no(self, parsed: Parsed, key: str, text: str) -> None:
        number = text
        if not (number.isascii() and number.isalnum()):
            number = _SPACE.sub("", narrow(text))
            if LOST_DIGITS.match(number):
                self._reject(parsed, "lost_digits", key, text)
                return
        elif "E" in number and LOST_DIGITS.match(number):
            self._reject(parsed, "lost_digits", key, text)
            return
        number = number.upper()
        if self._fits(parsed, key, number):
            parsed.student_no = number

    def _sex(self, parsed: Parsed, _key: str, text: str) -> None:
        parsed.sex = self._lookups.sex.find(text) or ""

    def _birth_date(self, parsed: Parsed, key: str, text: str) -> None:
        found = parse_date(text, epoch_1904=self._epoch_1904)
        if found is None:
            self._reject(parsed, "bad_date", key, text)
            return
        date, exact = found
        if date > self._today:
            self._reject(parsed, "future", key, text)
        elif date.year < _FIRST_YEAR:
            self._reject(parsed, "too_early", key, text)
        elif exact == "day":
            parsed.birth_date = date
        else:
            self._note(parsed, "birth_inexact", key, text)

    def _unit(self, parsed: Parsed, key: str, text: str) -> None:
        parsed.unit_id = self._lookups.unit_id(text)
        if parsed.unit_id is None:
            self._reject(parsed, "bad_choice", key, text)

    def _level(self, parsed: Parsed, key: str, text: str) -> None:
        parsed.level = self._lookups.level.find(text) or ""
        if not parsed.level:
            self._reject(parsed, "bad_choice", key, text)

    def _completion(self, parsed: Parsed, key: str, text: str) -> None:
        parsed.completion = self._lookups.completion.find(text) or ""
        if not parsed.completion:
            self._reject(parsed, "bad_choice", key, text)

    def _region(self, parsed: Parsed, key: str, text: str) -> None:
        parsed.region_id = self._lookups.region_id(text)
        if parsed.region_id is None:
            self._note(parsed, "place_unknown", key, text)

    def _year(self, parsed: Parsed, key: str, text: str) -> None:
        year = parse_year(text, epoch_1904=self._epoch_1904)
        if year is None:
            self._reject(parsed, "bad_year", key, text)
        elif year < _FIRST_YEAR:
            self._reject(parsed, "too_early", key, text)
        elif year > self._today.year + (8 if key == "leave_year" else 1):
            self._reject(parsed, "future", key, text)
        else:
            setattr(parsed, key, year)

    def _text(self, parsed: Parsed, key: str, text: str) -> None:
        limit = _TEXT_LIMITS.get(key) or _LENGTHS[key]
        value = standard_name(fold(text)) if key == "industry" else fold(text)
        if len(value) > limit:
            self._reject(parsed, "too_long", key, value[:40], limit=limit)
            return
        if starts_like_formula(value):
            self._note(parsed, "formula_text", key, value[:40])
        setattr(parsed, key, value)

    def _contact(self, parsed: Parsed, key: str, text: str) -> None:
        parts = split_list(text) if key in {"phone", "email"} else [text]
        for part in parts:
            if part in {"无", "-", "/", "暂无"}:
                continue
            try:
                columns = contact_columns(key, part)
            except ContactNotUnderstoodError:
                code = {"phone": "bad_phone", "email": "bad_email"}.get(key, "contact_left_out")
                self._note(parsed, code, key, part[:60])
                continue
            if not any(
                known.kind == columns.kind and known.value_hash == columns.value_hash
                for known in parsed.contacts
            ):
                parsed.contacts.append(columns)

    def _document(self, parsed: Parsed, key: str, text: str) -> None:
        try:
            parsed.document = document_columns(text)
        except DocumentNotUnderstoodError:
            self._note(parsed, "bad_document", key, "")

    def _fits(self, parsed: Parsed, key: str, value: str) -> bool:
        if len(value) <= _LENGTHS[key]:
            return True
        self._reject(parsed, "too_long", key, value[:40], limit=_LENGTHS[key])
        return False

    def _reject(self, parsed: Parsed, code: str, key: str, value: str, **more: Any) -> None:
        parsed.rejected = True
        parsed.findings.insert(0, self.finding(parsed.number, code, key, value, **more))

    def _note(self, parsed: Parsed, code: str, key: str, value: str) -> None:
        parsed.findings.append(self.finding(parsed.number, code, key, value))

    def finding(self, number: int, code: str, key: str, value: str, **more: Any) -> Finding:
        """A finding that names its cell."""
        column = self._mapping.get(key)
        cell = cell_name(number, column) if column is not None else str(number)
        return {"code": code, "cell": cell, "field": key, "value": value, **more}
