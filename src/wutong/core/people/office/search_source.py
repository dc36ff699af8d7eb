"""People in the office's one search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wutong.core.people.office.addresses import person_url
from wutong.core.people.public import visible_people
from wutong.core.people.search import search
from wutong.core.people.selectors.cards import people_cards
from wutong.ui.office.registry import SearchHit

if TYPE_CHECKING:
    from wutong.platform.accounts.models import User


def find_people(user: User, text: str, limit: int) -> list[SearchHit]:
    """Those whom `user` may see; nobody for an empty text."""
    if not text.strip():
        return []
    found = search(text, people=visible_people(user))[:limit]
    return [
        SearchHit(title=card.name, subtitle=card.study, url=person_url(card.id), icon="person")
        for card in people_cards(found).values()
    ]
