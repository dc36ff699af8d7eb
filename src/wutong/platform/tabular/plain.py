"""Short lists: an importer whose rows are entered one by one and that stages nothing of its own.

A room says how a row is judged, how it is entered and how that is taken back; what a row came to
is kept in `ImportRow.data` (``fields`` as read, ``was`` what stood there before, null for new) and
`ImportRow.target_ref`.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.utils.translation import override as translation_override

from wutong.platform.tabular.models import ImportRow, Verdict
from wutong.platform.tabular.reading.cells import cell_name
from wutong.platform.tabular.registry import Checked, RowVerdict, UndoPreview
from wutong.platform.tabular.values import fold_word, parse_date

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from django.utils.functional import _StrOrPromise

    from wutong.platform.accounts.models import User
    from wutong.platform.tabular.models import ImportBatch
    from wutong.platform.tabular.registry import Checker, FieldSpec, Report, SourceRow

ENTERED = (Verdict.NEW, Verdict.CHANGED)
LONGEST = 200


class Cells:
    """The cells of one row, read as what they should be; what is wrong with them gathers in
    ``problems`` (the row cannot be entered) and ``doubts`` (it can).
    """

    def __init__(self, row: SourceRow, checker: PlainChecker) -> None:
        self.row, self._checker = row, checker
        self.problems: list[dict[str, Any]] = []
        self.doubts: list[dict[str, Any]] = []

    def _finding(self, code: str, key: str, **more: Any) -> dict[str, Any]:
        column = self._checker.batch.mapping.get(key)
        cell = cell_name(self.row.number, column) if column is not None else ""
        return {"code": code, "cell": cell, "field": key, **more}

    def text(self, key: str, *, limit: int = LONGEST, required: bool = False) -> str:
        """As it stands, without spaces around it."""
        value = " ".join(self.row.values.get(key, "").split())
        if required and not value:
            self.problems.append(self._finding("required", key))
        if len(value) > limit:
            self.problems.append(self._finding("too_long", key, limit=limit))
        return value

    def day(self, key: str) -> str | None:
        """A day as ISO text; a month or a year is taken as its first day."""
        value = self.row.values.get(key, "").strip()
        if not value:
            return None
        found = parse_date(value, epoch_1904=self._checker.epoch_1904)
        if found is None:
            self.problems.append(self._finding("bad_date", key, value=value))
            return None
        return found[0].isoformat()

    def number(self, key: str, default: int) -> int:
        """A small whole number."""
        value = self.row.values.get(key, "").strip().removesuffix(".0")
        if not value:
            return default
        if not value.isdecimal() or len(value) > 4:
            self.problems.append(self._finding("bad_choice", key, value=value))
            return default
        return int(value)

    def choice(self, key: str, default: str = "") -> str:
        """The code of a word of a closed vocabulary."""
        word = self.row.values.get(key, "").strip()
        if not word:
            if not default:
                self.problems.append(self._finding("required", key))
            return default
        code = self._checker.meaning(key, word)
        if code is None:
            self.problems.append(self._finding("bad_choice", key, value=word))
        return code or default

    def refuse(self, code: str, key: str, **more: Any) -> None:
        """Say why the row cannot be entered."""
        self.problems.append(self._finding(code, key, **more))


class PlainChecker:
    """One dry run; rows that are alike by their ``key`` are told of one another."""

    def __init__(self, batch: ImportBatch, importer: PlainImporter, *, epoch_1904: bool) -> None:
        self.batch, self.importer, self.epoch_1904 = batch, importer, epoch_1904
        self._seen: dict[str, int] = {}
        self._unknown: dict[str, dict[str, int]] = {}
        self._words = {
            spec.key: _words_of(spec, batch.values.get(spec.key, {}))
            for spec in importer.fields
            if spec.choices
        }

    def meaning(self, key: str, word: str) -> str | None:
        """The code a word stands for; an unknown word is counted."""
        code = self._words[key].get(fold_word(word))
        if code is None:
            counts = self._unknown.setdefault(key, {})
            counts[word] = counts.get(word, 0) + 1
        return code

    def look_up(self, rows: Sequence[SourceRow]) -> Any:
        """Nothing is looked up beside the check."""
        return None

    def check(self, rows: Sequence[SourceRow], found: Any) -> Checked:
        """Row by row."""
        return Checked([self._one(row) for row in rows])

    def finish(self) -> dict[str, Any]:
        """The words nobody understood."""
        return {"unknown": self._unknown}

    def _one(self, row: SourceRow) -> RowVerdict:
        cells = Cells(row, self)
        key, verdict = self.importer.judge(cells)
        if cells.problems:
            return RowVerdict(Verdict.REJECTED, cells.problems)
        first = self._seen.setdefault(key, row.number)
        if first != row.number:
            return RowVerdict(Verdict.DUPLICATE, [{"code": "duplicate", "row": first}])
        verdict.reasons = [*cells.doubts, *verdict.reasons]
        return verdict


class PlainImporter:
    """Base of an importer of a short list; see `registry.Importer`."""

    label: _StrOrPromise = ""
    description: _StrOrPromise = ""
    permission = ""
    fields: tuple[FieldSpec, ...] = ()
    needs: tuple[tuple[str, ...], ...] = ()

    def sample(self) -> Sequence[Mapping[str, str]]:
        """Invented rows."""
        raise NotImplementedError

    def judge(self, cells: Cells) -> tuple[str, RowVerdict]:
        """What makes rows alike, and the verdict with ``data["fields"]``."""
        raise NotImplementedError

    def enter(self, batch: ImportBatch, rows: Sequence[ImportRow]) -> None:
        """Write each row to the records; set its ``target_ref`` and ``data["was"]``."""
        raise NotImplementedError

    def take_back(self, row: ImportRow, within: Any, *, really: bool) -> str:
        """Take one row back: "removed", "restored", or "kept" where it was worked on since;
        ``within`` is what `undoing` gave.
        """
        raise NotImplementedError

    @contextmanager
    def undoing(self, batch: ImportBatch) -> Iterator[Any]:
        """What is opened before the first row is really taken back and closed after the last."""
        yield None

    def checker(self, batch: ImportBatch, *, epoch_1904: bool) -> Checker:
        """Start a dry run."""
        return PlainChecker(batch, self, epoch_1904=epoch_1904)

    def publish(self, batch: ImportBatch, report: Report) -> dict[str, int]:
        """Enter what was found new or changed."""
        rows = list(_rows(batch).filter(verdict__in=ENTERED).order_by("row_no"))
        self.enter(batch, rows)
        for row in rows:
            _rows(batch).filter(row_no=row.row_no).update(target_ref=row.target_ref, data=row.data)
        report(len(rows), len(rows), "")
        new = sum(row.verdict == Verdict.NEW for row in rows)
        return {"rows_added": new, "rows_changed": len(rows) - new}

    def undo(self, batch: ImportBatch, report: Report) -> dict[str, int]:
        """Take back row by row, the last first."""
        with self.undoing(batch) as within:
            done = self._taken_back(batch, within, really=True)
        return {f"undone_{outcome}": count for outcome, count in done.items()}

    def undo_preview(self, batch: ImportBatch) -> UndoPreview:
        """What `undo` would do now."""
        done = self._taken_back(batch, None, really=False)
        return UndoPreview(done["removed"], done["restored"], done["kept"])

    def _taken_back(self, batch: ImportBatch, within: Any, *, really: bool) -> dict[str, int]:
        done = {"removed": 0, "restored": 0, "kept": 0}
        for row in _rows(batch).filter(verdict__in=ENTERED).exclude(target_ref="").order_by(
            "-row_no"
        ):  # fmt: skip
            outcome = self.take_back(row, within, really=really)
            done[outcome] += 1
            if really and outcome == "kept":
                _rows(batch).filter(row_no=row.row_no).update(outcome="kept")
        return done

    def discard(self, batch: ImportBatch) -> None:
        """There is no staging of its own."""

    def restage(self, batch: ImportBatch, row_nos: Collection[int]) -> dict[int, RowVerdict]:
        """Nothing is ever possibly on record: a row is, or it is not."""
        return {}

    def hidden_from(self, user: User) -> Collection[str]:
        """Whoever may see the list may see all of it."""
        return ()

    def labels(self, target_refs: Collection[str]) -> dict[str, str]:
        """What targets are called."""
        return {}

    def target_url(self, target_ref: str) -> tuple[str, Iterable[Any]] | None:
        """The page of a target."""
        return None


def _rows(batch: ImportBatch) -> Any:
    return ImportRow.objects.filter(batch=batch)


def _words_of(spec: FieldSpec, extra: Mapping[str, str]) -> dict[str, str]:
    """Codes by word: the codes themselves, their labels in every language, what was said."""
    choices: Callable[[], Sequence[tuple[str, str]]] = spec.choices or list
    words: dict[str, str] = {}
    for language in ("zh-hans", "en"):
        with translation_override(language):
            for code, label in choices():
                words[fold_word(code)] = code
                words[fold_word(str(label))] = code
    for word, code in extra.items():
        words[fold_word(word)] = code
    return words
