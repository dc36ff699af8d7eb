"""The door of the room: may we write to this person about this, and what did they say."""

from __future__ import annotations

from wutong.core.consent.enums import (
    ALL_TOPICS,
    PREFERENCES_ACTION,
    Audience,
    Blocked,
    Channel,
    LawfulBasis,
    Method,
)
from wutong.core.consent.registry import Text, Topic, register_topic, topics
from wutong.core.consent.selectors import (
    PreferenceSheet,
    TopicState,
    blocked_among,
    blocked_reason,
    changes_of,
    preference_sheet,
    topic_of,
    unsubscriptions_from,
)
from wutong.core.consent.services import (
    pause,
    record_consent,
    set_topic,
    undo_change,
    withdraw_consent,
)
from wutong.core.consent.visibility import FIELDS as VISIBLE_FIELDS
from wutong.core.consent.visibility import field_label, levels_of, seen_by, set_levels

__all__ = [
    "ALL_TOPICS",
    "PREFERENCES_ACTION",
    "VISIBLE_FIELDS",
    "Audience",
    "Blocked",
    "Channel",
    "LawfulBasis",
    "Method",
    "PreferenceSheet",
    "Text",
    "Topic",
    "TopicState",
    "blocked_among",
    "blocked_reason",
    "changes_of",
    "field_label",
    "levels_of",
    "pause",
    "preference_sheet",
    "record_consent",
    "register_topic",
    "seen_by",
    "set_levels",
    "set_topic",
    "topic_of",
    "topics",
    "undo_change",
    "unsubscriptions_from",
    "withdraw_consent",
]
