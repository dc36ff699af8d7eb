"""The letter as one recipient would see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _

from wutong.core.people.public import people_cards, search, visible_people
from wutong.engines.outreach.models import Campaign
from wutong.engines.outreach.office.views import LIST
from wutong.engines.outreach.selectors import first_reader
from wutong.engines.outreach.services.trying import preview, preview_notice
from wutong.kernel.errors import WutongError
from wutong.platform.outbox.public import count_segments
from wutong.ui.office.frames import framed_with_pictures
from wutong.ui.office.views import OfficeObjectView

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from wutong.core.people.models import Person

FOUND = 6


class _Reader(OfficeObjectView[Campaign]):
    """Whose eyes one looks through."""

    model = Campaign
    permission = "campaigns.view"

    def get_queryset(self) -> Any:
        """With the body that signs and whom it is for."""
        return super().get_queryset().select_related("legal_body", "segment", "signature", "notice")

    @cached_property
    def person(self) -> Person | None:
        """The chosen recipient, within the viewer's scope; the first of the segment when nobody
        is chosen, and None for ``person=0``: every field shows its fallback.
        """
        asked = self.request.GET.get("person", "")
        if asked.isdecimal():
            return visible_people(self.user).filter(pk=int(asked)).first()
        return first_reader(self.object, self.user)

    @property
    def language(self) -> str:
        """The language asked for, else the person's."""
        asked = self.request.GET.get("language", "")
        if asked in {"zh-hans", "en"}:
            return asked
        return self.person.language if self.person else "zh-hans"


class CampaignPreview(_Reader):
    """Choose anybody by name; see the letter on a phone and on a desktop, in both languages."""

    template_name = "outreach/preview.html"

    def get_page_title(self) -> str:
        """What is shown."""
        return _("Preview")

    def get_breadcrumbs(self) -> list[tuple[Any, Any]]:
        """Back to the sending."""
        return [LIST, (self.object.title, f"/office/campaigns/{self.object.pk}/")]

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Subject and text part, and who was found."""
        text = self.request.GET.get("who", "").strip()[:80]
        found = search(text, people=visible_people(self.user))[:FOUND] if text else []
        people = visible_people(self.user).filter(pk__in=[one.pk for one in found])
        shown, problem = None, ""
        try:
            shown = preview(
                campaign=self.object,
                language=self.language,
                person_id=self.person.pk if self.person else None,
            )
        except WutongError as error:
            problem = str(error)
        return super().get_context_data(
            shown=shown,
            problem=problem,
            who=text,
            found=list(people_cards(people).values()),
            person=self.person,
            language=self.language,
            width="phone" if self.request.GET.get("width") == "phone" else "desktop",
            card=preview_notice(self.object, self.language, self.person.pk if self.person else None)
            if shown and self.object.by_wechat
            else None,
            text_size=count_segments(shown.text) if shown and self.object.by_text else None,
            **extra,
        )


@framed_with_pictures
class CampaignPreviewFrame(_Reader):
    """The letter's own HTML, alone in a frame that runs nothing and loads its pictures only."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The HTML part."""
        try:
            shown = preview(
                campaign=self.object,
                language=self.language,
                person_id=self.person.pk if self.person else None,
            )
        except WutongError as error:
            return HttpResponse(format_html("<p>{}</p>", str(error)))
        return HttpResponse(shown.html)
