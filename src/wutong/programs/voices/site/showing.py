"""How a testimonial is set: the shorter it is, the larger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wutong.ui.design.typography import has_han

if TYPE_CHECKING:
    from wutong.engines.calls.models import Entry

SHORT, LONG = 46, 130
"""Characters of Chinese; English has about two and a half to one of them."""
LATIN = 2.5


def size_of(entry: Entry) -> str:
    """``short``, ``plain`` or ``long``."""
    length = len(entry.text) / (1 if has_han(entry.text) else LATIN)
    return "short" if length <= SHORT else "long" if length > LONG else "plain"


def signature(entry: Entry) -> str:
    """Name, college and class as the writer wants: 林清 · 物理学院 · 2005届."""
    parts = [entry.shown_as]
    if entry.college is not None:
        parts.append(str(entry.college))
    if entry.class_year:
        parts.append(_("class of %(year)s") % {"year": entry.class_year})
    return " · ".join(parts)
