"""Limits the office sets itself when it writes to many."""

from __future__ import annotations

from .environment import env

# Minutes between "send" and the first letter leaving, in which it can be called back.
OUTREACH_UNDO_MINUTES = env.int("OUTREACH_UNDO_MINUTES", 10)
# Nobody gets more than this many sendings in this many days.
OUTREACH_CAP = (env.int("OUTREACH_CAP_MESSAGES", 2), env.int("OUTREACH_CAP_DAYS", 7))
# Days after a death in which those closest to the dead get no festival greetings (百日).
OUTREACH_MOURNING_DAYS = env.int("OUTREACH_MOURNING_DAYS", 100)
