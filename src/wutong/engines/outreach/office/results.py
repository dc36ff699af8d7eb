"""What became of a sending: by college, class, place and provider, down to the names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from wutong.core.people.public import people_cards, visible_people
from wutong.engines.outreach import results, tasks
from wutong.engines.outreach.enums import Dimension, Result
from wutong.engines.outreach.exporters import BEHIND, RESULTS
from wutong.engines.outreach.models import Campaign, ResultRow
from wutong.engines.outreach.office.views import LIST
from wutong.platform.access.public import can
from wutong.platform.jobs.public import defer
from wutong.platform.tabular.exports.public import start_export
from wutong.ui.office.views import OfficeObjectView

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

PAGE = 50
ALWAYS = (Result.TOTAL, Result.DELIVERED, Result.ANSWERED)
"""Columns of the groups that are shown though there is nothing in them."""


class _Results(OfficeObjectView[Campaign]):
    """A sending that has gone out, and by what its results are asked for."""

    model = Campaign
    permission = "campaigns.view"

    def get_queryset(self) -> QuerySet[Campaign]:
        """Before it left there is nothing to see."""
        return super().get_queryset().filter(sent_at__isnull=False)

    @cached_property
    def by(self) -> Dimension:
        """The breakdown asked for."""
        asked = self.request.GET.get("by", "")
        known = (Dimension.ALL, *results.dimensions_of(self.object))
        return Dimension(asked) if asked in known else Dimension.COLLEGE

    def get_breadcrumbs(self) -> list[tuple[Any, Any]]:
        """Back to the sending."""
        here = reverse("office:campaigns-detail", args=[self.object.pk])
        return [LIST, (self.object.title, here)]


class CampaignResults(_Results):
    """Everybody in figures, then one line a group; every number opens to names."""

    template_name = "outreach/results.html"

    def get_page_title(self) -> str:
        """What is shown."""
        return _("Results")

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """A few hundred small rows; counted by a worker the first time somebody asks."""
        campaign = self.object
        overview = results.overview_of(campaign)
        if overview.line is None:
            defer(tasks.count_results, once=f"{campaign.ref}:results", campaign_id=campaign.pk)
        by = self.by if self.by != Dimension.ALL else Dimension.COLLEGE
        asked = self.request.GET
        text, sort = asked.get("q", "").strip()[:60], asked.get("sort", "")
        sort = sort if sort in results.columns_of(campaign) else Result.TOTAL.value
        rows = results.groups_of(campaign, by, sort=sort, text=text)
        page = Paginator(rows, PAGE).get_page(asked.get("page"))
        shown: list[ResultRow] = list(page.object_list)
        columns = results.columns_of(campaign)
        somebody = dict(overview.line.numbers) if overview.line else {}
        filled = tuple(one for one in columns if somebody.get(one.value) or one in ALWAYS)
        largest = rows.order_by("-total").values_list("total", flat=True).first()
        return super().get_context_data(
            overview=overview,
            by=by,
            tabs=overview.dimensions,
            columns=columns,
            shown=filled,
            lines=results.lines_of(campaign, by, shown, filled),
            longest=largest or 1,
            page=page,
            text=text,
            sort=sort,
            here=urlencode({"by": by.value, "sort": sort, "q": text}),
            people_url=reverse("office:campaigns-behind", args=[campaign.pk]),
            **extra,
        )


class CampaignBehind(_Results):
    """The names behind one number, fifty at a time, as the viewer's scope allows."""

    template_name = "outreach/behind.html"

    @cached_property
    def what(self) -> Result:
        """The column."""
        asked = self.request.GET.get("what", "")
        if asked not in results.columns_of(self.object):
            raise Http404
        return Result(asked)

    @cached_property
    def key(self) -> str:
        """The group; "" are those of whom it is not known."""
        key = self.request.GET.get("key", "")[:320]
        if self.by in results.MODELS and key and not key.isdigit():
            raise Http404
        return key

    @property
    def group(self) -> str:
        """The group in words; "" where it is everybody."""
        return "" if self.by == Dimension.ALL else results.labels_of(self.by, [self.key])[self.key]

    def get_page_title(self) -> str:
        """What of whom."""
        return str(self.what.label)

    def get_breadcrumbs(self) -> list[tuple[Any, Any]]:
        """Back to the results."""
        back = reverse("office:campaigns-results", args=[self.object.pk])
        return [*super().get_breadcrumbs(), (_("Results"), f"{back}?by={self.by}")]

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """One page of names in a fixed number of queries; how many there are was counted before."""
        people = visible_people(self.user)
        found = results.people_behind(
            self.object, by=self.by, key=self.key, what=self.what, people=people
        )
        after = self.request.GET.get("after", "")
        if after.isdigit():
            found = found.filter(person_id__gt=int(after))
        ids = list(found.values_list("person_id", flat=True)[: PAGE + 1])
        cards = people_cards(people.filter(pk__in=ids[:PAGE]))
        counted = ResultRow.objects.filter(
            campaign=self.object, dimension=self.by, key=self.key
        ).first()
        asked = {"by": self.by.value, "key": self.key, "what": self.what.value}
        return super().get_context_data(
            cards=[cards[pk] for pk in ids[:PAGE] if pk in cards],
            more=urlencode({**asked, "after": ids[PAGE - 1]}) if len(ids) > PAGE else "",
            first=urlencode(asked) if after else "",
            counted=getattr(counted, self.what.value) if counted else 0,
            group=self.group,
            asked=asked,
            may_export=can(self.user, "campaigns.export"),
            **extra,
        )


class CampaignResultsExport(_Results):
    """The table, or the names behind a number, as a workbook made by a worker."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Looking does nothing."""
        return HttpResponseRedirect(reverse("office:campaigns-results", args=[self.object.pk]))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Begin, and go to the progress page."""
        given = request.POST
        by, what = given.get("by", ""), given.get("what", "")
        if by not in Dimension.values or (what and what not in Result.values):
            raise Http404
        params: dict[str, Any] = {"campaign": self.object.pk, "by": by}
        if what:
            params |= {"what": what, "key": given.get("key", "")[:320]}
        progress = start_export(
            actor=self.actor,
            key=BEHIND if what else RESULTS,
            params=params,
            back_url=reverse("office:campaigns-results", args=[self.object.pk]),
        )
        return HttpResponseRedirect(reverse("office:progress", args=[progress.pk]))
