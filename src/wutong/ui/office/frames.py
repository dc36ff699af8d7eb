"""Somebody else's HTML inside a page: alone in a frame that runs nothing and loads nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.utils.decorators import method_decorator
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.generic import View

if TYPE_CHECKING:
    from collections.abc import Callable

V = TypeVar("V", bound=type[View])


def framed(view: V) -> V:
    """Let a view answer with a letter's own HTML.

    Styles are inline because mail programs need them so; the frame's own policy allows them
    there and nowhere else.
    """
    return _framed(None)(view)


def framed_with_pictures(view: V) -> V:
    """The same for a letter of our own, whose pictures stand where their author put them."""
    return _framed(["https:", SELF])(view)


def _framed(pictures: list[str] | None) -> Callable[[V], V]:
    policy = csp_replace(
        {
            "default-src": [NONE],
            "style-src": [UNSAFE_INLINE],
            "frame-ancestors": [SELF],
            "base-uri": [NONE],
            "form-action": [NONE],
            "script-src": None,
            "img-src": pictures,
            "connect-src": None,
        }
    )
    return method_decorator([xframe_options_sameorigin, policy], name="dispatch")
