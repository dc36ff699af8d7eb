"""What this room is called where several of its files need it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID

AREA = "comments"
"""Kept pages of all stories are built anew when the house's switch moves."""
PUBLISHED_ACT = "comments.published"
SHORTEST, LONGEST = 2, 500
NICKNAME_SHORTEST, NICKNAME_LONGEST = 2, 20
SHOWN = 20
"""So many stand below a story; the others are a page away."""
EACH = 30
IN_FIVE_MINUTES, A_DAY = 3, 20
REPORTS_A_DAY, REPORTS_FROM_ONE_ADDRESS = 20, 5
TRIES = 3
"""How often one comment may be mended and handed in again."""
SAME_ELSEWHERE = timedelta(days=1)
UNTIL_TOLD = timedelta(minutes=5)
"""As long a decision can be taken back before its author is told."""


def area_of(story: UUID) -> str:
    """Kept pages of one story."""
    return f"c:{story.hex}"
