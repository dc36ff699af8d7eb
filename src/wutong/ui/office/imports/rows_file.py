"""The rows of an import with their verdicts, as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.kernel.clock import CAMPUS
from wutong.platform.access.public import scope
from wutong.platform.tabular.exports.registry import ExportTable, exports
from wutong.platform.tabular.models import ImportBatch, RowChoice, Verdict
from wutong.ui.office.imports.choosing import chosen_in_words, labels_for_all
from wutong.ui.office.imports.presenting import OUTCOMES, Presenter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wutong.platform.accounts.models import User


class ImportRowsSource:
    """Row by row: number, verdict, reasons, then the cells of the file."""

    label = gettext_lazy("Verdicts of an import")

    def permission(self, params: dict[str, Any]) -> str:
        """Those who may see imports."""
        return "imports.view"

    def needs_reason(self, params: dict[str, Any]) -> bool:
        """The rows were brought by the office itself."""
        return False

    def open(self, user: User, params: dict[str, Any]) -> ExportTable:
        """The rows of one verdict, or all."""
        batch = get_object_or_404(scope(user, ImportBatch), pk=params["batch"])
        shown = Presenter(batch, user)
        rows = shown.all_rows().order_by("row_no")
        wanted = str(params.get("verdict", ""))
        if wanted in Verdict.values:
            rows = rows.filter(verdict=wanted)
        elif wanted in OUTCOMES:
            rows = rows.filter(outcome=wanted)
        masked = {
            column: spec.masked
            for key, column in batch.mapping.items()
            if (spec := shown.fields.get(key)) and spec.masked
        }

        asks = bool(batch.count("possible"))
        labels = labels_for_all(batch, shown.importer) if asks else {}
        made = {
            choice.row_no: (choice.chosen_label, choice.chosen_at.astimezone(CAMPUS))
            for choice in RowChoice.objects.filter(batch=batch)
        }

        def lines() -> Iterator[list[Any]]:
            for row in rows.iterator(chunk_size=2_000):
                verdict = str(Verdict(row.verdict).label)
                told = "\n".join(
                    shown.explain({**finding, "label": labels.get(finding["ref"], "–")})
                    if finding["code"] == "possible"
                    else shown.explain(finding)
                    for finding in row.reasons
                    if finding.get("ref") not in shown.hidden
                )
                cells = [
                    masked[place](cell) if place in masked and cell else cell
                    for place, cell in enumerate(row.raw)
                ]
                chosen = [chosen_in_words(row, made)] if asks else []
                yield [row.row_no, verdict, *chosen, row.target_label, told, *cells]

        total = batch.count(wanted or "rows")
        return ExportTable(
            name=f"import-{batch.file_name.rsplit('.', 1)[0]}"[:80],
            columns=[
                _("Row"),
                _("Verdict"),
                *([_("Choice")] if asks else []),
                _("Record"),
                _("Reasons"),
                *batch.headers,
            ],
            rows=lines(),
            total=total,
            about=((_("File"), batch.file_name),),
        )


exports.register("imports.rows", ImportRowsSource())
