"""Words of the public pages' templates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import template
from django.conf import settings
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import get_language

from wutong.platform.access.public import is_staff
from wutong.programs.publishing import selectors
from wutong.programs.publishing.models import BasePage
from wutong.programs.publishing.rendering import charts
from wutong.programs.publishing.rendering.texts import addressed, clean, pages_linked

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from django.template.context import Context

    from wutong.programs.publishing.models import HomePage, OrganisationSite, Picture
    from wutong.programs.publishing.selectors import ShownFigure, Today


register = template.Library()


@register.simple_tag
def public_figures() -> list[ShownFigure]:
    """The figures everybody may see."""
    return selectors.public_figures()


@register.simple_tag
def today_line(page: HomePage) -> Today:
    """Today, and what comes next."""
    return selectors.today_line(page)


@register.simple_tag(takes_context=True)
def staff_here(context: Context) -> bool:
    """Whether somebody of the office is reading. Without a session nothing is looked up."""
    request = context["request"]
    return settings.SESSION_COOKIE_NAME in request.COOKIES and is_staff(request.user)


@register.filter
def slug_id(title: str, kind: str) -> str:
    """An id for a heading, unlike those of other kinds of block."""
    return f"{kind}-{slugify(title, allow_unicode=True)}"


@register.filter
def clauses(headline: str) -> SafeString:
    """The headline, broken after its punctuation rather than within a word where it can be.

    Chinese has no spaces, and a browser may break anywhere.
    """
    parts = re.findall(r"[^，。；：？、]+[，。；：？、]*", headline)
    if len(parts) < 2:
        return format_html("{}", headline)
    return format_html_join("", '<span class="clause">{}</span>', ((part,) for part in parts))


@register.filter
def month_words(day: date) -> str:
    """The month as it stands under a day's number: 11月, Nov."""
    if (get_language() or "").startswith("zh"):
        return f"{day.month}月"
    return date_format(day, "M")


@register.filter
def description(picture: Picture) -> str:
    """The picture's description in the reader's language, else in the other."""
    chinese = (get_language() or "").startswith("zh")
    pair = (picture.alt_zh, picture.alt_en) if chinese else (picture.alt_en, picture.alt_zh)
    return pair[0] or pair[1]


@register.filter
def site_words(site: OrganisationSite, name: str) -> str:
    """Words of an organisation's pages in the reader's language, else in the other."""
    return site.words(name)


@register.filter
def safe_words(value: Any) -> SafeString:
    """Rich text of a page, cleaned like that of stories; links to pages keep their address."""
    source = value.source
    linked = pages_linked([source])
    rows = BasePage.objects.filter(pk__in=linked, live=True).select_related("locale")
    return SafeString(clean(source, {row.pk: addressed(row) for row in rows} if linked else {}))


@register.simple_tag
def line_chart(holds: Mapping[str, Any]) -> SafeString:
    """The values of a chart as a line."""
    return charts.line_chart(holds["values"], holds["title"], holds["unit"])
