"""The check of wording on the page of any text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from wutong.engines.wording.office.findings import panel_of
from wutong.engines.wording.selectors import find_text, may_answer

if TYPE_CHECKING:
    from django.template import Context

register = template.Library()


@register.inclusion_tag("wording/parts/check.html", takes_context=True)
def wording_check(context: Context, ref: str) -> dict[str, Any]:
    """The panel for the text named ``ref``; nothing where the reader may not see it."""
    request = context["request"]
    text = find_text(request.user, ref)
    panel = panel_of(text, may=may_answer(request.user, ref)) if text else None
    return {"wording": panel, "request": request, "csrf_token": context.get("csrf_token")}
