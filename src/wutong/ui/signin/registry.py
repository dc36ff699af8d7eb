"""Where those go who proved who they are at the university and have no account here yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wutong.kernel.registry import Registry

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True)
class Newcomer:
    """A room that takes people in: its front page, and the page after a log-in of the university
    that no account knows (``public.pending_identity`` says whose it was).
    """

    label: _StrOrPromise
    url_name: str
    after_url_name: str


newcomers: Registry[Newcomer] = Registry("signin.newcomers")
