"""What public templates are built from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from wutong.ui.site.cache.marks import areas_of
from wutong.ui.site.meta import head_of, meta_of
from wutong.ui.site.registry import home_parts

if TYPE_CHECKING:
    from django.template.context import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def site_head(context: Context) -> SafeString:
    """Canonical address, languages, description, card, feeds and schema.org of a public page.

    Pages that nobody marked as public (a form, somebody's own page) say nothing.
    """
    request: Any = context.get("request")
    if request is None or areas_of(request) is None:
        return SafeString("")
    meta = meta_of(request, context.get("meta"))
    written = getattr(context.get("page"), "search_description", "")
    return head_of(request, replace(meta, description=written) if written else meta)


@register.simple_tag
def living_styles() -> SafeString:
    """The stylesheets of the home page's parts."""
    found = dict.fromkeys(part.style for part in home_parts if part.style)
    return format_html_join(
        "\n", '<link rel="stylesheet" href="{}">', ((static(name),) for name in found)
    )


@register.simple_tag(takes_context=True)
def living_parts(context: Context, place: str) -> SafeString:
    """What rooms show on the home page now, "early" or "late"."""
    request = context["request"]
    drawn = []
    for part in home_parts:
        found = part.context(request) if part.early == (place == "early") else None
        if found is not None:
            drawn.append(render_to_string(part.template, {**found}, request=request))
    return SafeString("".join(drawn))
