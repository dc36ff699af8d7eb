"""Names of leaders: their titles, their order, and names that are one character off."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wutong.engines.wording.checking.findings import Finding
from wutong.engines.wording.checking.folding import HAN
from wutong.engines.wording.checking.lists import sound
from wutong.engines.wording.enums import FindingKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from wutong.engines.wording.checking.folding import Folded
    from wutong.engines.wording.checking.lists import Index, LeaderEntry, Near, TitleEntry

BLOCKS = ("副", "代", "代理", "原", "前", "名誉", "常务", "执行", "助理", "vice", "deputy", "acting",
          "former", "honorary", "executive", "associate", "assistant")  # fmt: skip
FORMER = ("原", "前", "曾任", "时任", "老", "former ", "former")
AFTER_NO_TITLE = ("助理", "办公室", "办", "信箱", "接待日", "奖", "基金")
_BETWEEN = re.compile(
    "同志|先生|女士|老师|教授|院士|博士|以及|等|和|与|及|兼|原|前|代|常务|名誉|执行|[、，,;；\\s&]|"
    r"\band\b|\bmr\b|\bms\b|\bdr\b|\bprofessor\b|\bformer\b|\.|\("
)
_HAN = re.compile(f"[{HAN}]")
FAR = 60


@dataclass(frozen=True)
class Mention:
    """That a name of the list stands at a place of the folded text."""

    start: int
    end: int
    leader: LeaderEntry


@dataclass(frozen=True)
class _Claim:
    """A title beside a name."""

    start: int
    end: int
    title: str
    former: bool


class Titles:
    """The titles that a text gives to those it names."""

    def __init__(self, folded: Folded, index: Index, on: date) -> None:
        self.folded, self.index, self.on = folded, index, on

    def findings(self, mentions: Sequence[Mention]) -> Iterator[Finding]:
        """What is wrong with the titles beside the names."""
        for mention in mentions:
            for claim in self.claims(mention.start, mention.end):
                finding = self._judge(mention, claim)
                if finding is not None:
                    yield finding

    def claims(self, start: int, end: int) -> Iterator[_Claim]:
        """Every title directly before or behind what stands from ``start`` to ``end``."""
        found = self._before(start)
        while found is not None:
            yield found
            at = found.start
            joined = self.folded.text[max(0, at - 5) : at]
            step = next((one for one in ("、", "兼", " and ", "&") if joined.endswith(one)), "")
            found = self._before(at - len(step)) if step else None
        behind = self._behind(end)
        if behind is not None:
            yield behind

    def _before(self, end: int) -> _Claim | None:
        text, titles = self.folded.text, self.index.titles
        if not self.index.chinese:
            end = len(text[:end].rstrip())
        for length in range(min(self.index.longest, end), 1, -1):
            title = text[end - length : end]
            if title in titles:
                start = end - length
                if not self.index.chinese and start and text[start - 1].isalnum():
                    continue
                ahead = text[max(0, start - 8) : start].rstrip()
                former = next((one for one in FORMER if ahead.endswith(one.strip())), "")
                block = next((one for one in BLOCKS if ahead.endswith(one)), "")
                if block and not former:
                    start = text.rindex(block, 0, start)
                    title = block + ("" if self.index.chinese else " ") + title
                return _Claim(start, end, title, former=bool(former))
        return None

    def _behind(self, start: int) -> _Claim | None:
        text, titles = self.folded.text, self.index.titles
        if not self.index.chinese:
            if not text.startswith(", ", start):
                return None
            start += 2
        for length in range(min(self.index.longest, len(text) - start), 1, -1):
            title = text[start : start + length]
            if title in titles:
                end = start + length
                follows = text[end : end + 3]
                # the title may belong to the next name of an enumeration, or to a thing
                if any(follows.startswith(one) for one in AFTER_NO_TITLE) or (
                    self._name_at(end) and self.index.chinese
                ):
                    return None
                if not self.index.chinese and text[end : end + 1].isalnum():
                    continue
                return _Claim(start, end, title, former=False)
        return None

    def _name_at(self, at: int) -> bool:
        return any(self.folded.text.startswith(name, at) for name in self.index.names)

    def _judge(self, mention: Mention, claim: _Claim) -> Finding | None:
        language = self.index.language
        known = [one for one in mention.leader.titles if one.said(language)]
        if not known:
            return None
        held = [one for one in known if one.held(self.on)]
        fits = [one for one in known if _same(one, claim.title, language)]
        if claim.former and fits:
            return None
        if any(one in held for one in fits):
            return None
        code, values = "title_wrong", dict[str, Any]()
        if fits:
            past = [one for one in fits if one.over(self.on)]
            code = "title_outdated" if past else "title_early"
            about = past[0] if past else fits[0]
            values = {"until": about.until, "since": about.since}
        elif claim.former:
            code = "title_former"
        start, end = min(claim.start, mention.start), max(claim.end, mention.end)
        kind = FindingKind.TITLE_OUTDATED if code == "title_outdated" else FindingKind.TITLE_WRONG
        between = "、" if self.index.chinese else ", "
        values |= {
            "name": mention.leader.said(language),
            "title": self.folded.words(claim.start, claim.end),
            "titles": between.join(mention.leader.now(self.on, language)),
        }
        return Finding(
            kind, *self.folded.span(start, end), self.folded.words(start, end), code, values
        )


def _same(entry: TitleEntry, claimed: str, language: str) -> bool:
    """Whether a text means the title of the list: as it stands, or with or without the house it
    is held in; 校长 is not 副校长.
    """
    title = entry.said(language).lower()
    if title == claimed:
        return True
    for longer, shorter in ((title, claimed), (claimed, title)):
        rest = longer.removesuffix(shorter).rstrip()
        if len(rest) < len(longer) and not any(rest.endswith(one) for one in BLOCKS):
            return True
        if language == "en" and longer.startswith((f"{shorter} of ", f"{shorter}, ")):
            return True
    return False


def order_findings(folded: Folded, index: Index, mentions: Sequence[Mention]) -> Iterator[Finding]:
    """Names that follow each other with nothing but titles between, and not in their order."""
    run: list[Mention] = []
    for mention in [*mentions, None]:
        if run and mention is not None and _follows(folded.text, index, run[-1], mention):
            run.append(mention)
            continue
        ranks = [one.leader.rank for one in run]
        if ranks != sorted(ranks):
            start, end = run[0].start, run[-1].end
            sep = "、" if index.chinese else ", "
            right = sorted(run, key=lambda one: one.leader.rank)
            names = sep.join(dict.fromkeys(one.leader.said(index.language) for one in right))
            yield Finding(
                FindingKind.ORDER, *folded.span(start, end), folded.words(start, end), "order",
                {"names": names, "name": names},
            )  # fmt: skip
        run = [mention] if mention is not None else []


def _follows(text: str, index: Index, before: Mention, after: Mention) -> bool:
    gap = text[before.end : after.start]
    if len(gap) > FAR or "\n" in gap:
        return False
    for title in sorted(index.titles, key=len, reverse=True):
        if title in gap:
            gap = gap.replace(title, "、")
    return not _BETWEEN.sub("", gap)


def near_findings(
    folded: Folded, index: Index, titles: Titles, nears: Sequence[tuple[int, Near]]
) -> Iterator[Finding]:
    """Names that are one character off: where both sound alike, or where the title of the one
    on the list stands beside it.
    """
    text, seen = folded.text, set()
    for place, near in nears:
        start, end = place - near.offset, place - near.offset + len(near.name)
        written = text[start:end] if start >= 0 else ""
        if (
            len(written) < len(near.name)
            or written in index.names
            or (start, near.name) in seen
            or not all(map(_HAN.match, written))
        ):
            continue
        seen.add((start, near.name))
        alike = sound(written[near.wrong]) == sound(near.name[near.wrong])
        if alike or _titled(titles, start, end, near.leader):
            yield Finding(
                FindingKind.NAME, *folded.span(start, end), folded.words(start, end), "name",
                {"name": near.leader.name, "found": folded.words(start, end)},
            )  # fmt: skip


def _titled(titles: Titles, start: int, end: int, leader: LeaderEntry) -> bool:
    return any(
        _same(entry, claim.title, titles.index.language)
        for claim in titles.claims(start, end)
        for entry in leader.titles
        if entry.said(titles.index.language)
    )


def latin_findings(
    folded: Folded, index: Index, pairs: Sequence[tuple[int, int, str]]
) -> Iterator[Finding]:
    """Names in Latin letters that are one letter off; ``pairs`` are two words that follow each
    other, one of which is part of a name.
    """
    for start, end, written in pairs:
        if written in index.names:
            continue
        first, last = written.split(" ")
        near = [*index.latin.get(first, ()), *index.latin.get(last, ())]
        for name, leader in near:
            if _one_letter_off(written, name):
                yield Finding(
                    FindingKind.NAME, *folded.span(start, end), folded.words(start, end), "name",
                    {"name": leader.name_en, "found": folded.words(start, end)},
                )  # fmt: skip
                break


def _one_letter_off(written: str, name: str) -> bool:
    """One letter changed, added or left out, or two neighbours changed about."""
    longer, shorter = (written, name) if len(written) >= len(name) else (name, written)
    if len(longer) - len(shorter) > 1 or longer == shorter:
        return False
    at = next((i for i, (a, b) in enumerate(zip(longer, shorter, strict=False)) if a != b), -1)
    if at < 0:
        return True
    if len(longer) == len(shorter) and longer[at : at + 2] == shorter[at : at + 2][::-1]:
        return longer[at + 2 :] == shorter[at + 2 :]
    skip = 0 if len(longer) > len(shorter) else 1
    return longer[at + 1 :] == shorter[at + skip :]
