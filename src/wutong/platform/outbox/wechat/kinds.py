"""What may stand in each keyword of a template: WeChat fixes it by the keyword's kind.

A keyword is called ``thing1`` or ``date2``: the kind and a number. Kinds of free words are cut to
what fits; of the others a value that does not fit is an error, because WeChat would refuse it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_CLOCK = r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?"
_DAY = r"\d{4}(?:\u5e74|-|/)\d{1,2}(?:\u6708|-|/)\d{1,2}\u65e5?"
_MOMENT = rf"{_DAY}(?:\s*{_CLOCK})?"
_KEYWORD = re.compile(r"([a-z_]+?)(\d+)$")
_LINE = re.compile(r"^([^\n]*?)[:\uff1a]?\s*\{\{\s*(\w+)\.DATA\s*\}\}", re.MULTILINE)


@dataclass(frozen=True)
class Kind:
    """``longest`` characters; ``form`` what it must look like, None for any words."""

    label: _StrOrPromise
    longest: int
    form: re.Pattern[str] | None = None


KINDS = {
    "thing": Kind(_("words, at most 20 characters"), 20),
    "short_thing": Kind(_("words, at most 5 characters"), 5),
    "phrase": Kind(_("at most 5 Chinese characters"), 5),
    "name": Kind(_("a name, at most 10 Chinese characters or 20 letters"), 20),
    "const": Kind(_("one of the words fixed with the template"), 20),
    "character_string": Kind(_("letters, digits and signs, at most 32"), 32,
                             re.compile(r"[\x21-\x7e]+(?: [\x21-\x7e]+)*")),
    "letter": Kind(_("letters, at most 32"), 32, re.compile(r"[A-Za-z]+")),
    "number": Kind(_("a number of at most 32 digits"), 32, re.compile(r"-?\d+(?:\.\d+)?")),
    "symbol": Kind(_("at most 5 signs"), 5, re.compile(r"[^\w\s]+")),
    "time": Kind(_("a time such as 15:01, with or without its day"), 40,
                 re.compile(rf"(?:{_DAY}\s*)?{_CLOCK}(?:\s*[~-]\s*(?:{_DAY}\s*)?{_CLOCK})?")),
    "date": Kind(_("a day such as 2026年9月25日, with or without its time"), 60,
                 re.compile(rf"{_MOMENT}(?:\s*[~-]\s*{_MOMENT})?")),
    "amount": Kind(_("an amount such as ¥100.00 or 100元"), 12,
                   re.compile(r"[\u00a5\uffe5$\u20ac\u00a3]?\d{1,10}(?:\.\d{1,2})?\u5143?")),
    "phone_number": Kind(_("a phone number of at most 17 digits and signs"), 17,
                         re.compile(r"[+\d][\d -]*")),
    "car_number": Kind(_("a car's number plate"), 8, re.compile(r"\w{6,8}")),
}  # fmt: skip


@dataclass(frozen=True)
class Keyword:
    """One place of a template: ``thing1``, and what WeChat prints in front of it."""

    key: str
    label: str

    @property
    def kind(self) -> Kind:
        """What may stand there."""
        return kind_of(self.key)


def kind_of(key: str) -> Kind:
    """The kind of ``thing1``; one that WeChat added later counts as words."""
    found = _KEYWORD.match(key)
    return KINDS.get(found[1] if found else key, KINDS["thing"])


def keywords_in(content: str) -> list[Keyword]:
    """The places of a template as WeChat lists it: ``label:{{thing1.DATA}}`` line by line."""
    return [Keyword(key, label.strip()) for label, key in _LINE.findall(content)]


def is_free(key: str) -> bool:
    """Whether any words may stand there, cut where they are too long."""
    return kind_of(key).form is None


def fit(key: str, value: str) -> str:
    """``value`` on one line, words cut to what fits."""
    tidy = " ".join(value.split())
    longest = kind_of(key).longest
    if _KEYWORD.sub(r"\1", key) == "name" and not tidy.isascii():
        longest = 10
    if not is_free(key) or len(tidy) <= longest:
        return tidy
    return tidy[:longest] if longest <= 5 else f"{tidy[: longest - 1]}\u2026"


def fits(key: str, value: str) -> bool:
    """Whether WeChat takes ``value`` there."""
    kind = kind_of(key)
    if not value or len(value) > kind.longest:
        return False
    return kind.form is None or kind.form.fullmatch(value) is not None
