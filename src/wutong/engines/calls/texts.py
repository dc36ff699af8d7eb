"""An entry as the check of wording reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wutong.engines.wording.public import Checkable, Passage

if TYPE_CHECKING:
    from wutong.engines.calls.models import Entry


def text_to_check(entry: Entry, url: str = "") -> Checkable:
    """The words and the name above them; everybody reads both."""
    return Checkable(
        ref=entry.ref,
        title=str(entry),
        url=url,
        passages=(
            Passage(entry.text, entry.language),
            Passage(entry.shown_as, entry.language, _("name shown")),
        ),
        public=True,
    )
