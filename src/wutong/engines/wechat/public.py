"""The door of the room."""

from __future__ import annotations

from wutong.engines.wechat.articles import (
    BLOCKED,
    DELETED,
    DETAIL_DAYS,
    FAILED,
    FIRST_DAY,
    GONE,
    NOT_READY,
    PUBLISHED,
    PUBLISHING,
    ArticleError,
    Articles,
    Draft,
    Job,
    Published,
    Stood,
    in_words,
    message_in,
    pictures_in,
    with_pictures,
    words_of,
)
from wutong.engines.wechat.binding import ACTION, VALID, accounts_of

__all__ = [
    "ACTION",
    "BLOCKED",
    "DELETED",
    "DETAIL_DAYS",
    "FAILED",
    "FIRST_DAY",
    "GONE",
    "NOT_READY",
    "PUBLISHED",
    "PUBLISHING",
    "VALID",
    "ArticleError",
    "Articles",
    "Draft",
    "Job",
    "Published",
    "Stood",
    "accounts_of",
    "in_words",
    "message_in",
    "pictures_in",
    "with_pictures",
    "words_of",
]
