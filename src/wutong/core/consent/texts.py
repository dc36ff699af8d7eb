"""Every version of every text is kept from the day it is offered, whether anybody agreed or not."""

from __future__ import annotations

from wutong.core.consent.registry import purposes, topics
from wutong.core.consent.services import text_of
from wutong.core.consent.visibility import TEXTS, words_of_level


def keep_texts(**_about: object) -> None:
    """After migrations: the texts of this release are on record; older versions stay."""
    for topic in topics.values():
        text_of(topic)
    for purpose in purposes.values():
        text_of(purpose)
    for level in TEXTS:
        words_of_level(level)
