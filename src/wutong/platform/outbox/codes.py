"""RFC 3463 enhanced status codes, and the words of servers that use none."""

import re

# The mailbox or its domain is not there: never write to it again.
HARD_CODES = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})
_ENHANCED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
# What the large mailbox providers say instead of a code. Sure signs only: "denied" or
# "unavailable" alone may be about us.
_DEAD = re.compile(
    r"user (?:not found|unknown|does(?: not|n't) exist)|unknown (?:user|recipient)|"
    r"no such (?:user|mailbox|recipient|person)|no mailbox here|mailbox not found|"
    r"(?:mailbox|account|recipient|address)\S* (?:you tried to reach )?(?:does(?: not|n't) exist|not found)|"
    r"non-?existent (?:account|mailbox|user)|recipient (?:address )?rejected: user unknown|"
    r"account (?:has been )?disabled|用户不存在|帐号不存在|账号不存在|收件人不存在|邮箱不存在",
    re.IGNORECASE,
)


def enhanced_code(reply: str) -> str:
    """The enhanced code in a reply, or nothing."""
    found = _ENHANCED.search(reply)
    return found.group(1) if found else ""


def is_hard(status: str) -> bool:
    """Whether an enhanced status code means the address itself is dead."""
    return status in HARD_CODES


def dead_by_words(text: str) -> bool:
    """Whether a server says in words that the mailbox is not there."""
    return _DEAD.search(text) is not None


def is_dead(reply: str) -> bool:
    """Whether an SMTP refusal means that the address itself is dead."""
    code = enhanced_code(reply)
    return is_hard(code) or (code in {"", "5.0.0", "5.5.0"} and dead_by_words(reply))
