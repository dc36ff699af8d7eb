"""The rows of a list as markup, made in Python: a template would take twice as long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django_tables2.rows import BoundRow

from wutong.ui.design.templatetags.design import draw_icon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wutong.ui.office.lists.table import OfficeTable


def draw_rows(
    table: OfficeTable,
    records: Sequence[Any],
    *,
    pick: bool = False,
    peek: str = "",
    peeked: object = None,
) -> SafeString:
    """One ``tr`` a record: the first column is the heading, the others name their column.

    ``pick`` puts a box in front; ``peek`` is the query string a preview's key is added to.
    """
    cells = _openings(table)
    choose, look = escape(_("Choose")), escape(_("Preview"))
    symbol = draw_icon("peek")
    found: list[str] = []
    for record in records:
        key = escape(str(record.pk))
        row = BoundRow(record, table=table)
        found.append(f'<tr data-row="{key}"')
        found.append(' aria-selected="true">' if peeked == record.pk else ">")
        if pick:
            found.append(
                f'<td class="pick"><input type="checkbox" name="pick" value="{key}" '
                f'aria-label="{choose}"></td>'
            )
        for name, opening, closing in cells:
            found += (opening, conditional_escape(row.get_cell(name)), closing)
        if peek:
            address = escape(f"{peek}{quote(str(record.pk))}")
            found.append(
                '<td class="peek-cell"><a class="button button-quiet button-icon button-small" '
                f'href="{address}" data-peek aria-label="{look}">{symbol}</a></td>'
            )
        found.append("</tr>\n")
    return SafeString("".join(found))


def _openings(table: OfficeTable) -> list[tuple[str, str, str]]:
    cells = []
    for index, column in enumerate(table.columns):
        kind = (column.column.attrs.get("td") or {}).get("class", "")
        attribute = format_html(' class="{}"', kind) if kind else ""
        if index == 0:
            cells.append((column.name, f'<th scope="row"{attribute}>', "</th>"))
        else:
            label = format_html(' data-label="{}"', column.header)
            cells.append((column.name, f"<td{label}{attribute}>", "</td>"))
    return cells
