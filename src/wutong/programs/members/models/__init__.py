"""What members have."""

from wutong.programs.members.models.card import Card

__all__ = ["Card"]
