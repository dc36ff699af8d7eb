"""A file to begin with: the columns an importer knows, and a few invented rows."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from wutong.platform.access.public import can
from wutong.platform.tabular.exports.writers import write_csv, write_xlsx
from wutong.platform.tabular.registry import importers
from wutong.ui.office.views import OfficeView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from wutong.platform.tabular.registry import FieldSpec, Importer

_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def sample_table(importer: Importer) -> tuple[list[str], list[list[str]]]:
    """Headings and rows in the language that is active."""
    specs = [spec for spec in importer.fields if not (spec.refused or spec.sealed)]
    return [_heading(spec) for spec in specs], [
        [row.get(spec.key, "") for spec in specs] for row in importer.sample()
    ]


def _heading(spec: FieldSpec) -> str:
    """Chinese files have the commonest heading of Chinese registers, others our own name."""
    chinese = (get_language() or "").startswith("zh")
    return spec.aliases[0] if chinese and spec.aliases else str(spec.label)


class ImportSampleView(OfficeView):
    """The sample of one importer, as workbook or CSV."""

    permission = "imports.view"
    page_title = gettext_lazy("Sample file")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """404 for what cannot be imported, 403 for those who may not bring it in."""
        importer = dict(importers.items()).get(kwargs["importer"])
        file_format = kwargs["file_format"]
        if importer is None or file_format not in _TYPES:
            raise Http404
        if not can(self.user, importer.permission):
            raise PermissionDenied
        headings, rows = sample_table(importer)
        response = HttpResponse(_content(headings, rows, file_format), _TYPES[file_format])
        stem = slugify(_("sample register"), allow_unicode=True)
        named = content_disposition_header(as_attachment=True, filename=f"{stem}.{file_format}")
        response.headers["Content-Disposition"] = str(named)
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


def _content(headings: Sequence[str], rows: Sequence[Sequence[str]], file_format: str) -> bytes:
    write = write_csv if file_format == "csv" else write_xlsx
    with tempfile.TemporaryDirectory(prefix="wutong-sample-") as folder:
        path = Path(folder) / f"sample.{file_format}"
        write(path, headings, rows, lambda _done: None)
        return path.read_bytes()
