"""What a public page tells machines: canonical address, languages, cards, schema.org."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import translate_url
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from wutong.ui.site.registry import PageMeta, describers, feeds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

HREFLANG = {"zh-hans": "zh-CN", "en": "en"}
OG_LOCALE = {"zh-hans": "zh_CN", "en": "en_US"}
_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026",
            0x2028: "\\u2028", 0x2029: "\\u2029"}  # fmt: skip


def absolute(path: str) -> str:
    """The whole address of a path of this site."""
    return path if path.startswith(("http://", "https://")) else f"{settings.SITE_URL}{path}"


def json_ld(data: Mapping[str, Any]) -> SafeString:
    """An object of schema.org as a script element that runs nothing and cannot be left."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False)
    return SafeString(f'<script type="application/ld+json">{text.translate(_ESCAPES)}</script>')


def crumbs(*steps: tuple[str, str]) -> dict[str, Any]:
    """A BreadcrumbList of (label, path) from the home page on."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": str(label), "item": absolute(path)}
            for place, (label, path) in enumerate(steps, start=1)
        ],
    }


def prefix() -> str:
    """The language prefix of public pages in the language of now."""
    return "" if (get_language() or "").startswith("zh") else "/en"


def meta_of(request: HttpRequest, own: object = None) -> PageMeta:
    """The page's own with the card that a describer knows, else the first describer's."""
    told = (found for describer in describers if (found := describer(request)) is not None)
    if isinstance(own, PageMeta) and own.card:
        return own
    first = next(told, PageMeta())
    return replace(own, card=first.card) if isinstance(own, PageMeta) else first


def head_of(request: HttpRequest, meta: PageMeta, *, noindex: bool = False) -> SafeString:
    """The elements of the head."""
    if noindex:
        return SafeString('<meta name="robots" content="noindex">')
    path = request.path
    page = request.GET.get("page", "")
    if page.isdecimal() and page.isascii() and int(page[:4]) > 1:
        path = f"{path}?page={int(page[:4])}"
    parts = [format_html('<link rel="canonical" href="{}">', absolute(path))]
    parts += _alternates(request, path, meta)
    if meta.description:
        parts.append(format_html('<meta name="description" content="{}">', meta.description))
    parts += _card(path, meta)
    parts += [
        format_html(
            '<link rel="alternate" type="{}" title="{}" href="{}">',
            feed.content_type,
            feed.title,
            f"{prefix()}{feed.path}",
        )
        for feed in feeds
    ]
    parts += [json_ld(one) for one in meta.linked]
    return SafeString("\n".join(parts))


def _alternates(request: HttpRequest, path: str, meta: PageMeta) -> list[SafeString]:
    pairs = meta.alternates
    if pairs is None:
        pairs = [(code, translate_url(path, code)) for code, _name in settings.LANGUAGES]
        if len({address for _, address in pairs}) < len(pairs):
            return []
    if len(pairs) < 2:
        return []
    rows = [(HREFLANG.get(code, code), absolute(address)) for code, address in pairs]
    default = next((absolute(at) for code, at in pairs if code == settings.LANGUAGE_CODE), "")
    if default:
        rows.append(("x-default", default))
    return [format_html_join("\n", '<link rel="alternate" hreflang="{}" href="{}">', rows)]


def _card(path: str, meta: PageMeta) -> list[SafeString]:
    if not meta.title:
        return []
    code = get_language() or settings.LANGUAGE_CODE
    names = settings.UNIVERSITY
    facts: list[tuple[str, object]] = [
        ("og:type", meta.kind),
        ("og:site_name", names["name_zh" if code.startswith("zh") else "name_en"]),
        ("og:title", meta.title),
        ("og:description", meta.description),
        ("og:url", absolute(path)),
        ("og:locale", OG_LOCALE.get(code, "zh_CN")),
    ]
    if meta.card:
        facts += [
            ("og:image", absolute(meta.card)),
            ("og:image:width", 1200),
            ("og:image:height", 630),
            ("og:image:alt", meta.card_alt or meta.title),
        ]
    if meta.published:
        facts.append(("article:published_time", meta.published.isoformat()))
    if meta.changed:
        facts.append(("article:modified_time", meta.changed.isoformat()))
    rows = [(name, value) for name, value in facts if value]
    found = [format_html_join("\n", '<meta property="{}" content="{}">', rows)]
    size = "summary_large_image" if meta.card else "summary"
    found.append(format_html('<meta name="twitter:card" content="{}">', size))
    return found
