"""The door of the room."""

from wutong.programs.rosters.selectors import found_with_help_of
from wutong.programs.rosters.services.counting import count_classes
from wutong.programs.rosters.services.keeping import (
    board_address,
    invite_keeper,
    withdraw_keeper,
)

__all__ = [
    "board_address",
    "count_classes",
    "found_with_help_of",
    "invite_keeper",
    "withdraw_keeper",
]
