"""Conditions in words, for templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from wutong.engines.audiences.compiler import in_words, op_label

if TYPE_CHECKING:
    from wutong.engines.audiences.definitions import Condition

register = template.Library()


@register.filter
def op_words(op: str) -> str:
    """How a group reads."""
    return op_label(op)


@register.filter
def condition_words(condition: Condition) -> str:
    """One condition in words."""
    return in_words(condition)
