"""The door of the room."""

from wutong.programs.members.services.cards import issue_card, issue_cards, withdraw_cards

__all__ = ["issue_card", "issue_cards", "withdraw_cards"]
