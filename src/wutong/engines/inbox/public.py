"""The door of the box."""

from wutong.engines.inbox.selectors import came_back, messages_for, waiting_for

__all__ = ["came_back", "messages_for", "waiting_for"]
