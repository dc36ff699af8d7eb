"""One pass over a text: every pair of characters and every word is looked up once."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from wutong.engines.wording.checking.findings import Finding
from wutong.engines.wording.checking.folding import fold_text
from wutong.engines.wording.checking.leaders import (
    Mention,
    Titles,
    latin_findings,
    near_findings,
    order_findings,
)
from wutong.engines.wording.checking.lists import LeaderEntry, TermEntry
from wutong.engines.wording.enums import FindingKind, TermKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from wutong.engines.wording.checking.folding import Folded
    from wutong.engines.wording.checking.lists import Entry, Index, Lists, Near

_WORD = re.compile(r"[a-z0-9]+(?:['\u2019-][a-z0-9]+)*")
Hit = tuple[int, int, "Entry"]


def check_text(
    lists: Lists, text: str, language: str, on: date, *, may_solicit: bool = True
) -> list[Finding]:
    """What the lists have to say about ``text`` on a day, in the order of the text.

    ``may_solicit`` is False for what everybody may read in the name of a body without a
    certificate of public fundraising. Nothing is read or written: the same lists and text give
    the same findings.
    """
    folded, index = fold_text(text), lists.index(language)
    hits, nears, pairs = _walk(folded.text, index)
    hits = _outermost(hits)
    mentions = [Mention(start, end, e) for start, end, e in hits if isinstance(e, LeaderEntry)]
    titles = Titles(folded, index, on)
    taken = {place for one in mentions for place in range(one.start, one.end)}
    free = [(at, near) for at, near in nears if at not in taken]
    found = [
        *_of_terms(folded, index, hits, may_solicit=may_solicit),
        *titles.findings(mentions),
        *order_findings(folded, index, mentions),
        *near_findings(folded, index, titles, free),
        *latin_findings(folded, index, pairs),
    ]
    return sorted(found, key=lambda one: (one.start, -one.end, one.kind))


def _walk(text: str, index: Index) -> tuple[list[Hit], list[tuple[int, Near]], list]:  # type: ignore[type-arg]
    hits: list[Hit] = []
    nears: list[tuple[int, Near]] = []
    pairs: list[tuple[int, int, str]] = []
    by_pair, near, apart = index.pairs.get, index.near.get, index.apart.get
    han = index.pairs or index.near  # English lists have no pairs: their texts are walked by word
    for at, (one, two) in enumerate(pairwise(text) if han else ()):
        pair = one + two
        if entries := by_pair(pair):
            hits += [(at, at + len(w), entry) for w, entry in entries if text.startswith(w, at)]
        if found := near(pair):
            nears += [(at, item) for item in found]
    for at, (one, three) in enumerate(zip(text, text[2:], strict=False) if index.apart else ()):
        if found := apart(one + three):
            nears += [(at, item) for item in found]
    before, before_start, before_end = "", 0, -2
    for match in _WORD.finditer(text):
        word, start, end = match.group(), match.start(), match.end()
        for words, entry in index.words.get(word, ()) or index.words.get(word.split("-")[0], ()):
            stop = start + len(words)
            if text.startswith(words, start) and not text[stop : stop + 1].isalnum():
                hits.append((start, stop, entry))
        if index.latin and start == before_end + 1 and (
            word in index.latin or before in index.latin
        ):  # fmt: skip
            pairs.append((before_start, end, f"{before} {word}"))
        before, before_start, before_end = word, start, end
    return hits, nears, pairs


def _outermost(hits: list[Hit]) -> list[Hit]:
    """Without those that lie within a longer one."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda one: (one[0], -one[1])):
        if not kept or hit[1] > kept[-1][1]:
            kept.append(hit)
    return kept


def _of_terms(
    folded: Folded, index: Index, hits: list[Hit], *, may_solicit: bool
) -> Iterator[Finding]:
    in_full: dict[str, int] = {}
    for start, end, entry in hits:
        if not isinstance(entry, TermEntry) or _is_within(folded.text, start, entry):
            continue
        if entry.kind == TermKind.SOLICITATION and may_solicit:
            continue
        if entry.kind == TermKind.PHRASE:
            found = folded.text.find(entry.full) if entry.full else -1
            known = in_full.setdefault(entry.words, found)
            if 0 <= known < start or known == -2:
                continue
            in_full[entry.words] = -2  # said once is enough
        yield Finding(
            FindingKind(entry.kind), *folded.span(start, end), folded.words(start, end), entry.kind,
            {"words": entry.words, "advice": entry.advice, "name": entry.words},
            entry.reason,
        )  # fmt: skip


def _is_within(text: str, start: int, entry: TermEntry) -> bool:
    for longer in entry.allowed:
        at = longer.find(entry.folded)
        while at >= 0:
            if start >= at and text.startswith(longer, start - at):
                return True
            at = longer.find(entry.folded, at + 1)
    return False
