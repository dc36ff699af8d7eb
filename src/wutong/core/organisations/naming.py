"""Names of organisations: how they sort, how they are found, and their credit code."""

from __future__ import annotations

import re
from functools import reduce
from itertools import pairwise
from operator import and_
from typing import TYPE_CHECKING

from django.db.models import Q

from wutong.kernel.hanzi import fold, is_han, pinyin_of_name, search_tokens, simplify

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from wutong.core.organisations.models import Organisation

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_TERM = re.compile(r"[a-z0-9'&.-]+|[^a-z0-9'&.\s-]+")


def search_columns(
    name_zh: str, name_en: str, former_names: Iterable[str] = ()
) -> tuple[str, list[str]]:
    """The sort key and the tokens of an organisation's names."""
    tokens = search_tokens(name=name_zh, former_names=former_names, name_latin=name_en)
    return pinyin_of_name(name_zh).key.replace(" ", "")[:300], tokens


def is_credit_code(code: str) -> bool:
    """Whether ``code`` is a unified social credit code by its check character (GB 32100-2015)."""
    if len(code) != 18 or not set(code) <= set(_ALPHABET):
        return False
    total = sum(
        _ALPHABET.index(char) * weight for char, weight in zip(code[:17], _WEIGHTS, strict=True)
    )
    return _ALPHABET[(31 - total % 31) % 31] == code[17]


def with_check_character(first_17: str) -> str:
    """The whole code of its first 17 characters."""
    return next(first_17 + char for char in _ALPHABET if is_credit_code(first_17 + char))


def search(text: str, *, organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Those of ``organisations`` that ``text`` finds: any part of a Chinese name, present or
    former, pinyin from the front or by initials, a part of the English name, the credit code.
    Several words all have to match.
    """
    words = (simplify(fold(word)).lower() for word in text[:100].split())
    terms = [term for word in words for term in _TERM.findall(word)]
    return organisations.filter(reduce(and_, map(_term, terms))) if terms else organisations


def _term(term: str) -> Q:
    characters = [char for char in term if is_han(char)]
    if characters:
        pairs = ["".join(pair) for pair in pairwise(characters)]
        return Q(search_tokens__contains=pairs or characters)
    found = Q(search_tokens__contains=[term]) | Q(name_en__icontains=term)
    if len(term) >= 3:
        found |= Q(credit_code__istartswith=term) | Q(name_pinyin__startswith=term)
    return found
