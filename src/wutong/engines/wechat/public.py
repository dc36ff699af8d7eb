"""The door of the room."""

from __future__ import annotations

from wutong.engines.wechat.binding import ACTION, VALID, accounts_of

__all__ = ["ACTION", "VALID", "accounts_of"]
