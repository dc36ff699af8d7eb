"""A button that calls one service: what it says afterwards, and where one lands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponseRedirect

from wutong.kernel.errors import WutongError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest


def done(
    request: HttpRequest, target: str, act: Callable[[], object], said: str
) -> HttpResponseRedirect:
    """Call ``act``; its refusal or ``said`` is shown at ``target``."""
    try:
        act()
    except WutongError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return HttpResponseRedirect(target)
