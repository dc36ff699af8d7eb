"""What the screens show of an import: steps, rows in words, columns to choose."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from wutong.platform.tabular.errors import message_of
from wutong.platform.tabular.models import BatchState, ImportBatch, ImportRow, Verdict
from wutong.platform.tabular.reasons import explain
from wutong.platform.tabular.registry import FieldSpec, Importer, importers
from wutong.ui.office.imports.choosing import Asked, Choices, filtered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from wutong.platform.accounts.models import User

PAGE = 50
SHOWN_REASONS = 4
TONES = {
    Verdict.NEW: "leaf",
    Verdict.POSSIBLE: "autumn",
    Verdict.CHANGED: "autumn",
    Verdict.SAME: "",
    Verdict.DUPLICATE: "slate",
    Verdict.REJECTED: "seal",
}
OUTCOMES = ("moved", "kept")


@dataclass(frozen=True)
class Step:
    """A step of the way, `done`, `current` or still to come."""

    label: str
    state: str
    url: str = ""


@dataclass(frozen=True)
class Tab:
    """A verdict with its number of rows and the address that shows only those."""

    key: str
    label: str
    count: int
    current: bool


@dataclass(frozen=True)
class ShownRow:
    """A row as the page shows it."""

    number: int
    title: str
    note: str
    verdict: str
    tone: str
    outcome: str
    reasons: list[str]
    more: int
    url: str
    target: str
    asked: Asked | None = None


@dataclass(frozen=True)
class Column:
    """A column of the file: its heading, first values, and the field chosen for it."""

    index: int
    heading: str
    samples: list[str]
    chosen: str
    refused: str


class Presenter:
    """An import in words; reads the database only for what is asked."""

    def __init__(self, batch: ImportBatch, viewer: User | None = None) -> None:
        self.batch = batch
        self.importer: Importer = importers.get(batch.importer)
        self.fields = {spec.key: spec for spec in self.importer.fields}
        self._viewer = viewer

    @cached_property
    def hidden(self) -> frozenset[str]:
        """Of whom the viewer is not told."""
        return frozenset(self.importer.hidden_from(self._viewer) if self._viewer else ())

    def steps(self, at: str = "") -> list[Step]:
        """File → Columns → Check → Enter."""
        state = self.batch.state
        place = at or {
            BatchState.UPLOADED: "columns",
            BatchState.MAPPED: "check",
            BatchState.CHECKING: "check",
            BatchState.CHECKED: "check",
            BatchState.FAILED: "check",
            BatchState.PUBLISHING: "enter",
        }.get(BatchState(state), "over")
        names = [("file", _("File")), ("columns", _("Columns")), ("check", _("Check")),
                 ("enter", _("Enter"))]  # fmt: skip
        order = [key for key, _label in names]
        here = order.index(place) if place in order else len(order)
        return [
            Step(label, "done" if number < here else "current" if number == here else "")
            for number, (_key, label) in enumerate(names)
        ]

    @property
    def problem(self) -> str:
        """Why it stopped, with the remedy."""
        found = self.batch.problem
        if not found:
            return ""
        detail = found.get("detail", {})
        return str(detail.get("text") or message_of(found.get("code", ""), detail))

    def tabs(self, chosen: str) -> list[Tab]:
        """All rows, each verdict that occurs, and what was left alone."""
        counts = self.batch.counts
        found = [Tab("", _("All rows"), int(counts.get("rows", 0)), current=not chosen)]
        found += [
            Tab(key, str(label), int(counts.get(key, 0)), current=chosen == key)
            for key, label in Verdict.choices
            if counts.get(key)
        ]
        if counts.get("moved"):
            found.append(Tab("moved", _("Left alone"), counts["moved"], chosen == "moved"))
        if counts.get("undone_kept"):
            found.append(Tab("kept", _("Kept"), counts["undone_kept"], chosen == "kept"))
        return found

    def all_rows(self) -> QuerySet[ImportRow]:
        """Those the viewer may be told of."""
        rows = ImportRow.objects.filter(batch=self.batch)
        return rows.exclude(target_ref__in=self.hidden) if self.hidden else rows

    def rows(self, chosen: str, page: int, choice: str = "") -> tuple[list[ShownRow], Any]:
        """A page of rows and its place among the pages; `choice` narrows those possibly on
        record.
        """
        rows = self.all_rows()
        if chosen in Verdict.values:
            rows = rows.filter(verdict=chosen)
        elif chosen in OUTCOMES:
            rows = rows.filter(outcome=chosen)
        paginator = Paginator(rows.order_by("row_no"), PAGE)
        if chosen == Verdict.POSSIBLE and choice:
            paginator = Paginator(filtered(rows, choice).order_by("row_no"), PAGE)
        else:
            total = next((tab.count for tab in self.tabs(chosen) if tab.current), 0)
            paginator.count = total  # known from the check: no count of the table
        place = paginator.get_page(page)
        found = list(place.object_list)
        choices = Choices(self.batch, self.importer, found, self.hidden)
        return [self.shown(row, choices) for row in found], place

    def shown(self, row: ImportRow, choices: Choices | None = None) -> ShownRow:
        """A row in words."""
        verdict = Verdict(row.verdict)
        told = choices or Choices(self.batch, self.importer, [row], self.hidden)
        asked = told.told(row, self.explain, self._target_url)
        reasons = [
            self.explain(finding) for finding in row.reasons if finding["code"] != "possible"
        ]
        return ShownRow(
            number=row.row_no,
            title=self.cell(row, "name") or self.cell(row, "title") or row.target_label or "–",
            note=self.cell(row, "student_no"),
            verdict=str(verdict.label),
            tone=TONES[verdict],
            outcome=row.outcome,
            reasons=reasons[:SHOWN_REASONS],
            more=max(0, len(reasons) - SHOWN_REASONS),
            url="" if asked else self._target_url(row.target_ref),
            target="" if asked else row.target_label,
            asked=asked,
        )

    def cell(self, row: ImportRow, key: str) -> str:
        """The cell of a field, as it stands in the file."""
        column = self.batch.mapping.get(key)
        return str(row.raw[column]) if column is not None and column < len(row.raw) else ""

    def explain(self, finding: dict[str, Any]) -> str:
        """A finding in words: codes of closed vocabularies as their labels."""
        told = dict(finding)
        key = str(told.get("field", ""))
        for name in ("old", "new"):
            if told.get(name):
                told[name] = self._words(key).get(str(told[name]), told[name])
        if "because" in told:
            told["because"] = _("; ").join(self.explain(one) for one in told["because"])
        if told.get("code") == "kept":
            told["why"] = _WHY.get(str(told.get("why")), _WHY["edited"])()
        if told.get("code") in {"bad_phone", "bad_email"} or (
            key in self.fields and self.fields[key].masked and told.get("value")
        ):
            told["value"] = told.get("value", "")
        return explain(told, self._labels)

    @cached_property
    def _labels(self) -> dict[str, Any]:
        return {key: spec.label for key, spec in self.fields.items()}

    def _words(self, key: str) -> dict[str, str]:
        cache: dict[str, dict[str, str]] = self.__dict__.setdefault("_word_cache", {})
        if key not in cache:
            spec = self.fields.get(key)
            cache[key] = dict(spec.choices()) if spec and spec.choices else {}
        return cache[key]

    def _target_url(self, target_ref: str) -> str:
        target = self.importer.target_url(target_ref) if target_ref else None
        if target is None:
            return ""
        try:
            return reverse(target[0], args=list(target[1]))
        except NoReverseMatch:
            return ""

    def columns(self, mapping: dict[str, int] | None = None) -> list[Column]:
        """The file's columns with their first values; what is not to be entered stays hidden."""
        chosen = {
            column: key
            for key, column in (self.batch.mapping if mapping is None else mapping).items()
        }
        # Masked by what was suggested, even where the choice is open.
        suggested = {column: key for key, column in self.batch.mapping.items()}
        found = []
        for index, heading in enumerate(self.batch.headers):
            spec = self.fields.get(chosen.get(index) or suggested.get(index, ""))
            samples = [str(cells[index]) for _number, cells in self.batch.preview]
            samples = [sample for sample in samples if sample][:3]
            if spec and spec.masked:
                samples = [spec.masked(sample) for sample in samples]
            hidden = spec is not None and (spec.refused or spec.sealed)
            refused = str(spec.label) if spec and spec.refused else ""
            found.append(
                Column(
                    index=index,
                    heading=heading or _("(column %(letter)s, no heading)") % {
                        "letter": _letters(index)
                    },
                    samples=[] if hidden else samples,
                    chosen=chosen.get(index, ""),
                    refused=refused,
                )
            )  # fmt: skip
        return found

    def field_groups(self) -> list[tuple[str, list[FieldSpec]]]:
        """The fields a column can fill, by group."""
        groups: dict[str, list[FieldSpec]] = {}
        for spec in self.importer.fields:
            groups.setdefault(str(spec.group), []).append(spec)
        return list(groups.items())

    def unknown_words(
        self,
    ) -> list[tuple[FieldSpec, list[tuple[str, int]], Sequence[tuple[str, str]]]]:
        """Words of the file nobody understood: field, (word, rows), what they can mean."""
        unknown: dict[str, dict[str, int]] = self.batch.notes.get("unknown", {})
        found = []
        for key, words in unknown.items():
            spec = self.fields.get(key)
            if spec and spec.choices and words:
                found.append((spec, list(words.items())[:40], spec.choices()))
        return found


_WHY = {
    "edited": lambda: _("the record was changed since"),
    "merged": lambda: _("the record was merged since"),
    "account": lambda: _("the person has an account"),
    "added": lambda: _("something was added to the record since"),
    "used": lambda: _("the person has taken part in something since"),
}


def _letters(index: int) -> str:
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
