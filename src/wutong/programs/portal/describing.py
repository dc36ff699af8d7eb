"""What pages of public things tell machines about themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wutong.programs.portal.cards import card_address, site_card_address
from wutong.programs.portal.catalogue import document_at, versions_of
from wutong.ui.site.meta import HREFLANG
from wutong.ui.site.public import PageMeta, absolute, crumbs, prefix
from wutong.ui.site.registry import findables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

    from wutong.programs.portal.models import PublicDocument

DESCRIPTION = 150


def describe(request: HttpRequest) -> PageMeta:
    """Of the home page, and of whatever the index knows by its address; else the site's card."""
    language = get_language() or settings.LANGUAGE_CODE
    if request.path in {"/", "/en/"}:
        return _home(language)
    row = document_at(request.path)
    return _of(row) if row is not None else PageMeta(card=site_card_address(language))


def university(language: str) -> dict[str, Any]:
    """The university as schema.org knows it."""
    names = settings.UNIVERSITY
    chinese = language.startswith("zh")
    return {
        "@type": "CollegeOrUniversity",
        "name": names["name_zh" if chinese else "name_en"],
        "alternateName": names["name_en" if chinese else "name_zh"],
        "url": absolute("/" if chinese else "/en/"),
    }


def _home(language: str) -> PageMeta:
    names = settings.UNIVERSITY
    name = names["name_zh" if language.startswith("zh") else "name_en"]
    said = _("News of alumni, where they meet, what is on, and how to stay in touch.")
    site = {
        "@type": "WebSite",
        "name": name,
        "url": absolute(f"{prefix()}/"),
        "inLanguage": HREFLANG.get(language, language),
        "potentialAction": {
            "@type": "SearchAction",
            "target": absolute(f"{prefix()}/search/?q={{q}}"),
            "query-input": "required name=q",
        },
    }
    return PageMeta(
        title=_("Alumni of %(university)s") % {"university": name},
        description=said,
        card=site_card_address(language),
        linked=(university(language), site),
    )


def _of(row: PublicDocument) -> PageMeta:
    source = findables.find(row.area)
    article = row.schema == "NewsArticle"
    steps = [(_("Home"), f"{prefix()}/")]
    if source is not None:
        steps.append((str(source.label), f"{prefix()}/{row.area}/"))
    linked: list[Mapping[str, Any]] = [crumbs(*steps, (row.title, row.path))]
    if article:
        linked.insert(0, _article(row))
    said = row.summary
    return PageMeta(
        title=row.title,
        description=said if len(said) <= DESCRIPTION else f"{said[: DESCRIPTION - 1]}…",
        kind="article" if article else "website",
        card=card_address(row),
        alternates=versions_of(row),
        published=row.published_at if article else None,
        changed=row.changed_at if article else None,
        linked=tuple(linked),
    )


def _article(row: PublicDocument) -> dict[str, Any]:
    """Authors are named as a line of print, not as persons: nobody was asked for that."""
    found: dict[str, Any] = {
        "@type": "NewsArticle",
        "headline": row.title[:110],
        "url": absolute(row.path),
        "mainEntityOfPage": absolute(row.path),
        "inLanguage": HREFLANG.get(row.language, row.language),
        "image": [absolute(part) for part in (row.picture, card_address(row)) if part],
        "publisher": university(row.language),
        "author": university(row.language),
    }
    if row.summary:
        found["description"] = row.summary
    if row.published_at:
        found["datePublished"] = row.published_at.isoformat()
    if row.changed_at:
        found["dateModified"] = row.changed_at.isoformat()
    if row.topics:
        found["keywords"] = [label for _slug, label in row.topics]
    return found
