"""The shell of the office."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from wutong.platform.approvals.public import steps_taken
from wutong.ui.office.navigation import side_menu

if TYPE_CHECKING:
    from django.template.context import Context
    from django.utils.functional import _StrOrPromise

    from wutong.platform.approvals.models import ApprovalRequest
    from wutong.platform.approvals.public import StepTaken
    from wutong.ui.office.navigation import Entry

register = template.Library()


@register.simple_tag(takes_context=True)
def office_menu(context: Context) -> list[tuple[_StrOrPromise, list[Entry]]]:
    """The side menu of the signed-in user."""
    request = context["request"]
    return side_menu(request.user, request.path)


@register.simple_tag(takes_context=True)
def keep_query(context: Context, *drop: str) -> list[tuple[str, Any]]:
    """The pairs of the address but for ``drop``, to be repeated as hidden fields."""
    pairs = context["request"].GET.lists()
    return [(key, value) for key, values in pairs if key not in drop for value in values]


@register.simple_tag
def approval_steps(request: ApprovalRequest) -> list[StepTaken]:
    """The steps of a request for approval, with who took them."""
    return steps_taken(request)
