"""Somebody else's HTML inside a page: alone in a frame that runs nothing and loads nothing."""

from __future__ import annotations

from typing import TypeVar

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.utils.decorators import method_decorator
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.generic import View

V = TypeVar("V", bound=type[View])


def framed(view: V) -> V:
    """Let a view answer with a letter's own HTML.

    Styles are inline because mail programs need them so; the frame's own policy allows them
    there and nowhere else.
    """
    policy = csp_replace(
        {
            "default-src": [NONE],
            "style-src": [UNSAFE_INLINE],
            "frame-ancestors": [SELF],
            "base-uri": [NONE],
            "form-action": [NONE],
            "script-src": None,
            "img-src": None,
            "connect-src": None,
        }
    )
    return method_decorator([xframe_options_sameorigin, policy], name="dispatch")(view)
