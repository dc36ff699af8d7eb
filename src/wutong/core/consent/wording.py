"""Wishes in words for the office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wutong.core.consent.enums import ALL_TOPICS
from wutong.core.consent.registry import topics

if TYPE_CHECKING:
    from wutong.core.consent.models import PreferenceChange


def change_in_words(change: PreferenceChange) -> str:
    """A change as the office reads it."""
    topic = topics.find(change.topic)
    label = {
        "topic": topic.label if topic else change.topic,
        "channel": change.get_channel_display(),
    }
    if change.topic == ALL_TOPICS:
        if change.after["paused_until"]:
            return _("Paused everything (%(channel)s)") % label
        if change.after["wanted"]:
            return _("Receives letters again (%(channel)s)") % label
        return _("Stopped everything (%(channel)s)") % label
    if change.after["wanted"]:
        return _("Subscribed to “%(topic)s” (%(channel)s)") % label
    return _("Unsubscribed from “%(topic)s” (%(channel)s)") % label
