"""The door of the room: calls, what came in, what becomes of it."""

from __future__ import annotations

from wutong.engines.calls.registry import CallProgram, programs
from wutong.engines.calls.services.calls import save_call
from wutong.engines.calls.services.deciding import decline, is_own, publish, take_down, take_up
from wutong.engines.calls.services.entering import (
    Given,
    correct,
    entries_of,
    hand_in,
    withdraw,
)
from wutong.engines.calls.services.proving import (
    OWN,
    begin_unproven,
    own_token,
    prove,
    send_code,
    texts_possible,
)
from wutong.engines.calls.texts import text_to_check

__all__ = [
    "OWN",
    "CallProgram",
    "Given",
    "begin_unproven",
    "correct",
    "decline",
    "entries_of",
    "hand_in",
    "is_own",
    "own_token",
    "programs",
    "prove",
    "publish",
    "save_call",
    "send_code",
    "take_down",
    "take_up",
    "text_to_check",
    "texts_possible",
    "withdraw",
]
