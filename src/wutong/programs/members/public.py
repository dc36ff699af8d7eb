"""The door of the members' room: accounts that belong to people, and their cards."""

from __future__ import annotations

from wutong.programs.members.selectors.cards import (
    CardFace,
    card_face,
    is_alumnus,
    standing_card,
)
from wutong.programs.members.services.accounts import link_account, unlink_account
from wutong.programs.members.services.cards import (
    issue_card,
    issue_cards,
    revoke_card,
    withdraw_cards,
)

__all__ = [
    "CardFace",
    "card_face",
    "is_alumnus",
    "issue_card",
    "issue_cards",
    "link_account",
    "revoke_card",
    "standing_card",
    "unlink_account",
    "withdraw_cards",
]
