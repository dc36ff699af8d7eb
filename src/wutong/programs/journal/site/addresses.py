"""Where readers find the journal."""

from __future__ import annotations

PATH = "/journal/"
"""The archive, without language prefix."""
AREA = "journal"
"""Under this name the public site is told of changes."""
