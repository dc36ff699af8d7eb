"""The lines of a list: from a workbook or CSV file with headings, or as pasted text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.engines.audiences.errors import ListError
from wutong.kernel import masking
from wutong.kernel.hanzi import fold
from wutong.platform.tabular.errors import message_of
from wutong.platform.tabular.headings import find_heading, suggest
from wutong.platform.tabular.reading.problems import Problem
from wutong.platform.tabular.reading.reader import open_source
from wutong.platform.tabular.registry import FieldSpec
from wutong.platform.tabular.services.local import local_copy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import IO

    from wutong.platform.tabular.reading.reader import Row

MOST_LINES = 50_000
FIELDS = (
    FieldSpec("student_no", gettext_lazy("Student number"), ("学号", "学生号", "student number", "student no")),
    FieldSpec("name", gettext_lazy("Name"), ("姓名", "校友姓名", "名字", "name", "full name")),
    FieldSpec("phone", gettext_lazy("Phone"), ("手机", "手机号", "手机号码", "电话", "联系电话", "phone", "mobile")),
    FieldSpec("email", gettext_lazy("E-mail"), ("邮箱", "电子邮箱", "电子邮件", "email", "e-mail", "mail")),
    FieldSpec("year", gettext_lazy("Year"), ("年级", "届", "入学年", "入学年份", "毕业年", "毕业年份", "year", "class of", "entry year", "graduation year")),
    FieldSpec("group", gettext_lazy("Class or college"), ("班级", "学院", "院系", "class", "college", "department")),
)  # fmt: skip
_BETWEEN = re.compile(r"[\t,，;；、|\s]+")
_NUMBER = re.compile(r"[A-Za-z]{0,4}\d{5,}[A-Za-z0-9]*")
_MOBILE = re.compile(r"(?:\+?86)?1[3-9]\d{9}|\+\d{7,15}")
_YEAR = re.compile(r"((?:19|20)\d\d)(?:级|届|年)?")


@dataclass(frozen=True, slots=True)
class Line:
    """What one line says, folded; ``place`` is its number in the file or text."""

    place: int
    name: str = ""
    student_no: str = ""
    phone: str = ""
    email: str = ""
    year: int | None = None
    group: str = ""

    @property
    def text(self) -> str:
        """As somebody may read it who does not need the numbers whole."""
        parts = (
            self.name,
            self.student_no,
            str(self.year or ""),
            self.group,
            masking.phone(self.phone),
            masking.email(self.email),
        )
        return " · ".join(part for part in parts if part)[:200]

    @property
    def is_empty(self) -> bool:
        """Whether it names nobody."""
        return not (self.name or self.student_no or self.phone or self.email)


def lines_of_text(text: str) -> list[Line]:
    """One person a line: a number, an address, or a name with a year, class or college."""
    rows = enumerate(text.splitlines(), 1)
    return _few_enough(_line_of_words(place, _words(raw)) for place, raw in rows)


def lines_of_file(content: IO[bytes], name: str) -> list[Line]:
    """The rows of a table; `ListError` says what is wrong with it and what to do."""
    try:
        with local_copy(content, name) as path:
            source = open_source(path, limit=MOST_LINES + 50)
            rows = [row for chunk in source.chunks() for row in chunk]
    except Problem as problem:
        raise ListError(message_of(problem.code, problem.detail)) from problem
    if not rows:
        raise ListError(_("The file is empty."))
    return _few_enough(_lines_of_rows(rows))


def _lines_of_rows(rows: Sequence[Row]) -> Iterable[Line]:
    heading = find_heading(rows, FIELDS)
    columns = suggest(heading.names, FIELDS) if heading else {}
    if heading is None or not columns.keys() & {"student_no", "name", "phone", "email"}:
        # No heading we know: every row is read for itself, as pasted text is.
        for place, cells in rows:
            yield _line_of_words(place, [word for cell in cells for word in _words(cell)])
        return
    for place, cells in rows:
        if place < heading.first_data_row:
            continue
        values = {
            key: fold(cells[column]) for key, column in columns.items() if column < len(cells)
        }
        year = _YEAR.match(values.get("year", ""))
        yield Line(
            place=place,
            name=values.get("name", ""),
            student_no=values.get("student_no", "").upper(),
            phone=values.get("phone", ""),
            email=values.get("email", "").lower(),
            year=int(year[1]) if year else None,
            group=values.get("group", ""),
        )


def _words(text: str) -> list[str]:
    """Folded one by one: folding a whole line would join Chinese words."""
    return [fold(word) for word in _BETWEEN.split(text)]


def _line_of_words(place: int, words: Iterable[str]) -> Line:
    """Each word goes where it looks as if it belonged; what is left is name, class and college."""
    found: dict[str, str] = {}
    rest = []
    for word in words:
        if "@" in word:
            found.setdefault("email", word.lower())
        elif _MOBILE.fullmatch(word):
            found.setdefault("phone", word)
        elif _YEAR.fullmatch(word):
            found.setdefault("year", word)
        elif _NUMBER.fullmatch(word):
            found.setdefault("student_no", word.upper())
        elif word:
            rest.append(word)
    year = _YEAR.match(found.get("year", ""))
    name, group = _name_and_group(rest)
    return Line(
        place=place,
        name=name,
        student_no=found.get("student_no", ""),
        phone=found.get("phone", ""),
        email=found.get("email", ""),
        year=int(year[1]) if year else None,
        group=group,
    )


def _name_and_group(words: Sequence[str]) -> tuple[str, str]:
    """A Chinese name is one word; a Latin one all that stand before the first Chinese word."""
    if not words or not words[0].isascii():
        return (words[0] if words else ""), " ".join(words[1:])
    latin = next((i for i, word in enumerate(words) if not word.isascii()), len(words))
    return " ".join(words[:latin]), " ".join(words[latin:])


def _few_enough(lines: Iterable[Line]) -> list[Line]:
    found = []
    for line in lines:
        if line.is_empty:
            continue
        found.append(line)
        if len(found) > MOST_LINES:
            raise ListError(
                _("A list holds at most %(most)s lines. Please divide it.")
                % {"most": f"{MOST_LINES:,}"}
            )
    if not found:
        raise ListError(
            _(
                "Nobody is named in it. A line needs a student number, a phone number, an e-mail"
                " address or a name."
            )
        )
    return found
