"""News as feeds: RSS, Atom and JSON, all and by topic."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import View

from wutong.programs.portal.catalogue import STORIES, documents, marked_with
from wutong.programs.portal.stories import mark_of
from wutong.programs.publishing.public import SITES, open_sites
from wutong.ui.site.meta import HREFLANG
from wutong.ui.site.public import PageMeta, absolute, kept, prefix

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.feedgenerator import SyndicationFeed

    from wutong.programs.portal.models import PublicDocument

LATEST = 30
FORMS: dict[str, tuple[str, type[SyndicationFeed] | None]] = {
    "rss": ("application/rss+xml; charset=utf-8", Rss201rev2Feed),
    "atom": ("application/atom+xml; charset=utf-8", Atom1Feed),
    "json": ("application/feed+json; charset=utf-8", None),
}


def topics_of(language: str) -> dict[str, str]:
    """Topics of the latest stories: label by slug."""
    found: dict[str, str] = {}
    for pairs in documents(STORIES, language).values_list("topics", flat=True)[:300]:
        found.update({slug: label for slug, label in pairs})  # noqa: C416 - pairs are lists
    return dict(sorted(found.items(), key=lambda pair: pair[1]))


def _here() -> str:
    return get_language() or settings.LANGUAGE_CODE


@method_decorator(kept(STORIES), name="dispatch")
class FeedsView(View):
    """``/feeds/``: which there are, and what to do with them."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """A page for people."""
        meta = PageMeta(title=_("Feeds"), description=_("Follow the news without an account."))
        topics = topics_of(_here())
        return render(request, "portal/feeds.html", {"meta": meta, "topics": topics})


@method_decorator(kept(STORIES), name="dispatch")
class FeedView(View):
    """One feed in one form."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, form: str, topic: str = "") -> HttpResponse:
        """The latest thirty."""
        if form not in FORMS:
            raise Http404
        rows = documents(STORIES, _here())
        title = _title()
        if topic:
            label = topics_of(_here()).get(topic)
            if label is None:
                raise Http404
            rows = rows.filter(topic_slugs__contains=[topic])
            title = f"{title} · {label}"
        return self.answer(request, form, title, list(rows[:LATEST]))

    def answer(
        self, request: HttpRequest, form: str, title: str, found: list[PublicDocument]
    ) -> HttpResponse:
        """The feed of what was found."""
        content_type, kind = FORMS[form]
        if kind is None:
            body = _json_feed(request, title, found)
            return JsonResponse(body, content_type=content_type,
                                json_dumps_params={"ensure_ascii": False})  # fmt: skip
        feed = kind(
            title=title,
            link=absolute(f"{prefix()}/"),
            description=_("News of alumni and their university"),
            language=HREFLANG.get(_here(), _here()),
            feed_url=absolute(request.path),
        )
        for row in found:
            _entry(feed, row)
        response = HttpResponse(content_type=content_type)
        feed.write(response, "utf-8")
        return response


@method_decorator(kept(SITES, STORIES), name="dispatch")
class SiteFeedView(FeedView):
    """The news of one organisation's pages."""

    def get(self, request: HttpRequest, form: str, slug: str) -> HttpResponse:  # type: ignore[override]
        """The latest thirty; 404 where there are no such pages."""
        site = open_sites().filter(slug=slug).first()
        if form not in FORMS or site is None:
            raise Http404
        found = marked_with(mark_of(slug), _here())[:LATEST]
        return self.answer(request, form, f"{_title()} · {site}", list(found))


def _title() -> str:
    chinese = _here().startswith("zh")
    return _("Alumni of %(university)s") % {
        "university": settings.UNIVERSITY["name_zh" if chinese else "name_en"]
    }


def _entry(feed: SyndicationFeed, row: PublicDocument) -> None:
    feed.add_item(
        title=_clean(row.title),
        link=absolute(row.path),
        description=_clean(row.summary or row.text[:300]),
        author_name=_clean(row.author) or None,
        pubdate=row.published_at,
        updateddate=row.changed_at or row.published_at or datetime.now(tz=UTC),
        unique_id=f"urn:wutong:{row.key}:{row.language}",
        unique_id_is_permalink=False,
        categories=tuple(_clean(label) for _slug, label in row.topics),
    )


def _clean(text: str) -> str:
    """Without characters that XML forbids."""
    return "".join(char for char in text if char >= " " or char in "\n\t")


def _json_feed(request: HttpRequest, title: str, found: list[PublicDocument]) -> dict[str, Any]:
    items = []
    for row in found:
        item: dict[str, Any] = {
            "id": f"urn:wutong:{row.key}:{row.language}",
            "url": absolute(row.path),
            "title": row.title,
            "summary": row.summary,
            "content_text": row.text or row.summary,
            "language": HREFLANG.get(row.language, row.language),
            "tags": [label for _slug, label in row.topics],
        }
        if row.published_at:
            item["date_published"] = row.published_at.isoformat()
        if row.changed_at:
            item["date_modified"] = row.changed_at.isoformat()
        if row.author:
            item["authors"] = [{"name": row.author}]
        if row.picture:
            item["image"] = absolute(row.picture)
        items.append(item)
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": absolute(f"{prefix()}/"),
        "feed_url": absolute(request.path),
        "language": HREFLANG.get(_here(), _here()),
        "items": items,
    }
