"""Lists of recipients as files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.core.people.public import people_cards, visible_people
from wutong.engines.outreach import results
from wutong.engines.outreach.enums import Dimension, Exclusion, Result
from wutong.engines.outreach.models import Campaign
from wutong.engines.outreach.selectors import recipients_with
from wutong.platform.access.public import scope
from wutong.platform.tabular.exports.public import ExportTable, exports
from wutong.ui.design.typography import as_moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet
    from django.utils.functional import _StrOrPromise

    from wutong.core.people.models import Person
    from wutong.engines.outreach.models import Recipient
    from wutong.platform.accounts.models import User

EXPORT = "campaigns.recipients"
RESULTS, BEHIND = "campaigns.results", "campaigns.behind"
CHUNK = 2_000


class RecipientsSource:
    """Everybody of a sending who was judged the same way, as the acting user may see them."""

    label: _StrOrPromise = gettext_lazy("Recipients of a greeting")

    def permission(self, params: dict[str, Any]) -> str:
        """Lists of recipients need a permission of their own."""
        return "campaigns.export"

    def needs_reason(self, params: dict[str, Any]) -> bool:
        """The file says which greeting it is about."""
        return False

    def open(self, user: User, params: dict[str, Any]) -> ExportTable:
        """Names and studies; addresses stay inside."""
        campaign = get_object_or_404(scope(user, Campaign), pk=params["campaign"])
        reason = params["reason"] if params["reason"] in Exclusion.values else ""
        people = visible_people(user)
        rows = recipients_with(campaign, reason, people)
        judged = str(Exclusion(reason).label) if reason else _("Gets this greeting")
        return ExportTable(
            name=f"{campaign.title} {judged}",
            columns=[_("Number"), _("Name"), _("Studies"), _("Judged")],
            rows=_lines(rows, people, judged),
            total=rows.count(),
            about=[(_("Greeting"), campaign.title), (_("Judged"), judged)],
        )


def _lines(rows: QuerySet[Recipient], people: QuerySet[Person], judged: str) -> Iterator[list[Any]]:
    last = 0
    while ids := list(rows.filter(person_id__gt=last).values_list("person_id", flat=True)[:CHUNK]):
        cards = people_cards(people.filter(pk__in=ids))
        for pk in ids:
            if pk in cards:
                yield [pk, cards[pk].name, cards[pk].study, judged]
        last = ids[-1]


class ResultsSource:
    """What became of a sending, group by group."""

    label: _StrOrPromise = gettext_lazy("Results of a greeting")

    def permission(self, params: dict[str, Any]) -> str:
        """They name nobody."""
        return "campaigns.view"

    def needs_reason(self, params: dict[str, Any]) -> bool:
        """The file says which greeting it is about."""
        return False

    def open(self, user: User, params: dict[str, Any]) -> ExportTable:
        """Everybody first, then every group."""
        campaign = get_object_or_404(scope(user, Campaign), pk=params["campaign"])
        by = Dimension(params["by"])
        overview = results.overview_of(campaign)
        rows = results.groups_of(campaign, by)
        lines = results.lines_of(campaign, by, rows)
        if overview.line:
            lines.insert(0, overview.line)
        columns = results.columns_of(campaign)
        return ExportTable(
            name=f"{campaign.title} {by.label}",
            columns=[str(by.label).capitalize(), *(str(column.label) for column in columns)],
            rows=([line.label, *(count for _what, count in line.numbers)] for line in lines),
            total=len(lines),
            about=[
                (_("Greeting"), campaign.title),
                (_("As of"), as_moment(overview.counted_at) if overview.counted_at else "–"),
            ],
        )


class BehindSource:
    """The names behind one number of the results."""

    label: _StrOrPromise = gettext_lazy("Readers of a greeting")

    def permission(self, params: dict[str, Any]) -> str:
        """As for every list of recipients."""
        return "campaigns.export"

    def needs_reason(self, params: dict[str, Any]) -> bool:
        """The file says which greeting it is about."""
        return False

    def open(self, user: User, params: dict[str, Any]) -> ExportTable:
        """Names and studies; addresses stay inside."""
        campaign = get_object_or_404(scope(user, Campaign), pk=params["campaign"])
        by, what, key = Dimension(params["by"]), Result(params["what"]), str(params["key"])
        people = visible_people(user)
        rows = results.people_behind(campaign, by=by, key=key, what=what, people=people)
        group = results.labels_of(by, [key])[key] if by != Dimension.ALL else ""
        return ExportTable(
            name=f"{campaign.title} {what.label} {group}".strip(),
            columns=[_("Number"), _("Name"), _("Studies"), _("Result")],
            rows=_lines(rows, people, str(what.label)),
            total=rows.count(),
            about=[(_("Greeting"), campaign.title), (str(by.label).capitalize(), group or "–")],
        )


exports.register(EXPORT, RecipientsSource())
exports.register(RESULTS, ResultsSource())
exports.register(BEHIND, BehindSource())
