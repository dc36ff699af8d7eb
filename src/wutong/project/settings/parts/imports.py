"""How long the office keeps what it brought in."""

from __future__ import annotations

from .environment import env

# Days after which an import's file and its rows as read are removed; until then it can be undone.
IMPORT_KEEP_DAYS = env.int("IMPORT_KEEP_DAYS", 180)
