"""The one search for people: office, site, API and choosers all ask here.

Two traps were measured at 300,000 people. With `ORDER BY name … LIMIT 25` beside the token
condition the planner walks the index of names and tests every row (200–350 ms); so the matches
are gathered first, behind a fence: `id = ANY(ARRAY(SELECT …))` is evaluated once, like a
materialised CTE, and stays composable. And a lone surname has tens of thousands of matches; so
it is walked in the order of an index that begins with the surname, and nothing is gathered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from operator import or_
from typing import TYPE_CHECKING

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, Q

from wutong.core.people.models import Degree, Person
from wutong.kernel.hanzi import fold, is_han, simplify
from wutong.kernel.hanzi.surnames import COMMON, COMPOUND

if TYPE_CHECKING:
    from django.db.models import QuerySet

LONGEST_QUERY = 100
ORDER = ("name_pinyin", "id")
_COMMON_PINYIN = """
bai cai cao chen cheng cui dai deng ding dong du duan fan fang feng fu gao gong gu guo han hao
he hou hu huang jia jiang jin kong lei li liang liao lin liu long lu luo lv ma mao meng mo pan
peng qian qin qiu ren shao shen shi song su sun tan tang tao tian wan wang wei wu xia xiang xiao
xie xiong xu xue yan yang yao ye yin yu yuan zeng zhang zhao zheng zhong zhou zhu zou
"""
COMMON_PINYIN = frozenset(_COMMON_PINYIN.split())
_COMPOUND_PINYIN = frozenset("".join(pair) for pair in COMPOUND.values())
_TERM = re.compile(r"[a-z'v]+|[0-9]+|[^a-z0-9']+")
_STUDENT_NO_AT_LEAST = 5
_AFTER_ALL = "\U0010ffff"


class _AnyOf(Func):
    """`column = ANY(array)`, true of the rows a fenced sub-select has gathered."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()


@dataclass(frozen=True)
class _Plan:
    """How a query is answered: `walk` in index order, or `gather` behind the fence."""

    walk: Q | None = None
    gather: Q | None = None


def search(text: str, *, people: QuerySet[Person]) -> QuerySet[Person]:
    """Those of `people` that `text` finds, by pinyin.

    Finds by name or any part of it, former name, traditional or simplified; pinyin whole, from
    the front or by initials; student number (from its front, 5 characters or more), phone (whole
    or its last four digits), e-mail (whole or the part before @). Several words all have to
    match. A common surname alone finds those who bear it. An empty text finds everybody.
    `people` carries scope and grade; it may be filtered but not sliced.
    """
    plan = _plan(text)
    if plan.gather is None:
        return matching(text, people=people).order_by(*ORDER)
    gathered = people.filter(plan.gather).order_by().values("pk")
    return Person.objects.filter(_AnyOf(F("pk"), ArraySubquery(gathered))).order_by(*ORDER)


def is_gathered(text: str) -> bool:
    """Whether `search` gathers all matches before it orders them, so that counting them in the
    same statement costs nothing.
    """
    return _plan(text).gather is not None


def matching(text: str, *, people: QuerySet[Person]) -> QuerySet[Person]:
    """The same people as `search` finds, in no order and without the fence: for counting, where
    the planner may stop early and its estimate means something.
    """
    plan = _plan(text)
    condition = plan.walk if plan.walk is not None else plan.gather
    return (people if condition is None else people.filter(condition)).order_by()


def _plan(text: str) -> _Plan:
    folded = simplify(fold(text[:LONGEST_QUERY])).lower().replace("ü", "v")
    words = [word for word in folded.replace("·", " ").replace(",", " ").split(" ") if word]
    if not words:
        return _Plan()
    if len(words) == 1:
        walk = _lone_surname(words[0])
        if walk is not None:
            return _Plan(walk=walk)
    conditions = [_word(word) for word in words]
    if len(words) > 1 and all(word.isascii() and word.isalpha() for word in words):
        # "xiaoming wang", "wang xiaom": also as one run, surname first or last.
        runs = [_letters("".join(words)), _letters("".join([words[-1], *words[:-1]]))]
        return _Plan(gather=reduce(or_, runs, Q(*conditions)))
    return _Plan(gather=Q(*conditions))


def _lone_surname(word: str) -> Q | None:
    if word in COMMON or word in COMPOUND:
        return Q(surname=word)
    if word in COMMON_PINYIN or word in _COMPOUND_PINYIN:
        return Q(surname_pinyin=word)
    begins_surname = any(surname.startswith(word) for surname in COMMON_PINYIN)
    if word.isascii() and word.isalpha() and begins_surname and len(word) != 2:
        return _from_front(word)
    return None


def _from_front(prefix: str) -> Q:
    return Q(name_pinyin__gte=prefix, name_pinyin__lt=prefix + _AFTER_ALL)


def _word(word: str) -> Q:
    """One word of the query: an address, a number, letters, characters, or a mixture."""
    if "@" in word:
        local, _at, domain = word.partition("@")
        return Q(search_tokens__contains=[word if domain else local])
    if word.isascii() and any(char.isdecimal() for char in word):
        return _number(word)
    parts = _TERM.findall(word)
    if len(parts) > 1:
        return Q(*[_word(part) for part in parts])
    if word.isascii():
        return _letters(word.replace("'", ""))
    return _characters(word)


def _number(word: str) -> Q:
    digits = word.lstrip("+")
    tokens = {word, digits, digits.removeprefix("86") if len(digits) == 13 else digits}
    found = reduce(or_, (Q(search_tokens__contains=[token]) for token in sorted(tokens)))
    if len(word) >= _STUDENT_NO_AT_LEAST:
        numbered = Degree.objects.filter(
            student_no__gte=word.upper(), student_no__lt=word.upper() + _AFTER_ALL
        ).exclude(student_no="")
        found |= Q(_AnyOf(F("pk"), ArraySubquery(numbered.values("person_id"))))
    return found


def _letters(word: str) -> Q:
    """Pinyin: a run that ends with a syllable, initials, or a run broken off after a surname."""
    found = Q(search_tokens__contains=[word])
    for size in range(1, len(word)):
        surname, rest = word[:size], word[size:]
        if surname in COMMON_PINYIN or surname in _COMPOUND_PINYIN:
            found |= _from_front(f"{surname} {rest}")
    if len(word) > 2:
        found |= _from_front(word)
    return found


def _characters(word: str) -> Q:
    characters = [char for char in word if is_han(char)]
    if not characters:
        return Q(search_tokens__contains=[word])
    pairs = ["".join(pair) for pair in pairwise(characters)]
    return Q(search_tokens__contains=pairs or characters)
