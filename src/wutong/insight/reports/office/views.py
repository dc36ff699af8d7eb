"""The account, its charts and the rows behind each figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext_lazy

from wutong.core.figures.public import (
    PAIR_RULES,
    DerivedFigure,
    Period,
    Rule,
    Unit,
    figures,
    official,
    read_figures,
)
from wutong.insight.reports.account import build_account, shown
from wutong.insight.reports.charts.store import ask_for_charts, drawn_charts, plans_of
from wutong.insight.reports.documents.content import grade_legend
from wutong.insight.reports.models import StoredChart
from wutong.insight.reports.rows import cell_text, narrowed, page_of
from wutong.insight.reports.tasks import draw_chart
from wutong.kernel import clock
from wutong.platform.access.public import can, scopes_of
from wutong.platform.jobs.public import defer
from wutong.ui.office.views import OfficeView

from .forms import LANGUAGES, PeriodForm

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from wutong.core.figures.public import AnyFigure, DrillDown
    from wutong.insight.reports.shapes import Account

PAGE_ROWS = 50
FIRST_YEAR = 2010


class PeriodMixin(OfficeView):
    """The period and language that the address holds."""

    @cached_property
    def form(self) -> PeriodForm:
        """What the address asks for."""
        return PeriodForm.read(self.request.GET)

    @cached_property
    def period(self) -> Period:
        """The window."""
        return self.form.period

    @cached_property
    def language(self) -> str:
        """The language of the account; that of the page unless the address says otherwise."""
        asked = self.form.cleaned_data.get("lang") if self.form.is_valid() else ""
        return asked or ("en" if (get_language() or "").startswith("en") else "zh-hans")

    def address(self, **changes: str) -> str:
        """The query string of this period with ``changes``."""
        query = (
            {"year": str(self.period.start.year)}
            if self.period.is_year
            else {"from": self.period.start.isoformat(), "to": self.period.end.isoformat()}
        )
        return urlencode({**query, "lang": self.language, **changes})


class AccountView(PeriodMixin):
    """The account of a period."""

    permission = "account.view"
    template_name = "reports/account.html"
    page_title = pgettext_lazy("report", "Account")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page; ``refresh`` counts anew."""
        scopes = scopes_of(self.user)
        refresh = "refresh" in request.GET
        account = build_account(self.period, scopes, language=self.language, refresh=refresh)
        drawings = self._drawings(account)
        body = self._body(account, drawings)
        today = clock.today()
        return self.render(
            account=account,
            body=body,
            form=self.form,
            years=[str(year) for year in range(today.year, FIRST_YEAR - 1, -1)],
            year=str(self.period.start.year) if self.period.is_year else "",
            languages=[(code, name, self.address(lang=code)) for code, name in LANGUAGES],
            query=self.address(),
            refresh_query=self.address(refresh="1"),
            earlier=self._neighbour(-1),
            later=self._neighbour(1),
            closing_state=self._closing(account),
            can_export=can(self.user, "account.export"),
        )

    def _neighbour(self, step: int) -> str:
        year = self.period.start.year + step
        if not self.period.is_year or not FIRST_YEAR <= year <= clock.today().year:
            return ""
        return urlencode({"year": str(year), "lang": self.language})

    def _drawings(self, account: Account) -> dict[str, SafeString]:
        plans = plans_of(account)
        drawings = drawn_charts(plans)
        for digest in ask_for_charts(plan for plan in plans if plan.digest not in drawings):
            defer(draw_chart, once=f"reports.chart.{digest}", lane="priority", digest=digest)
        # our own drawing of numbers: no text in it comes from outside the registry of figures
        return {digest: mark_safe(svg) for digest, svg in drawings.items()}  # noqa: S308

    def _body(self, account: Account, drawings: dict[str, SafeString]) -> SafeString:
        with translation.override(account.language):
            return render_to_string(
                "reports/body.html",
                {
                    "account": account,
                    "drawings": drawings,
                    "query": self.address(),
                    "legend": grade_legend(),
                    "may_restate": can(self.user, "account.close"),
                },
                request=self.request,
            )

    def _closing(self, account: Account) -> dict[str, Any]:
        closing = account.closing
        over = account.period.is_year and not account.so_far
        return {
            "closing": closing,
            "may_prepare": over
            and closing is None
            and official(scopes_of(self.user))
            and can(self.user, "account.prepare"),
            "may_close": closing is not None
            and closing.state == "prepared"
            and closing.prepared_by_id != self.user.pk
            and can(self.user, "account.close"),
            "may_withdraw": closing is not None
            and closing.state == "prepared"
            and can(self.user, "account.prepare"),
        }


