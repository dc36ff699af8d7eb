"""The door of the box."""

from wutong.engines.inbox.selectors import (
    Brief,
    brief_of,
    came_back,
    messages_for,
    waiting_for,
    way_to,
)
from wutong.engines.inbox.services.answering import answer as answer_message

__all__ = [
    "Brief",
    "answer_message",
    "brief_of",
    "came_back",
    "messages_for",
    "waiting_for",
    "way_to",
]
