"""Which story of the newsroom a post tells: for posts that were entered by hand or imported."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.programs.posts import rules
from wutong.programs.posts.office.addresses import post_url
from wutong.programs.posts.office.views import PostPage
from wutong.programs.posts.services.posts import tie_post
from wutong.programs.publishing.public import LANGUAGES, published_pages, story_titles
from wutong.ui.office.doing import DoView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http.response import HttpResponseBase

    from wutong.ui.office.doing import Acts

MOST = 20
AROUND = timedelta(days=20)
"""A story reaches other channels within these days of the site, or before it."""
BEGINNING = 8


class StoryOfPostView(DoView, PostPage):
    """Stories that it may be, the likeliest first; one press ties it."""

    permission = rules.CHANGE
    action = "change"
    template_name = "posts/office/tie.html"
    page_title = gettext_lazy("Which story is it?")

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Looking ties nothing."""
        return self.render()

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """What was looked for, else what was public under such a title or in those days."""
        asked = self.request.GET.get("q", "").strip()[:80]
        tied = self.object.story_key
        return super().get_context_data(
            asked=asked,
            tied=story_titles([tied]).get(tied, "") if tied else "",
            stories=list(self._stories(asked)),
            **extra,
        )

    def _stories(self, asked: str) -> Iterator[dict[str, Any]]:
        seen: set[UUID] = set()
        for language in LANGUAGES:
            rows = published_pages(language).select_related("locale")
            for page in rows.filter(self._likely(asked))[: 2 * MOST]:
                if page.translation_key in seen or len(seen) == MOST:
                    continue
                seen.add(page.translation_key)
                yield {
                    "key": page.translation_key, "title": page.title, "language": page.language,
                    "on": page.first_published_at,
                    "same": page.translation_key == self.object.story_key,
                }  # fmt: skip

    def _likely(self, asked: str) -> Q:
        if asked:
            return Q(title__icontains=asked)
        likely = Q(title__icontains=self.object.title.strip()[:BEGINNING])
        day = self.object.published_on
        if day is not None:
            likely |= Q(first_published_at__date__range=(day - AROUND, day + AROUND))
        return likely

    def acts(self) -> Acts:
        """Tie it, or tie it to none."""
        return {
            "tie": (rules.CHANGE, self._tie),
            "loosen": (rules.CHANGE, lambda: self._say(None)),
        }

    def back(self) -> HttpResponseBase:
        """To the post."""
        return HttpResponseRedirect(post_url(self.object.pk))

    def _tie(self) -> str:
        try:
            key = UUID(self.request.POST.get("story", ""))
        except ValueError:
            return ""
        return self._say(key)

    def _say(self, key: UUID | None) -> str:
        tie_post(actor=self.actor, post=self.object, key=key)
        return _("The post is tied to the story.") if key else _("The post is tied to no story.")
