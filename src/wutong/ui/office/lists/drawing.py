"""The rows of a list as markup, made in Python: a template would take twice as long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django_tables2.rows import BoundRow
from django_tables2.utils import signature

from wutong.ui.design.templatetags.design import draw_icon
from wutong.ui.office.lists.reading import follower

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django_tables2.columns import BoundColumn

    from wutong.ui.office.lists.table import OfficeTable


BRIEF = 14  # characters that are never worth a second line


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
        found.append(f'<tr data-row="{key}"')
        found.append(' aria-selected="true">' if peeked == record.pk else ">")
        if pick:
            found.append(
                f'<td class="pick"><input type="checkbox" name="pick" value="{key}" '
                f'aria-label="{choose}"></td>'
            )
        for write, opening, short, closing in cells:
            text = conditional_escape(write(record))
            found += (short if len(text) <= BRIEF else opening, text, closing)
        if peek:
            address = escape(f"{peek}{quote(str(record.pk))}")
            found.append(
                '<td class="peek-cell"><a class="button button-quiet button-icon button-small" '
                f'href="{address}" data-peek aria-label="{look}">{symbol}</a></td>'
            )
        found.append("</tr>\n")
    return SafeString("".join(found))


def _openings(table: OfficeTable) -> list[tuple[Callable[[Any], Any], str, str, str]]:
    """Per column: what writes a cell, what opens it, what opens a brief one, what closes it."""
    cells: list[tuple[Callable[[Any], Any], str, str, str]] = []
    for index, column in enumerate(table.columns):
        kind = (column.column.attrs.get("td") or {}).get("class", "")
        tag = 'th scope="row"' if index == 0 else f'td data-label="{escape(str(column.header))}"'
        opening, short = (
            format_html("<{}{}>", SafeString(tag), _class(names))
            for names in (kind, f"{kind} nowrap".strip())
        )
        write = writer_of(table, column)
        cells.append((write, opening, short, "</th>" if index == 0 else "</td>"))
    return cells


def writer_of(table: OfficeTable, column: BoundColumn) -> Callable[[Any], Any]:
    """What a column says of a record, as ``BoundRow.get_cell`` does it; but what the column is
    made of is looked up once for the table and not again for each cell.
    """
    wanted, takes_all = signature(column.render)
    if column.link or takes_all or "bound_row" in wanted:
        return lambda record: BoundRow(record, table=table).get_cell(column.name)
    find, empty, default, render = (
        follower(column.accessor), column.column.empty_values, column.default, column.render,
    )  # fmt: skip
    known = {"column": column.column, "bound_column": column, "table": table}
    fixed = {name: known[name] for name in wanted if name in known}
    with_record = "record" in wanted

    def write(record: Any) -> Any:
        value = find(record)
        if value in empty:
            return default
        if "value" in wanted:
            fixed["value"] = value
        if with_record:
            fixed["record"] = record
        return render(**fixed)

    return write


def _class(names: str) -> SafeString:
    return format_html(' class="{}"', names) if names else SafeString("")
