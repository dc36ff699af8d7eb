"""How long the office keeps what it brought in."""

from __future__ import annotations

from .environment import DATA, env

# Days after which an import's file and its rows as read are removed; until then it can be undone.
IMPORT_KEEP_DAYS = env.int("IMPORT_KEEP_DAYS", 180)

# The folder below which campus systems may drop registers; nothing outside of it is read.
REGISTER_FOLDER = env.str("REGISTER_FOLDER", str(DATA / "registers"))
