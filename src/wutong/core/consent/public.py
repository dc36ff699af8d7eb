"""The door of the room: may we write to this person about this, and what did they say."""

from __future__ import annotations

from wutong.core.consent.enums import (
    ALL_TOPICS,
    PREFERENCES_ACTION,
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

__all__ = [
    "ALL_TOPICS",
    "PREFERENCES_ACTION",
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
    "pause",
    "preference_sheet",
    "record_consent",
    "register_topic",
    "set_topic",
    "topic_of",
    "topics",
    "undo_change",
    "unsubscriptions_from",
    "withdraw_consent",
]
