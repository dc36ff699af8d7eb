"""The door of the box."""

from wutong.engines.inbox.selectors import Brief, brief_of, came_back, messages_for, waiting_for

__all__ = ["Brief", "brief_of", "came_back", "messages_for", "waiting_for"]
