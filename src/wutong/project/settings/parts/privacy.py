"""How fast the rights of people are answered, and how long the trail is kept."""

from __future__ import annotations

from .environment import env

# Working days in which a request about somebody's own data is answered; the law gives fifteen.
PRIVACY_ANSWER_DAYS = env.int("PRIVACY_ANSWER_DAYS", 15)
# Days between asking for the erasure of a record and the erasure, in which it can be undone.
PRIVACY_COOLING_DAYS = env.int("PRIVACY_COOLING_DAYS", 7)
# Days after which lines of the audit trail go: at least 183 (Cybersecurity Law).
AUDIT_KEEP_DAYS = max(183, env.int("AUDIT_KEEP_DAYS", 1826))
# Days after its end for which a sending says where each of its messages went; its figures stay.
OUTBOX_KEEP_DAYS = env.int("OUTBOX_KEEP_DAYS", 1095)
