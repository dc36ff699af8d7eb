"""What a consent is about, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wutong.core.consent.enums import ALL_TOPICS, Audience
from wutong.core.consent.registry import purposes, topics
from wutong.core.consent.visibility import FIELDS, TOPIC, field_label

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


def label_of(code: str) -> _StrOrPromise:
    """A topic, a separate purpose, a field that is shown (``visible:phone``) or the words of a
    circle (``visible:members``); the code itself where nobody knows it.
    """
    if code == ALL_TOPICS:
        return _("Everything the office sends")
    found = purposes.find(code) or topics.find(code)
    if found is not None:
        return found.label
    kind, _colon, part = code.partition(":")
    if kind == TOPIC and part in FIELDS:
        return _("Shown to others: %(field)s") % {"field": field_label(part)}
    circles = {level.name.lower(): level.label for level in Audience}
    if kind == TOPIC and part in circles:
        return _("Shown to: %(circle)s") % {"circle": circles[part]}
    return code
