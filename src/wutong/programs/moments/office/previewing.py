"""A plan's letter as anybody would read it, and whether and when they would get it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _

from wutong.core.people.public import people_cards, search, visible_people
from wutong.engines.outreach.public import preview_words
from wutong.kernel import clock
from wutong.kernel.errors import WutongError
from wutong.programs.moments.dates import next_days
from wutong.programs.moments.office.addresses import moment_url
from wutong.programs.moments.office.views import MomentPage
from wutong.programs.moments.theirs import verdict_for
from wutong.programs.moments.words import letter_of
from wutong.ui.office.frames import framed

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from wutong.core.people.models import Person
    from wutong.platform.outbox.public import Preview

FOUND = 6


class _Reader(MomentPage):
    """Whose eyes one looks through."""

    @cached_property
    def person(self) -> Person | None:
        """Within the viewer's scope; nobody: every field shows its fallback."""
        asked = self.request.GET.get("person", "")
        if not asked.isdigit() or len(asked) > 15:
            return None
        return visible_people(self.user).filter(pk=int(asked)).first()

    @property
    def language(self) -> str:
        """The language asked for, else the person's."""
        asked = self.request.GET.get("language", "")
        if asked in {"zh-hans", "en"}:
            return asked
        return self.person.language if self.person else "zh-hans"

    def shown(self) -> Preview:
        """The letter of the next day; raises WutongError."""
        today = clock.today()
        day = next(iter(next_days(self.object, today, 1)), today)
        return preview_words(
            letter_of(self.object, day), language=self.language,
            person_id=self.person.pk if self.person else None,
        )  # fmt: skip


class MomentPreview(_Reader):
    """Choose anybody by name."""

    template_name = "moments/office/preview.html"

    def get_page_title(self) -> str:
        """What is shown."""
        return _("Preview")

    def get_breadcrumbs(self) -> list[tuple[Any, Any]]:
        """And the plan."""
        return [*super().get_breadcrumbs(), (self.object.title, moment_url(self.object.pk))]

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Who was found, the letter, the verdict."""
        text = self.request.GET.get("who", "").strip()[:80]
        found = search(text, people=visible_people(self.user))[:FOUND] if text else []
        people = visible_people(self.user).filter(pk__in=[one.pk for one in found])
        shown, problem = None, ""
        try:
            shown = self.shown()
        except WutongError as error:
            problem = str(error)
        return super().get_context_data(
            shown=shown,
            problem=problem,
            who=text,
            found=list(people_cards(people).values()),
            person=self.person,
            verdict=verdict_for(self.object, self.person) if self.person else [],
            language=self.language,
            width="phone" if self.request.GET.get("width") == "phone" else "desktop",
            **extra,
        )


@framed
class MomentPreviewFrame(_Reader):
    """The letter's own HTML."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Alone."""
        try:
            shown = self.shown()
        except WutongError as error:
            return HttpResponse(format_html("<p>{}</p>", str(error)))
        return HttpResponse(shown.html)
