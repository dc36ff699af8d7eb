"""What this room is called where several of its files need it."""

from __future__ import annotations

from datetime import timedelta

PROGRAM = "voices"
"""Calls of this room carry it."""
AREA = "voices"
"""Under this name the public site is told of changes."""
PATH = "/voices/"
PURPOSE = "publish.voices"
"""The separate consent to be published."""
PUBLISHED_ACT = "voices.published"
WRITE = "voices.write"
"""The link action of letters and of single links."""
VALID_FOR = timedelta(days=3650)
"""A writer can correct and withdraw for as long as the words may stand."""
RESERVED = frozenset({"college", "w", "write", "feeds"})
