"""A list of the office: the whole state in the address, the rows from the user's scope."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db import DataError
from django.db.models import Model, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django_tables2.rows import BoundRows

from wutong.platform.access.public import can, scope
from wutong.ui.office.lists.acting import ListActing
from wutong.ui.office.lists.counting import Count, count_rows
from wutong.ui.office.lists.drawing import draw_rows
from wutong.ui.office.lists.filters import chips_of, is_asked
from wutong.ui.office.lists.paging import Page, cut_page, page_number
from wutong.ui.office.lists.state import COLUMNS, COUNT, ORDER, PAGE, PEEK, State
from wutong.ui.office.saved_views import views_for
from wutong.ui.office.views import OfficeView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.forms import BaseForm
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase
    from django.utils.functional import _StrOrPromise

    from wutong.ui.office.lists.bulk import BulkAction
    from wutong.ui.office.lists.table import OfficeTable

M = TypeVar("M", bound=Model)


class OfficeListView(ListActing, OfficeView, Generic[M]):
    """Search, filter, sort, choose columns, peek, act on all, save the view, export.

    Set ``model``, ``permission``, ``list_key``, ``page_title``, ``table_class`` and usually
    ``filterset_class``. Searching: ``search_fields``, or override ``search``. The queryset
    starts from ``access.scope``; override ``get_base_queryset`` to add select_related.
    """

    template_name = "office/list.html"
    model: ClassVar[type[Any]]
    list_key: ClassVar[str] = ""
    table_class: ClassVar[type[OfficeTable]]
    filterset_class: ClassVar[type[Any] | None] = None
    page_size: ClassVar[int] = 25
    search_param: ClassVar[str] = "q"
    search_fields: ClassVar[tuple[str, ...]] = ()
    search_placeholder: ClassVar[_StrOrPromise] = ""
    default_order: ClassVar[tuple[str, ...]] = ("-pk",)
    peek_template: ClassVar[str] = ""
    empty_template: ClassVar[str] = "office/lists/empty.html"
    unit: ClassVar[_StrOrPromise] = ""

    # what to offer

    create_url: ClassVar[_StrOrPromise] = ""
    create_label: ClassVar[_StrOrPromise] = ""
    create_permission: ClassVar[str] = ""
    bulk_actions: ClassVar[tuple[BulkAction, ...]] = ()
    export_columns: ClassVar[tuple[str, ...]] = ()
    export_permission: ClassVar[str] = ""
    export_name: ClassVar[str] = ""
    export_needs_reason: ClassVar[bool] = False

    # rows

    def get_base_queryset(self) -> QuerySet[M]:
        """Every row this user may see."""
        return scope(self.user, self.model)

    def search(self, rows: QuerySet[M], text: str) -> QuerySet[M]:
        """Rows that match ``text``; by default any of ``search_fields`` contains it."""
        conditions = [Q(**{f"{name}__icontains": text}) for name in self.search_fields]
        return rows.filter(reduce(or_, conditions)) if conditions else rows

    @property
    def can_search(self) -> bool:
        """Whether the list has a search field of its own."""
        return bool(self.search_fields) or type(self).search is not OfficeListView.search

    @cached_property
    def state(self) -> State:
        """The parsed address."""
        return State(self.request.GET)

    @cached_property
    def filterset(self) -> Any:
        """The bound filters, or None."""
        if self.filterset_class is None:
            return None
        return self.filterset_class(
            self.state.query, queryset=self.get_base_queryset(), request=self.request
        )

    def get_filtered_queryset(self) -> QuerySet[M]:
        """All rows of the list as filtered and searched, in no particular order."""
        rows = self.filterset.qs if self.filterset is not None else self.get_base_queryset()
        text = self.state.query.get(self.search_param, "").strip()
        return self.search(rows, text[:100]) if text and self.can_search else rows

    @cached_property
    def rows(self) -> QuerySet[M]:
        """``get_filtered_queryset``, asked once."""
        return self.get_filtered_queryset()

    # table

    def make_table(self, rows: QuerySet[M]) -> OfficeTable:
        """The table over ``rows`` with the chosen order and columns."""
        order = self.state.query.get(ORDER) or None
        return self.table_class(rows, order_by=order, exclude=self.hidden_columns)

    @cached_property
    def hidden_columns(self) -> tuple[str, ...]:
        """The columns nobody wants to see now; the first is always shown."""
        names = list(self.table_class.base_columns)
        chosen = self.state.query.get(COLUMNS, "")
        if chosen:
            kept = {names[0], *chosen.split(",")}
            return tuple(name for name in names if name not in kept)
        return tuple(getattr(self.table_class.Meta, "hidden_at_first", ()))

    def shows(self, *names: str) -> bool:
        """Whether any of the columns is on the screen; ``dress`` need fetch nothing for others."""
        return not set(names) <= set(self.hidden_columns)

    def get_default_order(self) -> tuple[str, ...]:
        """The order nobody chose; () keeps the queryset's own (a search by relevance)."""
        return self.default_order

    def ordered(self, table: OfficeTable) -> QuerySet[M]:
        """The table's rows in the chosen order, with the key last so that pages are stable."""
        if not table.order_by:
            order = self.get_default_order()
            return self.rows.order_by(*order) if order else self.rows
        rows: QuerySet[M] = table.data.data
        last = rows.query.order_by[-1] if rows.query.order_by else ""
        return rows.order_by(*rows.query.order_by, "pk") if last not in ("pk", "-pk") else rows

    def count(self) -> Count:
        """How many rows the list has; exact when asked for in the address."""
        return count_rows(self.rows, exact=self.state.query.get(COUNT) == "exact")

    def page(self, table: OfficeTable) -> Page:
        """The rows of the page in the address."""
        page = cut_page(
            self.ordered(table),
            number=page_number(self.state.query.get(PAGE, "1")),
            size=self.page_size,
            count=self.count,
        )
        self.dress(page.rows)
        return page

    def dress(self, rows: Sequence[M]) -> None:
        """Fetch what rows show besides their own columns, for all at once; pages and exports
        call it with the rows at hand.
        """

    # answers

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, or for HTMX only the results or the peek panel."""
        wanted = request.headers.get("HX-Target", "") if "HX-Request" in request.headers else ""
        if wanted == "peek" and self.state.query.get(PEEK):
            return self.answer("office/lists/peek.html", **self.peek_context())
        context = self.results_context()
        if wanted == "results":
            return self.answer("office/lists/results.html", **context)
        return self.answer(
            self.template_name, **context, **self.tools_context(), **self.peek_context()
        )

    def answer(self, template: str, **context: Any) -> HttpResponse:
        """A page or a fragment; never kept by a shared cache, told apart by HX-Target."""
        response = TemplateResponse(self.request, template, self.get_context_data(**context))
        response["Vary"] = "HX-Request, HX-Target, Cookie, Accept-Language"
        return response

    def peek_context(self) -> dict[str, Any]:
        """The object of ``?peek=``, from the scoped rows; 404 for a foreign one."""
        key = self.state.query.get(PEEK, "")
        if not key or not self.peek_template:
            return {"peek": None}
        try:
            peeked = get_object_or_404(self.get_base_queryset(), pk=key)
        except (ValueError, TypeError, OverflowError, ValidationError, DataError) as error:
            raise Http404 from error
        return {
            "peek": peeked,
            "peek_template": self.peek_template,
            "peek_url": self.get_row_url(peeked),
            "peek_close": self.state.address(PEEK),
            **self.get_peek_context(peeked),
        }

    @property
    def peeked_key(self) -> Any:
        """The key of the row in the preview, as the model has it; None without one."""
        key = self.state.query.get(PEEK, "")
        try:
            return self.model._meta.pk.to_python(key) if key else None
        except ValidationError:
            return None

    def get_peek_context(self, peeked: M) -> dict[str, Any]:
        """What the peek template sees besides ``peek``."""
        return {}

    def get_row_url(self, row: M) -> str:
        """The page of a row, for the peek panel's "Open"; "" shows none."""
        found = getattr(row, "get_absolute_url", None)
        return found() if found else ""

    @property
    def filter_form(self) -> BaseForm | None:
        """The form of the filters, bound to the address."""
        return self.filterset.form if self.filterset is not None else None

    def results_context(self) -> dict[str, Any]:
        """What the results need, which are asked for while somebody types."""
        table = self.make_table(self.rows)
        page = self.page(table)
        chips = chips_of(
            self.filter_form if is_asked(self.filterset) else None,
            self.state,
            search_param=self.search_param,
        )
        bulk = [item for item in self.bulk_actions if can(self.user, item.permission)]
        here = self.state.address(PEEK)
        return {
            "table": table,
            "rows": BoundRows(data=page.rows, table=table),
            "drawn_rows": draw_rows(
                table,
                page.rows,
                pick=bool(bulk),
                peek=f"{here}{'' if here == '?' else '&'}{PEEK}=" if self.peek_template else "",
                peeked=self.peeked_key,
            ),
            "page": page,
            "state": self.state,
            "chips": chips,
            "search_text": self.state.query.get(self.search_param, ""),
            "bulk": bulk,
            "may_create": bool(self.create_url)
            and can(self.user, self.create_permission or self.permission),
        }

    def tools_context(self) -> dict[str, Any]:
        """What the tools around the results need: filters, saved views, columns, export."""
        return {
            "filter_form": self.filter_form,
            "saved_views": views_for(self.user, self.list_key),
            "kept_query": self.state.kept(),
            "may_export": self.may_export,
            "all_columns": self.column_choices(),
        }

    def column_choices(self) -> list[tuple[str, str, bool]]:
        """(name, heading, shown) of every column but the first."""
        blank = self.table_class(self.rows.none())
        return [(c.name, str(c.header), self.shows(c.name)) for c in blank.columns][1:]
