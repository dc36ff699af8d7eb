"""What WeChat's errcodes mean for one message, by consequence."""

from __future__ import annotations

from wutong.platform.outbox.sms.values import Verdict

MINUTE, HOUR = 60.0, 3600.0

# The access token is worth nothing any more: a new one, once.
EXPIRED = frozenset({40001, 40014, 42001})

BUSY = -1

SENDING: dict[int, tuple[Verdict, float]] = {
    0: (Verdict.ACCEPTED, 0),
    BUSY: (Verdict.UNCERTAIN, 0),  # "system busy": nobody says whether it went out
    40003: (Verdict.DEAD, 0),  # no such openid
    43004: (Verdict.DEAD, 0),  # does not follow
    46004: (Verdict.DEAD, 0),  # no such user
    50005: (Verdict.DEAD, 0),  # has left
    43101: (Verdict.REFUSED, 0),  # has not allowed it
    43108: (Verdict.LATER, MINUTE),  # another message is on its way to the same fan
    45015: (Verdict.REFUSED, 0),  # wrote longer than 48 hours ago
    45047: (Verdict.REFUSED, 0),  # too many words since they wrote
    45168: (Verdict.REFUSED, 0),  # a word WeChat does not pass on
    47003: (Verdict.REFUSED, 0),  # a keyword's value does not fit
    50002: (Verdict.REFUSED, 0),  # their account is restricted
    45009: (Verdict.BUSY, HOUR),  # the day's share is used up
    45011: (Verdict.BUSY, MINUTE),  # the minute's share is used up
    40001: (Verdict.BUSY, MINUTE),
    40014: (Verdict.BUSY, MINUTE),
    42001: (Verdict.BUSY, MINUTE),
}
NO_RIGHT = 43101
GONE = frozenset({40003, 43004, 46004, 50005})

# Account, keys, template, permissions: nothing will go out until a person mends it.
NEEDS_A_PERSON = frozenset(
    {40013, 40125, 40164, 40037, 41030, 43107, 48001, 48004, 61004, 89503, 50001}
)


def meaning(errcode: int) -> tuple[Verdict, float]:
    """The verdict of a code; what is not listed is a refusal."""
    if errcode in NEEDS_A_PERSON:
        return Verdict.BUSY, HOUR
    return SENDING.get(errcode, (Verdict.REFUSED, 0.0))


def needs_a_person(code: str) -> bool:
    """Whether sending on is useless until somebody has mended the account."""
    return code.lstrip("-").isdigit() and int(code) in NEEDS_A_PERSON
