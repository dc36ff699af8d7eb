"""Rows that are possibly on record as a page shows them: who it may be, what was chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wutong.platform.tabular.models import Choice, ImportRow, RowChoice, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from datetime import datetime

    from django.db.models import QuerySet
    from django.utils.functional import _StrOrPromise

    from wutong.platform.tabular.models import ImportBatch
    from wutong.platform.tabular.registry import Importer

OPEN = "open"
"""The rows nobody has chosen for, beside those of each choice."""

KINDS: dict[str, _StrOrPromise] = {
    OPEN: pgettext_lazy("rows of an import", "To be chosen"),
    Choice.NEW: Choice.NEW.label,
    Choice.SAME: Choice.SAME.label,
    Choice.OUT: Choice.OUT.label,
}
COMES_TO: dict[str, _StrOrPromise] = {
    Verdict.NEW: gettext_lazy("As a new record, with the pair for the duplicates desk."),
    Verdict.CHANGED: gettext_lazy("Changes this record."),
    Verdict.SAME: gettext_lazy("Says nothing that is not on this record."),
    Choice.OUT: gettext_lazy("Is left out."),
}


@dataclass(frozen=True)
class Candidate:
    """Somebody on record whom a row may mean, and why, as (sentence, weight) pairs."""

    ref: str
    label: str
    url: str
    because: list[tuple[str, int]]
    chosen: bool


@dataclass(frozen=True)
class Asked:
    """What is asked of a row and what was answered; `effect` is what it comes to now."""

    candidates: list[Candidate]
    choice: str
    choice_label: str
    by: str
    at: datetime | None
    effect: str


@dataclass(frozen=True)
class Kind:
    """Rows of one choice with their number and the address that shows only those."""

    key: str
    label: str
    count: int
    current: bool


def filtered(rows: QuerySet[ImportRow], choice: str) -> QuerySet[ImportRow]:
    """Of the rows possibly on record those of a choice; all for anything else."""
    if choice == OPEN:
        return rows.exclude(data__has_key="choice")
    return rows.filter(data__choice=choice) if choice in Choice.values else rows


def kinds_of(batch: ImportBatch, chosen: str) -> list[Kind]:
    """Every choice that occurs, with its number of rows."""
    rows = ImportRow.objects.filter(batch=batch, verdict=Verdict.POSSIBLE)
    counted = rows.order_by().values("data__choice").annotate(number=Count("row_no"))
    numbers = {one["data__choice"] or OPEN: one["number"] for one in counted}
    return [
        Kind(key, str(label), numbers.get(key, 0), key == chosen)
        for key, label in KINDS.items()
        if key in numbers or key == chosen
    ]


def refs_of(row: ImportRow) -> list[str]:
    """Who the row may mean."""
    return [finding["ref"] for finding in row.reasons if finding["code"] == "possible"]


class Choices:
    """What was chosen for some rows and what those they may mean are called, in few queries."""

    def __init__(
        self,
        batch: ImportBatch,
        importer: Importer,
        rows: Iterable[ImportRow],
        hidden: Collection[str] = (),
    ) -> None:
        self._hidden = hidden
        asked = [row for row in rows if row.verdict == Verdict.POSSIBLE]
        self._made: dict[int, RowChoice] = {}
        self.labels: dict[str, str] = {}
        if asked:
            made = RowChoice.objects.filter(batch=batch, row_no__in=[row.row_no for row in asked])
            self._made = {choice.row_no: choice for choice in made}
            self.labels = importer.labels({ref for row in asked for ref in refs_of(row)})

    def told(
        self,
        row: ImportRow,
        explain: Callable[[dict[str, Any]], str],
        url_of: Callable[[str], str],
    ) -> Asked | None:
        """The row as it is asked about."""
        if row.verdict != Verdict.POSSIBLE:
            return None
        choice = str(row.data.get("choice", ""))
        made = self._made.get(row.row_no)
        candidates = [
            Candidate(
                ref=finding["ref"],
                label=self.label(finding["ref"]),
                url=url_of(finding["ref"]) if finding["ref"] in self.labels else "",
                because=[(explain(one), one["weight"]) for one in finding["because"]],
                chosen=choice == Choice.SAME and finding["ref"] == row.target_ref,
            )
            for finding in row.reasons
            if finding["code"] == "possible" and finding["ref"] not in self._hidden
        ]
        return Asked(
            candidates=candidates,
            choice=choice,
            choice_label=str(KINDS[choice or OPEN]),
            by=made.chosen_label if made and choice else "",
            at=made.chosen_at if made and choice else None,
            effect=_effect(str(row.data.get("effect")), choice),
        )

    def label(self, ref: str) -> str:
        """What a candidate is called now."""
        return self.labels.get(ref) or _("a record that is gone")


def _effect(effect: str, choice: str) -> str:
    if effect == Choice.OUT and not choice:
        return _("Several records fit; it is left out.")
    return str(COMES_TO.get(effect, ""))


def labels_for_all(batch: ImportBatch, importer: Importer) -> dict[str, str]:
    """The candidates of a whole import."""
    rows = ImportRow.objects.filter(batch=batch, verdict=Verdict.POSSIBLE).only("reasons")
    return importer.labels({ref for row in rows for ref in refs_of(row)})


def chosen_in_words(row: ImportRow, made: Mapping[int, tuple[str, datetime]]) -> str:
    """The choice for a workbook: what, by whom."""
    if row.verdict != Verdict.POSSIBLE:
        return ""
    choice = str(row.data.get("choice", ""))
    by = made.get(row.row_no)
    label = str(KINDS[choice or OPEN])
    return f"{label} · {by[0]} · {by[1]:%Y-%m-%d %H:%M}" if choice and by else label
