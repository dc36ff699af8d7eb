"""What upper rooms put on a briefing sheet: lines for its sections, and a portrait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import pgettext_lazy

from wutong.kernel.clock import today
from wutong.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from django.utils.functional import _StrOrPromise

    from wutong.platform.accounts.models import User

OLD_AFTER_DAYS = 730
SECTIONS: dict[str, _StrOrPromise] = {
    "studies": pgettext_lazy("briefing", "Studies"),
    "work": pgettext_lazy("briefing", "Work"),
    "alumni": pgettext_lazy("briefing", "Alumni there"),
    "offices": pgettext_lazy("briefing", "Offices and organisations"),
    "gifts": pgettext_lazy("briefing", "Gifts and support"),
    "promises": pgettext_lazy("briefing", "Promised, not yet done"),
    "contacts": pgettext_lazy("briefing", "Last contacts"),
    "care": pgettext_lazy("briefing", "To be careful about"),
}


@dataclass(frozen=True)
class Line:
    """One line of a briefing sheet. ``when`` is the day it happened or was last known to be so;
    ``grade`` that of what it is taken from, as in `reference.enums.Grade`.
    """

    text: str
    when: date | None = None
    detail: str = ""
    grade: int = 0

    @property
    def is_old(self) -> bool:
        """Whether it was last known more than two years ago."""
        return self.when is not None and (today() - self.when).days > OLD_AFTER_DAYS


@dataclass(frozen=True)
class DossierSource:
    """A room's lines for one section of the sheets of people, of organisations, or of both: the
    newest first, within the viewer's sight. At most ``most`` are printed, so that a sheet stays
    one page.
    """

    section: str
    person: Callable[[int, User], Sequence[Line]] | None = None
    organisation: Callable[[int, User], Sequence[Line]] | None = None
    most: int = 4


dossier_sources: Registry[DossierSource] = Registry("interactions.dossier_sources")
portraits: Registry[Callable[[int, User], bytes | None]] = Registry("interactions.portraits")
"""A photograph (PNG or JPEG) of a person, None where there is none or ``viewer`` may not see it."""
