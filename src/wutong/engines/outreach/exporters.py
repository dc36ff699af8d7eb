"""Lists of recipients as files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.core.people.public import people_cards, visible_people
from wutong.engines.outreach.enums import Exclusion
from wutong.engines.outreach.models import Campaign
from wutong.engines.outreach.selectors import recipients_with
from wutong.platform.access.public import scope
from wutong.platform.tabular.exports.public import ExportTable, exports

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet
    from django.utils.functional import _StrOrPromise

    from wutong.core.people.models import Person
    from wutong.engines.outreach.models import Recipient
    from wutong.platform.accounts.models import User

EXPORT = "campaigns.recipients"
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


exports.register(EXPORT, RecipientsSource())
