"""The names behind a number of the pre-flight, and the letters of uncertain outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from wutong.core.people.public import people_cards, visible_people
from wutong.engines.outreach.enums import Exclusion
from wutong.engines.outreach.exporters import EXPORT
from wutong.engines.outreach.models import Campaign
from wutong.engines.outreach.office.views import LIST, go_back
from wutong.engines.outreach.selectors import recipients_with, uncertain_of
from wutong.platform.access.public import can
from wutong.platform.outbox.public import reply_words
from wutong.platform.tabular.exports.public import start_export
from wutong.ui.office.views import OfficeObjectView

PAGE = 50

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from wutong.engines.outreach.models import Recipient


class CampaignRecipients(OfficeObjectView[Campaign]):
    """Everybody judged the same way, fifty at a time, as the viewer's scope allows."""

    model = Campaign
    permission = "campaigns.view"
    template_name = "outreach/recipients.html"

    @cached_property
    def reason(self) -> str:
        """The reason asked for; "" are those who get it."""
        asked = self.request.GET.get("reason", "")
        return asked if asked in Exclusion.values else ""

    def get_page_title(self) -> str:
        """The reason in words."""
        return str(Exclusion(self.reason).label) if self.reason else _("Gets this greeting")

    def get_breadcrumbs(self) -> list[tuple[Any, Any]]:
        """Back to the sending."""
        return [LIST, (self.object.title, f"/office/campaigns/{self.object.pk}/")]

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """One page of names, in a fixed number of queries: nobody is counted again for it."""
        people = visible_people(self.user)
        found = recipients_with(self.object, self.reason, people)
        after = self.request.GET.get("after", "")
        if after.isdigit():
            found = found.filter(person_id__gt=int(after))
        rows: list[Recipient] = list(found[: PAGE + 1])
        more = rows[PAGE - 1].person_id if len(rows) > PAGE else None
        rows = rows[:PAGE]
        cards = people_cards(people.filter(pk__in=[row.person_id for row in rows]))
        others = [row.shares_with for row in rows if row.shares_with]
        shared = {pk: card.label for pk, card in people_cards(people.filter(pk__in=others)).items()}
        return super().get_context_data(
            reason=self.reason,
            counted=(self.object.counts or {}).get(self.reason, 0),
            more=more,
            after=after,
            rows=[(cards.get(row.person_id), shared.get(row.shares_with or 0, "")) for row in rows],
            may_export=can(self.user, "campaigns.export"),
            **extra,
        )


class CampaignUncertain(OfficeObjectView[Campaign]):
    """Letters whose outcome the network hid, for a person to decide."""

    model = Campaign
    permission = "campaigns.view"
    template_name = "outreach/uncertain.html"

    def get_page_title(self) -> str:
        """What is listed."""
        return _("Uncertain letters")

    def get_breadcrumbs(self) -> list[tuple[Any, Any]]:
        """Back to the sending."""
        return [LIST, (self.object.title, f"/office/campaigns/{self.object.pk}/")]

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """One page of letters with the people they are for."""
        rows = list(uncertain_of(self.object)) if self.object.gone_out else []
        page = Paginator(rows, PAGE).get_page(self.request.GET.get("page"))
        ids = [int(row.subject_ref.partition(":")[2] or 0) for row in page.object_list]
        cards = people_cards(visible_people(self.user).filter(pk__in=ids))
        return super().get_context_data(
            page=page,
            rows=[
                (cards.get(pk), row, reply_words(row) if pk in cards else "")
                for pk, row in zip(ids, page.object_list, strict=True)
            ],
            may_change=can(self.user, "campaigns.change"),
            **extra,
        )


class CampaignExport(OfficeObjectView[Campaign]):
    """The names behind a number as a file, made by a worker."""

    model = Campaign
    permission = "campaigns.export"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Looking does nothing."""
        return go_back(self.object)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Begin, and go to the progress page."""
        progress = start_export(
            actor=self.actor,
            key=EXPORT,
            params={"campaign": self.object.pk, "reason": request.POST.get("reason", "")},
            back_url=reverse("office:campaigns-detail", args=[self.object.pk]),
        )
        return HttpResponseRedirect(reverse("office:progress", args=[progress.pk]))
