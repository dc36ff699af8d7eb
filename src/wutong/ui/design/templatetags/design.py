"""The components templates are built from."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import template
from django.templatetags.static import static
from django.urls import reverse, translate_url
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from wutong.ui.design import drawing, typography

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime
    from decimal import Decimal

    from django.template.context import Context

register = template.Library()
TONES = frozenset({"", "leaf", "autumn", "seal", "slate"})


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """A line icon of the sprite; with a ``label`` it speaks, without it is decoration."""
    return draw_icon(name, label, size)


def draw_icon(name: str, label: str = "", size: str = "") -> SafeString:
    """The markup of an icon, for Python that builds cells."""
    return _drawn_icon(name, str(label), size)


@lru_cache(maxsize=1024)
def _drawn_icon(name: str, label: str, size: str) -> SafeString:
    """Drawn once: a page shows dozens, and the address of the sprite is looked up for each."""
    extra = f" icon-{size}" if size else ""
    if label:
        return format_html(
            '<svg class="icon{}" role="img" aria-label="{}"><use href="{}#{}"/></svg>',
            extra,
            label,
            static("design/icons.svg"),
            name,
        )
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        extra,
        static("design/icons.svg"),
        name,
    )


@register.simple_tag
def mark(label: str = "") -> SafeString:
    """The leaf."""
    return format_html(
        '<svg class="mark" {}><use href="{}#mark"/></svg>',
        format_html('role="img" aria-label="{}"', label)
        if label
        else SafeString('aria-hidden="true"'),
        static("design/icons.svg"),
    )


@register.simple_tag
def badge(text: object, tone: str = "", symbol: str = "") -> SafeString:
    """A short state: tones leaf (good), autumn (look here), seal (final, wrong), slate."""
    return draw_badge(text, tone, symbol)


def draw_badge(text: object, tone: str = "", symbol: str = "") -> SafeString:
    """The markup of a badge, for Python that builds cells."""
    if tone not in TONES:
        message = f"no such tone: {tone}"
        raise ValueError(message)
    return format_html(
        '<span class="badge{}">{}{}</span>',
        f" badge-{tone}" if tone else "",
        draw_icon(symbol) if symbol else "",
        text,
    )


@register.simple_tag
def avatar(name: str, tone: str = "", size: str = "") -> SafeString:
    """Initials in a round field; decoration, the name stands beside it."""
    return draw_avatar(name, tone, size)


def draw_avatar(name: str, tone: str = "", size: str = "") -> SafeString:
    """The markup of an avatar, for Python that builds cells."""
    classes = "".join(f" avatar-{part}" for part in (tone, size) if part)
    return format_html(
        '<span class="avatar{}" aria-hidden="true">{}</span>', classes, typography.initials(name)
    )


@register.filter
def number(value: Decimal | float | None) -> str:
    """1,234,567; an en dash for nothing."""
    return "–" if value in (None, "") else typography.exact(value)


@register.filter
def zh_number(value: Decimal | float | None) -> SafeString | str:
    """As people say it (1.3万), with the exact number on hover and for copying."""
    if value is None or value == "":
        return "–"
    said, whole = typography.spoken(value), typography.exact(value)
    if said == whole:
        return whole
    return format_html('<data value="{}" title="{}">{}</data>', value, whole, said)


@register.filter
def percent(value: Decimal | float | None, digits: int = 1) -> str:
    """A share 0..1 as 12.3%; an en dash for nothing."""
    return "–" if value is None else f"{float(value) * 100:.{digits}f}%"


@register.filter
def thin_space(value: object) -> SafeString | str:
    """A thin space between Chinese and Latin, for prose."""
    if isinstance(value, SafeString):
        return SafeString(typography.thin_space(value))  # only spaces are added
    return typography.thin_space(str(value))


@register.filter
def day(value: date | datetime | None) -> SafeString | str:
    """2026年11月22日 or 22 November 2026, readable by machines."""
    if not value:
        return "–"
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), typography.as_day(value))


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """Day and time on campus."""
    if not value:
        return "–"
    return format_html(
        '<time datetime="{}">{}</time>', value.isoformat(), typography.as_moment(value)
    )


@register.filter
def ago(value: datetime | None) -> SafeString | str:
    """3 minutes ago, the exact moment on hover."""
    if not value:
        return "–"
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        value.isoformat(),
        typography.as_moment(value),
        typography.ago(value),
    )


@register.filter
def file_size(value: int) -> str:
    """1.2 MB."""
    return typography.file_size(value)


@register.filter
def as_term(value: object) -> str:
    """A label without its final punctuation, to be followed by a colon."""
    return str(value).rstrip("?？。.:： ")


@register.filter
def lang_of(value: object) -> SafeString:
    """``lang="…"`` for a fragment in another language than the page; else nothing."""
    chinese_page = (get_language() or "").startswith("zh")
    if typography.has_han(str(value)):
        return SafeString("" if chinese_page else ' lang="zh-Hans"')
    return SafeString(' lang="en"' if chinese_page and str(value).strip() else "")


@register.simple_tag
def in_language(text: str, language: str) -> SafeString:
    """``text`` in a span that says its language."""
    return format_html('<span lang="{}">{}</span>', language, text)


@register.simple_tag
def sparkline(values: Sequence[float], label: str = "") -> SafeString:
    """A small line of ``values`` in order; the label says in words what it shows."""
    return drawing.sparkline(values, label)


@register.simple_tag
def shares(parts: Sequence[tuple[float, str]], whole: float, label: str = "") -> SafeString:
    """A bar of parts, each a value and a tone; bars of one table share the same ``whole``."""
    return drawing.shares(parts, whole, label)


@register.simple_tag
def bar(value: float, total: float, label: str = "") -> SafeString:
    """How far something is, or which share: a meter drawn by the browser."""
    return format_html(
        '<progress max="{}" value="{}" aria-label="{}"></progress>',
        total or 1,
        min(value, total or 1),
        label or gettext("Progress"),
    )


@register.simple_tag
def options(items: Iterable[Any], chosen: object = None) -> SafeString:
    """The options of a choice among model objects, or among words: a template takes 0.1 ms for
    each, and there are hundreds.
    """
    drawn = []
    for item in items:
        value = getattr(item, "pk", item)
        mark = " selected" if value == chosen else ""
        drawn.append(f'<option value="{escape(value)}"{mark}>{escape(item)}</option>')
    return SafeString("".join(drawn))


@register.simple_tag
def definition(term: str, text: str, note: str = "") -> SafeString:
    """A question mark beside a figure that opens its definition."""
    return format_html(
        '<details class="definition"><summary>{}</summary><div><p>{}</p>{}</div></details>',
        draw_icon("question", gettext("What does “%(term)s” count?") % {"term": term}),
        text,
        format_html('<p class="muted">{}</p>', note) if note else "",
    )


@register.simple_tag
def delta(now: float | None, before: float | None) -> SafeString | str:
    """The change since ``before`` with a sign and an arrow; says so when there is nothing."""
    if now is None or before is None:
        return ""
    change = now - before
    if not change:
        return format_html('<span class="delta">{}</span>', gettext("unchanged"))
    return format_html(
        '<span class="delta">{}{}{}</span>',
        draw_icon("arrow-up" if change > 0 else "arrow-down"),
        "+" if change > 0 else "−",
        typography.exact(abs(change)),
    )


@register.simple_block_tag
def card(content: str, title: str = "", level: int = 2, more_url: str = "", more: str = "") -> str:
    """A field with a border; the title is a heading of ``level``."""
    head = (
        format_html(
            '<div class="card-head"><h{0}>{1}</h{0}>{2}</div>',
            level,
            title,
            format_html('<a href="{}">{}</a>', more_url, more) if more_url else "",
        )
        if title
        else ""
    )
    return format_html('<section class="card">{}{}</section>', head, content)


@register.simple_block_tag
def callout(content: str, tone: str = "", symbol: str = "") -> str:
    """A remark that must not be overlooked; tones as for badges."""
    default = {"leaf": "check-circle", "autumn": "warning", "seal": "stop"}.get(tone, "info")
    return format_html(
        '<div class="callout{}">{}<div>{}</div></div>',
        f" callout-{tone}" if tone in TONES and tone else "",
        draw_icon(symbol or default),
        content,
    )


@register.simple_block_tag
def empty(content: str, symbol: str = "file", title: str = "") -> str:
    """What stands where nothing is yet; the content teaches the first step."""
    return format_html(
        '<div class="empty">{}{}{}</div>',
        draw_icon(symbol),
        format_html('<p class="empty-title">{}</p>', title) if title else "",
        content,
    )


@register.simple_tag
def facts(pairs: Iterable[tuple[object, object]]) -> SafeString:
    """Terms and their values; pairs without a value are left out."""
    rows = [(term, value) for term, value in pairs if value not in (None, "")]
    return format_html(
        '<dl class="facts">{}</dl>',
        format_html_join("", "<dt>{}</dt><dd>{}</dd>", rows),
    )


@register.simple_tag(takes_context=True)
def other_language(context: Context) -> dict[str, str]:
    """The same page in the other language: ``code``, ``lang``, ``label``, ``url``."""
    chinese = typography.is_chinese()
    code = "en" if chinese else "zh-hans"
    request = context.get("request")
    here = request.get_full_path() if request else "/"
    there = translate_url(here, code)
    if there == here:
        there = f"{reverse('design:language')}?{urlencode({'to': code, 'next': here})}"
    return {
        "code": code,
        "lang": "en" if chinese else "zh-Hans",
        "label": "English" if chinese else "中文",
        "url": there,
    }
