"""The door of the room."""

from wutong.programs.rosters.selectors import found_with_help_of
from wutong.programs.rosters.services.keeping import board_address, invite_keeper

__all__ = ["board_address", "found_with_help_of", "invite_keeper"]
