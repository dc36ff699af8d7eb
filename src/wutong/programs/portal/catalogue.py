"""Reading what is public: the latest, by topic, by year, the thing at an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wutong.programs.portal.models import PublicDocument

if TYPE_CHECKING:
    from django.db.models import QuerySet

STORIES = "stories"


def documents(area: str, language: str) -> QuerySet[PublicDocument]:
    """Those of an area in one language, the latest first."""
    return (
        PublicDocument.objects.filter(area=area, language=language)
        .defer("tokens", "title_tokens")
        .order_by("-published_at", "-pk")
    )


def marked_with(topic: str, language: str) -> QuerySet[PublicDocument]:
    """Dated things under a topic, in whichever area, the latest first."""
    return (
        PublicDocument.objects.filter(
            topic_slugs__contains=[topic], language=language, published_at__isnull=False
        )
        .defer("tokens", "title_tokens")
        .order_by("-published_at", "-pk")
    )


def document_at(path: str) -> PublicDocument | None:
    """What stands at an address, if it is one of the public things."""
    return PublicDocument.objects.defer("tokens", "title_tokens", "text").filter(path=path).first()


def versions_of(document: PublicDocument) -> list[tuple[str, str]]:
    """(language, path) of every version."""
    rows = PublicDocument.objects.filter(key=document.key).order_by("-language")
    return list(rows.values_list("language", "path"))
