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
    Separate,
)
from wutong.core.consent.naming import label_of
from wutong.core.consent.registry import Purpose, Text, Topic, purposes, register_topic, topics
from wutong.core.consent.selectors import (
    PreferenceSheet,
    TopicState,
    blocked_among,
    blocked_reason,
    changes_of,
    comes_also_by,
    ledger_of,
    preference_sheet,
    standing_purposes,
    topic_of,
    unsubscriptions_from,
    unsubscriptions_of,
)
from wutong.core.consent.services import (
    pause,
    record_consent,
    set_topic,
    text_of,
    undo_change,
    withdraw_consent,
)
from wutong.core.consent.visibility import FIELDS as VISIBLE_FIELDS
from wutong.core.consent.visibility import field_label, levels_of, seen_by, set_levels, shown_among

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
    "Purpose",
    "Separate",
    "Text",
    "Topic",
    "TopicState",
    "blocked_among",
    "blocked_reason",
    "changes_of",
    "comes_also_by",
    "field_label",
    "label_of",
    "ledger_of",
    "levels_of",
    "pause",
    "preference_sheet",
    "purposes",
    "record_consent",
    "register_topic",
    "seen_by",
    "set_levels",
    "set_topic",
    "shown_among",
    "standing_purposes",
    "text_of",
    "topic_of",
    "topics",
    "undo_change",
    "unsubscriptions_from",
    "unsubscriptions_of",
    "withdraw_consent",
]
