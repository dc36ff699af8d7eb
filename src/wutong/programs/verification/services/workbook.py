"""The round trip by workbook: out with the id of every row, back in any order, on any machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wutong.platform.audit.public import record
from wutong.platform.tabular.errors import UnreadableFileError
from wutong.platform.tabular.reading.problems import Problem
from wutong.platform.tabular.reading.reader import open_source
from wutong.platform.tabular.services.local import local_copy
from wutong.platform.vault.public import keyed_hash
from wutong.programs.verification.enums import Answer
from wutong.programs.verification.errors import VerificationError
from wutong.programs.verification.facts import LABELS, shown_of
from wutong.programs.verification.models import Line, UnitList
from wutong.programs.verification.services.answering import (
    LANGUAGES,
    demand_open,
    read_changes,
    recount,
    set_answer,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wutong.kernel.actors import Actor
    from wutong.platform.files.public import Readable

CHUNK = 500
ROW_ID, ANSWER = "row", "answer"
TOLD = 20


def headings() -> list[str]:
    """Row, answer, then the fields, in the language that is active."""
    return [
        _("Row id"),
        pgettext("verification", "Answer"),
        *(str(label) for label in LABELS.values()),
    ]


def row_id(line: Line) -> str:
    """The key of the line with a check that it belongs to this list."""
    check = keyed_hash("verification.row", f"{line.unit_list_id}:{line.pk}")[:3].hex()
    return f"{line.pk}-{check}"


def rows_out(unit_list: UnitList) -> Iterator[list[Any]]:
    """The lines as cells; what each was told is kept with it."""
    lines = list(unit_list.lines.order_by("pk"))
    for start in range(0, len(lines), CHUNK):
        chunk = lines[start : start + CHUNK]
        shown = shown_of(unit_list, [line.person_id for line in chunk])
        for line in chunk:
            if line.person_id in shown:
                line.shown = shown[line.person_id].values
        Line.objects.bulk_update(chunk, ["shown"])
        for line in chunk:
            values = {**(line.shown or {}), **_given(line)}
            answer = str(Answer(line.answer).label) if line.answer else ""
            yield [row_id(line), answer, *(values.get(key, "") for key in LABELS)]


def _given(line: Line) -> dict[str, str]:
    return {key: change["new"] for key, change in line.changes.items()}


class Taken:
    """What came of a workbook: answers taken, rows without one, rows refused with the reason."""

    def __init__(self) -> None:
        self.answered = 0
        self.without = 0
        self.refused: list[str] = []


@transaction.atomic
def take_in(*, actor: Actor, list_id: int, content: Readable, name: str) -> Taken:
    """Read a workbook back: the answer column counts, and a cell that differs from what was told
    is a change. Rows of other lists, and answers nobody understands, are refused one by one.
    """
    unit_list = UnitList.objects.select_for_update(of=("self",)).select_related("unit").get(pk=list_id)  # fmt: skip
    demand_open(unit_list)
    taken, columns = Taken(), dict[str, int]()
    lines = {row_id(line): line for line in unit_list.lines.all()}
    changed: list[Line] = []
    try:
        with local_copy(content, name) as path:
            for chunk in open_source(path).chunks(CHUNK):
                for number, cells in chunk:
                    if not columns:
                        columns = _columns(cells)
                        continue
                    _take_row(actor, number, _values(cells, columns), lines, taken, changed)
    except Problem as problem:
        raise UnreadableFileError(problem) from problem
    if ROW_ID not in columns:
        raise VerificationError(_("The column with the row ids is missing. Use the workbook of this list."))  # fmt: skip
    Line.objects.bulk_update(
        changed,
        ["answer", "changes", "answered_by", "answered_at", "review", "reviewed_by", "reviewed_at"],
        batch_size=CHUNK,
    )
    recount(unit_list.pk)
    record(
        actor=actor, verb="verification.taken_in", subject=unit_list.ref, subject_label=str(unit_list),
        data={"answered": taken.answered, "refused": len(taken.refused), "file": name[:200]},
    )  # fmt: skip
    return taken


def _take_row(
    actor: Actor, number: int, row: dict[str, str], lines: dict[str, Line], taken: Taken,
    changed: list[Line],
) -> None:  # fmt: skip
    line = lines.get(row.get(ROW_ID, "").strip())
    if line is None:
        if any(row.values()):
            taken.refused.append(_("Row %(row)s does not belong to this list.") % {"row": number})
        return
    try:
        answer = _answer(row.get(ANSWER, ""))
        changes = read_changes({**(line.shown or {}), **_given(line)}, row)
    except VerificationError as error:
        taken.refused.append(_("Row %(row)s: %(why)s") % {"row": number, "why": error})
        return
    changes = {key: {"old": (line.shown or {}).get(key, ""), "new": one["new"]} for key, one in changes.items()}  # fmt: skip
    if changes:
        changes = {**line.changes, **changes}
        answer = Answer.CHANGED
    elif answer == Answer.CHANGED:
        changes = line.changes
        if not changes:
            taken.refused.append(_("Row %(row)s: fill in what is different.") % {"row": number})
            return
    if not answer:
        taken.without += 1
        return
    taken.answered += 1
    if (answer, changes) != (line.answer, line.changes):
        set_answer(actor, line, answer, changes)
        changed.append(line)


def _columns(cells: list[str]) -> dict[str, int]:
    """Which column is what, if these are the headings, in whichever language it went out."""
    known: dict[str, str] = {}
    for language in LANGUAGES:
        with translation.override(language):
            known |= dict(zip(headings(), (ROW_ID, ANSWER, *LABELS), strict=True))
    found = {
        known[cell.strip()]: place for place, cell in enumerate(cells) if cell.strip() in known
    }
    return found if ROW_ID in found else {}


def _values(cells: list[str], columns: dict[str, int]) -> dict[str, str]:
    return {key: cells[place] for key, place in columns.items() if place < len(cells)}


def _answer(text: str) -> str:
    word = text.strip().lower()
    if not word:
        return Answer.OPEN
    for language in LANGUAGES:
        with translation.override(language):
            for code, label in Answer.choices:
                if code and word in {str(label).lower(), str(code)}:
                    return str(code)
    short = {"对": Answer.RIGHT, "√": Answer.RIGHT, "正确": Answer.RIGHT, "改": Answer.CHANGED,
             "有变": Answer.CHANGED, "不详": Answer.UNKNOWN, "不清楚": Answer.UNKNOWN}  # fmt: skip
    if word in short:
        return str(short[word])
    raise VerificationError(_("the answer “%(text)s” is not understood.") % {"text": text.strip()[:20]})  # fmt: skip
