"""Stories of the newsroom to choose from for an issue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseBadRequest, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.kernel.errors import WutongError
from wutong.programs.journal import rules
from wutong.programs.journal.models import Article
from wutong.programs.journal.office.views import IssuePage
from wutong.programs.journal.services.stories import take_story
from wutong.programs.publishing.public import published_pages, story_of_pages

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

PAGE = 25


class StoriesView(IssuePage):
    """Public stories, the latest first; one tap takes one over, in every language it is told in."""

    permission = rules.CHANGE
    action = "change"
    template_name = "journal/office/stories.html"
    page_title = gettext_lazy("From the newsroom")

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """A page of them, those that stand in the issue marked."""
        text = self.request.GET.get("q", "").strip()[:80]
        language = "en" if self.request.GET.get("language") == "en" else "zh-hans"
        pages = published_pages(language)
        if text:
            pages = pages.filter(title__icontains=text)
        page = Paginator(pages, PAGE).get_page(self.request.GET.get("page"))
        taken = set(
            Article.objects.filter(
                issue=self.object, removed_at=None, story__isnull=False
            ).values_list("story", flat=True)
        )
        found = list(story_of_pages(page.object_list))
        return super().get_context_data(
            page=page,
            q=text,
            language=language,
            stories=[(one, one.key in taken) for one in found],
            **extra,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Take one over, or bring it up to date."""
        try:
            key = UUID(request.POST.get("story", ""))
        except ValueError:
            return HttpResponseBadRequest(_("Nothing to do."))
        try:
            made = take_story(actor=self.actor, issue=self.object, key=key)
        except WutongError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("“%(title)s” is in the issue.") % {"title": made.title})
        return HttpResponseRedirect(request.get_full_path())
