"""What the API faces of rooms are built with."""

from __future__ import annotations

from wutong.ui.api.guarding import actor_of, guarded, has_scope, token_of, user_of
from wutong.ui.api.paging import After, Limit, Page, cut, position
from wutong.ui.api.problems import Problem
from wutong.ui.api.registry import ApiPart, ApiScope, api_parts, register_scopes
from wutong.ui.api.versions import etag_of, is_unchanged, require_match

__all__ = [
    "After",
    "ApiPart",
    "ApiScope",
    "Limit",
    "Page",
    "Problem",
    "actor_of",
    "api_parts",
    "cut",
    "etag_of",
    "guarded",
    "has_scope",
    "is_unchanged",
    "position",
    "register_scopes",
    "require_match",
    "token_of",
    "user_of",
]
