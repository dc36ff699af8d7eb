"""A gate without a network: says of each code that is scanned whether to let its bearer in.

Fetch the public keys once in the morning, then scan as long as you like::

    curl -o public.json https://alumni.example.edu.cn/.well-known/wutong-card.json
    python -m wutong.programs.members.gate --key public.json

A hand scanner types one code per line. A live code that comes a second time is called out, since a
photograph of somebody's screen is good for as long as the screen is. Needs Python and the library
``cryptography``; with a token as argument it checks that one and leaves with 0 (valid) or 1.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from wutong.programs.members.card_token import (
    Answer,
    KeyRing,
    Kind,
    Verdict,
    check_token,
    minute_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# Both languages at once: whoever stands at the gate reads one of them.
WORDS = {
    Verdict.VALID: "有效 VALID",
    Verdict.EXPIRED: "已过期 EXPIRED",
    Verdict.EARLY: "时间不符 CLOCKS DIFFER",
    Verdict.REVOKED: "已注销 REVOKED",
    Verdict.FORGED: "不是本校校友卡 NOT OURS",
}
AGAIN = "刚刚用过 ALREADY SHOWN"
PAPER = "纸质卡，请核对证件 PRINTED CARD, SEE A DOCUMENT"


class Gate:
    """Remembers what it has just seen, nothing else and no longer than it matters."""

    def __init__(self, ring: KeyRing) -> None:
        self.ring = ring
        self.seen: dict[tuple[int, int], None] = {}

    def judge(self, text: str, now: datetime) -> tuple[Answer, bool]:
        """The answer, and whether this live code was shown here before."""
        answer = check_token(text, self.ring, now)
        claim = answer.claim
        if claim is None or not answer.good or claim.kind is not Kind.LIVE:
            return answer, False
        oldest = minute_of(now) - 2
        self.seen = {key: None for key in self.seen if key[1] >= oldest}
        key = (claim.serial, claim.time)
        again = key in self.seen
        self.seen[key] = None
        return answer, again


def in_words(answer: Answer, *, again: bool) -> str:
    """One line for the person at the gate."""
    words = [AGAIN if again else WORDS[answer.verdict]]
    if answer.claim is not None:
        words.append(answer.claim.name)
        if answer.good and answer.claim.kind is Kind.PRINTED:
            words.append(PAPER)
    return " · ".join(words)


def run(
    lines: Iterable[str], ring: KeyRing, out: TextIO, clock: Callable[[], datetime]
) -> tuple[int, int]:
    """Judge line after line; how many were let in, how many not."""
    gate, counts = Gate(ring), [0, 0]
    for line in lines:
        if not line.strip():
            continue
        answer, again = gate.judge(line, clock())
        counts[0 if answer.good and not again else 1] += 1
        print(in_words(answer, again=again), file=out, flush=True)
    return counts[0], counts[1]


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m wutong.programs.members.gate",
        description="Check alumni cards without a network. 离线核验校友卡。",
    )
    parser.add_argument("--key", type=Path, required=True, help="public.json")
    parser.add_argument("token", nargs="?", help="one code; without it, one per line from input")
    asked = parser.parse_args()
    try:
        ring = KeyRing.from_published(json.loads(asked.key.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        parser.error(f"{asked.key}: {error}")
    lines = [asked.token] if asked.token else sys.stdin
    good, bad = run(lines, ring, sys.stdout, lambda: datetime.now(tz=UTC))
    return 0 if good and not bad else 1


if __name__ == "__main__":
    sys.exit(main())
