"""The lists made ready for searching: once for each version, for all texts."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from wutong.engines.wording.checking.folding import HAN, fold_words
from wutong.kernel.hanzi import reading

if TYPE_CHECKING:
    from datetime import date

# Offices that are told apart from one another even where nobody on the list holds them.
OFFICES = (
    "党委书记", "党委副书记", "书记", "副书记", "校长", "副校长", "院长", "副院长", "主任", "副主任",
    "会长", "副会长", "理事长", "副理事长", "秘书长", "副秘书长", "处长", "副处长", "部长", "副部长",
    "主席", "副主席", "总会计师", "总工程师",
)  # fmt: skip
OFFICES_EN = (
    "president", "vice president", "executive vice president", "party secretary",
    "deputy party secretary", "chair", "vice chair", "dean", "associate dean", "director",
    "deputy director", "secretary general", "deputy secretary general",
)  # fmt: skip
# What asks for gifts whoever reads it; offices add their own.
SOLICITING = {
    "zh-hans": (
        "欢迎捐款", "欢迎捐赠", "捐款账号", "捐款帐号", "捐赠账号", "捐赠账户", "扫码捐", "踊跃捐",
        "请您捐", "诚邀捐", "向社会募捐", "公开募捐", "发起募捐", "捐款二维码", "我要捐", "众筹",
        "为其筹款", "为他筹款", "为她筹款",
    ),
    "en": (
        "donate now", "donate here", "make a gift", "give now", "please donate", "make a donation",
        "crowdfunding", "donation account", "chip in",
    ),
}  # fmt: skip
_NEAR = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))
_LETTER = re.compile(r"[a-z0-9]")
_HAN = re.compile(f"[{HAN}]")


def sound(char: str) -> str:
    """How a character is read, near readings alike: what a typist mixes up."""
    read = reading(char)
    for one, other in _NEAR:
        read = read.replace(one, other)
    return read


@dataclass(frozen=True)
class TitleEntry:
    """A title and the days on which it is held; ``until`` is the last of them."""

    zh: str
    en: str = ""
    since: date | None = None
    until: date | None = None

    def held(self, on: date) -> bool:
        """Whether it is held on a day."""
        return (self.since is None or self.since <= on) and not self.over(on)

    def over(self, on: date) -> bool:
        """Whether it is no longer held on a day."""
        return self.until is not None and self.until < on

    def said(self, language: str) -> str:
        """In the language of a text."""
        return self.zh if language.startswith("zh") else self.en


@dataclass(frozen=True)
class LeaderEntry:
    """Who is on the list: ``rank`` sorts by protocol, over all kinds."""

    name: str
    name_en: str
    rank: tuple[int, int]
    titles: tuple[TitleEntry, ...]

    def said(self, language: str) -> str:
        """The name in the language of a text."""
        return self.name if language.startswith("zh") else self.name_en

    def now(self, on: date, language: str) -> list[str]:
        """The titles held on a day."""
        return [t.said(language) for t in self.titles if t.held(on) and t.said(language)]


@dataclass(frozen=True)
class TermEntry:
    """A word, what it is on the list for, what to write instead and why; ``within`` are longer
    words in which it may stand.
    """

    kind: str
    language: str
    words: str
    advice: str = ""
    reason: str = ""
    within: tuple[str, ...] = ()

    @cached_property
    def folded(self) -> str:
        """As it is searched."""
        return fold_words(self.words)

    @property
    def full(self) -> str:
        """A set phrase in full, as it is searched."""
        return fold_words(self.advice) if self.kind == "phrase" else ""

    @cached_property
    def allowed(self) -> tuple[str, ...]:
        """Where it may stand, as it is searched."""
        longer = [fold_words(one) for one in self.within if one.strip()]
        if self.full:
            longer.append(self.full)
        return tuple(one for one in longer if self.folded in one and one != self.folded)


Entry = TermEntry | LeaderEntry
STANDING = tuple(
    TermEntry("solicitation", language, words)
    for language, listed in SOLICITING.items()
    for words in listed
)
"""What the law asks to look for, whatever the lists say."""


@dataclass(frozen=True)
class Near:
    """That a name of the list would begin ``offset`` before a pair of characters, with the
    character at ``wrong`` being another.
    """

    leader: LeaderEntry
    name: str
    offset: int
    wrong: int


class Index:
    """Everything of one language, by the first two characters or by the first word."""

    def __init__(
        self, leaders: tuple[LeaderEntry, ...], terms: tuple[TermEntry, ...], language: str
    ) -> None:
        self.language = language
        self.pairs: dict[str, list[tuple[str, Entry]]] = defaultdict(list)
        self.words: dict[str, list[tuple[str, Entry]]] = defaultdict(list)
        self.near: dict[str, list[Near]] = defaultdict(list)
        self.apart: dict[str, list[Near]] = defaultdict(list)
        self.latin: dict[str, list[tuple[str, LeaderEntry]]] = defaultdict(list)
        self.names: set[str] = set()
        self.titles: set[str] = {
            fold_words(one) for one in (OFFICES if self.chinese else OFFICES_EN)
        }
        for term in terms:
            if term.language == language and len(term.folded) > 1:
                self._add(term.folded, term)
        for leader in leaders:
            self._add_leader(leader)
        for table in (self.pairs, self.words):
            for entries in table.values():
                entries.sort(key=lambda entry: -len(entry[0]))
        self.longest = max(map(len, self.titles), default=0)

    @property
    def chinese(self) -> bool:
        """Whether the texts are Chinese."""
        return self.language.startswith("zh")

    def _add(self, folded: str, entry: Entry) -> None:
        if _LETTER.match(folded):
            self.words[re.split(r"[^a-z0-9]", folded, maxsplit=1)[0]].append((folded, entry))
        else:
            self.pairs[folded[:2]].append((folded, entry))

    def _add_leader(self, leader: LeaderEntry) -> None:
        for title in leader.titles:
            if title.said(self.language):
                self.titles.add(fold_words(title.said(self.language)))
        name = fold_words(leader.said(self.language))
        if len(name) < 2:
            return
        self._add(name, leader)
        self.names.add(name)
        if not self.chinese:
            parts = name.split(" ")
            if len(parts) == 2:
                for part in set(parts):
                    self.latin[part].append((name, leader))
        elif len(name) in (3, 4) and all(map(_HAN.match, name)):
            for wrong in range(len(name)):
                if wrong == 1 and len(name) == 3:
                    self.apart[name[0] + name[2]].append(Near(leader, name, 0, 1))
                    continue
                at = 0 if wrong > 1 else len(name) - 2
                self.near[name[at : at + 2]].append(Near(leader, name, at, wrong))


@dataclass(frozen=True)
class Lists:
    """What the propaganda office says, as of a version."""

    version: int
    leaders: tuple[LeaderEntry, ...] = ()
    terms: tuple[TermEntry, ...] = ()

    @cached_property
    def _indexes(self) -> dict[str, Index]:
        return {}

    def index(self, language: str) -> Index:
        """Ready for texts of a language; made once."""
        name = "zh-hans" if language.startswith("zh") else "en"
        if name not in self._indexes:
            known = {(term.language, term.words) for term in self.terms}
            standing = tuple(one for one in STANDING if (one.language, one.words) not in known)
            self._indexes[name] = Index(self.leaders, (*self.terms, *standing), name)
        return self._indexes[name]

    @cached_property
    def ranks(self) -> dict[str, tuple[int, int]]:
        """The place in protocol of each name, in both languages."""
        found: dict[str, tuple[int, int]] = {}
        for leader in self.leaders:
            for name in (leader.name, leader.name_en):
                if name:
                    found.setdefault(fold_words(name), leader.rank)
        return found