class ChartView(OfficeView):
    """A chart once it is drawn; until then the page asks again each second."""

    permission = "account.view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The drawing (200), not yet (204) or unknown (404)."""
        chart = StoredChart.objects.filter(pk=kwargs["digest"]).first()
        if chart is None:
            raise Http404
        if not chart.svg:
            return HttpResponse(status=204)
        return HttpResponse(chart.svg)


@dataclass(frozen=True)
class RowCell:
    """A cell of the list of rows."""

    text: str
    url: str
    numeric: bool


class RowsView(PeriodMixin):
    """The rows a figure counts; a derived figure opens to the figures it is made of."""

    permission = "account.view"
    template_name = "reports/rows.html"

    @cached_property
    def figure(self) -> AnyFigure:
        """The figure of the address."""
        found = figures.find(self.kwargs["code"])
        if found is None:
            raise Http404
        return found

    def get_page_title(self) -> str:
        """The figure's title."""
        return str(self.figure.title)

    def get_breadcrumbs(self) -> list[tuple[Any, str]]:
        """Back to the account of the same period."""
        home = f"{reverse('office:account-home')}?{self.address()}"
        return [
            (pgettext_lazy("report", "Account"), home),
            (self.period.until(clock.today()).label, home),
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The list, or the parts of a derived figure."""
        seen = self.period.until(clock.today())
        college = request.GET.get("college", "")
        scopes = narrowed(scopes_of(self.user), college)
        if scopes is None:
            raise Http404
        computed = read_figures([self.figure.code], [seen, seen.earlier()], scopes)
        context: dict[str, Any] = {
            "figure": self.figure,
            "value": shown(computed.value(self.figure.code, seen), Unit(self.figure.unit)),
            "before": shown(
                computed.value(self.figure.code, seen.earlier()), Unit(self.figure.unit)
            ),
            "unit": Unit(self.figure.unit).label,
            "rule": Rule(self.figure.rule).label,
            "period": seen,
            "compared": seen.earlier(),
            "query": self.address(),
            "college": college,
            "cleared": scopes.cleared,
            "can_export": can(self.user, "account.export"),
        }
        if isinstance(self.figure, DerivedFigure):
            return self.render(**context, parts=self._parts(self.figure, computed, seen))
        return self.render(**context, **self._rows(self.figure.rows(seen, scopes)))

    def _parts(self, figure: DerivedFigure, computed: Any, seen: Period) -> list[dict[str, Any]]:
        windows = [seen] if figure.rule in PAIR_RULES else [seen, seen.earlier()]
        return [
            {
                "title": figures.get(code).title,
                "window": window.label,
                "value": shown(computed.value(code, window), Unit(figures.get(code).unit)),
                "unit": Unit(figures.get(code).unit).label,
                "url": reverse("office:account-rows", args=[code])
                + "?"
                + urlencode({"from": window.start.isoformat(), "to": window.end.isoformat()}),
            }
            for code in figure.of
            for window in windows
        ]

    def _rows(self, drilldown: DrillDown) -> dict[str, Any]:
        total = drilldown.count()
        pages = max(1, -(-total // PAGE_ROWS))
        asked = self.request.GET.get("page", "1")
        page = min(max(int(asked) if asked.isdecimal() else 1, 1), pages)
        start = (page - 1) * PAGE_ROWS
        people = can(self.user, "people.record.view")
        lines = [
            [
                RowCell(
                    cell_text(column.value(row)),
                    page_of(column.reference(row)) if people else "",
                    column.numeric,
                )
                for column in drilldown.columns
            ]
            for row in drilldown.page(start, start + PAGE_ROWS)
        ]
        college = self.request.GET.get("college", "")
        extra = {"college": college} if college else {}
        return {
            "heads": [(column.label, column.numeric) for column in drilldown.columns],
            "lines": lines,
            "total": total,
            "page": page,
            "pages": pages,
            "start": start + 1 if total else 0,
            "stop": min(start + PAGE_ROWS, total),
            "previous": self.address(page=str(page - 1), **extra) if page > 1 else "",
            "next": self.address(page=str(page + 1), **extra) if page < pages else "",
            "weighted": drilldown.weight is not None,
        }
