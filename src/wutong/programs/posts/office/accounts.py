"""Channels, one channel, and a year month by month."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wutong.core.reference.models import LegalBody
from wutong.kernel import clock
from wutong.platform.access.public import can, scope
from wutong.programs.posts import rules
from wutong.programs.posts.models import Account, Post
from wutong.programs.posts.office import forms
from wutong.programs.posts.office.addresses import account_url, posts_url
from wutong.programs.posts.office.tables import AccountFilter, AccountTable, with_sums
from wutong.programs.posts.office.views import POSTS
from wutong.programs.posts.selectors import (
    best_read,
    known_years,
    sums_by_month,
    year_matrix,
    years_of,
)
from wutong.programs.posts.services.posts import save_account
from wutong.ui.office.lists.registry import register_list
from wutong.ui.office.lists.view import OfficeListView
from wutong.ui.office.views import (
    OfficeDetailView,
    OfficeEditView,
    OfficeFormView,
    OfficeObjectView,
    OfficeView,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet
    from django.utils.functional import _StrOrPromise

CHANNELS = (gettext_lazy("Official channels"), "/office/posts/channels/")
FIRST_YEAR, LAST_YEAR = 1990, 2200


@register_list
class AccountListView(OfficeListView[Account]):
    """Every channel."""

    model = Account
    list_key = "post-channels"
    permission = rules.VIEW
    page_title = gettext_lazy("Official channels")
    breadcrumbs = (POSTS,)
    table_class = AccountTable
    filterset_class = AccountFilter
    search_fields = ("name_zh", "name_en", "handle")
    search_placeholder = gettext_lazy("Name or account id")
    default_order = ("platform", "name_zh")
    unit = pgettext_lazy("unit", "channels")
    create_url = "new/"
    create_label = gettext_lazy("New channel")
    create_permission = rules.CHANGE
    export_permission = rules.EXPORT
    export_name = "official-channels"
    export_columns = (
        "name_zh", "platform", "legal_body", "opened_on", "closed_on", "posts_count", "reads", "last",
    )  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Account]:
        """With whose they are."""
        return super().get_base_queryset().select_related("legal_body")

    def dress(self, rows: Sequence[Account]) -> None:
        """Posts and reads, in one statement."""
        found = with_sums(rows)
        for row in rows:
            line = found.get(row.pk, {})
            wide: Any = row
            wide.posts_count, wide.reads = line.get("posts"), line.get("total")
            wide.last = line.get("last")

    def get_row_url(self, row: Account) -> str:
        """Its page."""
        return account_url(row.pk)


class AccountNewView(OfficeFormView):
    """A new channel."""

    permission = rules.CHANGE
    page_title = gettext_lazy("New channel")
    breadcrumbs = (POSTS, CHANNELS)
    form_class = forms.AccountForm
    cancel_url = "/office/posts/channels/"

    def get_initial(self) -> dict[str, Any]:
        """In the name of the association."""
        return {"legal_body": LegalBody.objects.filter(code="association").first()}

    def perform(self, form: forms.AccountForm) -> str:
        """To its page."""
        account = save_account(actor=self.actor, values=form.values())
        messages.success(self.request, _("Saved."))
        return account_url(account.pk)


class AccountPage(OfficeObjectView[Account]):
    """What every page about one channel shares."""

    model = Account
    permission = rules.VIEW

    def get_queryset(self) -> QuerySet[Account]:
        """With whose it is."""
        return super().get_queryset().select_related("legal_body")

    def get_breadcrumbs(self) -> Iterable[tuple[_StrOrPromise, _StrOrPromise]]:
        """The posts / the channels / the channel."""
        if type(self) is AccountView:
            return (POSTS, CHANNELS)
        return (POSTS, CHANNELS, (self.object.name, account_url(self.object.pk)))


class AccountView(AccountPage, OfficeDetailView[Account]):
    """What it published, year by year."""

    template_name = "posts/office/account.html"

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Years, the latest month by month, what was read most."""
        rows = scope(self.user, Post).filter(account=self.object)
        years = [
            (year, cell, posts_url(account=self.object.pk, **span(year)))
            for year, cell in years_of(rows)
        ]
        latest = years[0][0] if years else clock.today().year
        months = [
            (date(latest, at, 1), cell, posts_url(account=self.object.pk, **span(latest, at)))
            for at, cell in enumerate(sums_by_month(rows, latest), start=1)
        ]
        return super().get_context_data(
            years=years,
            latest=latest,
            months=months,
            spark=[cell.reads for _year, cell, _url in reversed(years)],
            best=best_read(rows),
            drafts=rows.filter(state="draft").count(),
            list_url=posts_url(account=self.object.pk),
            may_change=can(self.user, rules.CHANGE),
            **extra,
        )


class AccountEditView(AccountPage, OfficeEditView[Account]):
    """A channel changed."""

    permission = rules.CHANGE
    template_name = "office/form.html"
    page_title = gettext_lazy("Change the channel")
    form_class = forms.AccountForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """What is there."""
        return {"instance": self.object}

    def get_cancel_url(self) -> str:
        """Its page."""
        return account_url(self.object.pk)

    def perform(self, form: forms.AccountForm) -> str:
        """Back to its page."""
        save_account(
            actor=self.actor, values=form.values(), account=self.object,
            version=form.cleaned_data.get("version"),
        )  # fmt: skip
        messages.success(self.request, _("Saved."))
        return account_url(self.object.pk)


def span(year: int, month: int = 0) -> dict[str, object]:
    """The filter of a list for a year or one of its months."""
    first, last = (month, month) if month else (1, 12)
    return {
        "state": "published",
        "published_on_min": date(year, first, 1).isoformat(),
        "published_on_max": date(year, last, monthrange(year, last)[1]).isoformat(),
    }


class YearView(OfficeView):
    """Channels by month of one year: posts and their reads."""

    permission = rules.VIEW
    page_title = gettext_lazy("Posts by month")
    breadcrumbs = (POSTS,)
    template_name = "posts/office/year.html"

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """The matrix, and the years there are."""
        years = known_years(self.user)
        year = int(self.kwargs.get("year", years[0]))
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise Http404
        rows, whole = year_matrix(self.user, year)
        return super().get_context_data(
            year=year,
            years=years,
            rows=[
                (row, account_url(row.key), self._cells(year, row.cells, account=row.key),
                 posts_url(account=row.key, **span(year)))
                for row in rows
            ],
            whole=whole,
            whole_cells=self._cells(year, whole.cells),
            whole_url=posts_url(**span(year)),
            months=[date(year, month, 1) for month in range(1, 13)],
            **extra,
        )  # fmt: skip

    def _cells(self, year: int, cells: Sequence[Any], **query: object) -> list[tuple[Any, str]]:
        return [
            (cell, posts_url(**query, **span(year, at))) for at, cell in enumerate(cells, start=1)
        ]
