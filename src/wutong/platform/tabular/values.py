"""Values as people write them in registers: dates, years, digits, lists."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_FULL_DATE = re.compile(r"(\d{4})\s*[-/.年．。·]\s*(\d{1,2})\s*[-/.月．。·]\s*(\d{1,2})\s*[日号]?")
_MONTH = re.compile(r"(\d{4})\s*[-/.年．。·]\s*(\d{1,2})\s*月?")
_YEAR = re.compile(r"(\d{4})\s*(?:年|级|届|學年|学年)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_COMPACT_MONTH = re.compile(r"(\d{4})(\d{2})")
_SERIAL = re.compile(r"(\d{4,5})(?:\.\d+)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHINESE_DATE = re.compile(
    r"([〇○零一二三四五六七八九]{4})年(?:([一二三四五六七八九十]{1,3})月(?:([一二三四五六七八九十]{1,3})[日号])?)?"
)
_TIME_TAIL = re.compile(r"[T\s]+\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?\s*(?:Z|AM|PM)?$", re.IGNORECASE)
_BETWEEN = re.compile(r"[、;；/\n,，|]+")
_EPOCH_1900, _EPOCH_1904 = dt.date(1899, 12, 30), dt.date(1904, 1, 1)
_SERIAL_FROM, _SERIAL_TO = 3_654, 73_050  # 1910 to 2099: other numbers are no dates
LOST_DIGITS = re.compile(r"^-?\d(?:\.\d+)?E[+-]?\d+$", re.IGNORECASE)


Dated = tuple[dt.date, str]


@lru_cache(maxsize=16_384)
def narrow(text: str) -> str:
    """Full-width Latin letters, digits and signs as their narrow forms; nothing else is changed,
    so that rare characters of names stay what they are.
    """
    return text if text.isascii() else text.translate(_WIDE).strip()


@lru_cache(maxsize=16_384)
def parse_date(text: str, *, epoch_1904: bool = False) -> Dated | None:
    """The date and how exact it is: `day`, `month` or `year`; None if it is no date.

    Understands 2005-06-30, 2005/6/30, 2005.6.30, 2005年6月30日, 20050630, 2005年6月, 2005.6,
    200506, 2005, 二〇〇五年六月, 30/6/2005 where the day is above 12, and a spreadsheet's day number.
    A missing day or month is taken as the first.
    """
    text = _TIME_TAIL.sub("", narrow(text).strip().replace("\u2014", "-").replace("\u2013", "-"))
    for pattern, read in _FORMS:
        if (match := pattern.fullmatch(text)) and (found := read(match)):
            return found
    if match := _SERIAL.fullmatch(text):
        serial = int(match.group(1))
        if _SERIAL_FROM <= serial <= _SERIAL_TO:
            epoch = _EPOCH_1904 if epoch_1904 else _EPOCH_1900
            return epoch + dt.timedelta(days=serial), "day"
    return None


def _year_first(match: re.Match[str]) -> Dated | None:
    parts = [int(part) for part in match.groups()]
    exact = "day" if len(parts) > 2 else "month"
    return _date(parts[0], parts[1], parts[2] if len(parts) > 2 else 1, exact)


def _day_first(match: re.Match[str]) -> Dated | None:
    """Only where one of the two cannot be a month: 3/4/2005 is anybody's guess."""
    first, second, year = (int(part) for part in match.groups())
    if first > 12 >= second:
        return _date(year, second, first, "day")
    if second > 12 >= first:
        return _date(year, first, second, "day")
    return None


def _only_year(match: re.Match[str]) -> Dated | None:
    return _date(int(match.group(1)), 1, 1, "year")


def _date(year: int, month: int, day: int, exact: str) -> Dated | None:
    if not 1850 <= year <= 2150:
        return None
    try:
        return dt.date(year, month, day), exact
    except ValueError:
        return None


def _chinese(match: re.Match[str]) -> Dated | None:
    year = int(match.group(1).translate(_CHINESE_DIGITS))
    month, day = _chinese_number(match.group(2)), _chinese_number(match.group(3))
    exact = "day" if day else "month" if month else "year"
    return _date(year, month or 1, day or 1, exact)


def _chinese_number(text: str | None) -> int:
    if not text:
        return 0
    before, ten, after = text.partition("十")
    unit = int((after or "0").translate(_CHINESE_DIGITS))
    if not ten:
        return int(before.translate(_CHINESE_DIGITS))
    return (int(before.translate(_CHINESE_DIGITS)) if before else 1) * 10 + unit


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Dated | None]], ...] = (
    (_FULL_DATE, _year_first),
    (_COMPACT, _year_first),
    (_MONTH, _year_first),
    (_COMPACT_MONTH, _year_first),
    (_CHINESE_DATE, _chinese),
    (_DAY_FIRST, _day_first),
    (_YEAR, _only_year),
)


@lru_cache(maxsize=8_192)
def parse_year(text: str, *, epoch_1904: bool = False) -> int | None:
    """A year out of 2005, 2005级, 2005届, 05级, 2005年9月, 2005-09-01 or a day number."""
    text = narrow(text)
    short = re.fullmatch(r"(\d{2})\s*[级届]", text)
    if short:
        two = int(short.group(1))
        return 1900 + two if two >= 50 else 2000 + two
    found = parse_date(text, epoch_1904=epoch_1904)
    return found[0].year if found else None


@lru_cache(maxsize=16_384)
def fold_word(text: str) -> str:
    """A word of a closed vocabulary for comparison: width, case and inner spaces do not count."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def split_list(text: str) -> list[str]:
    """The parts of a cell that holds several values (、 ; / or a line break between them)."""
    if not _BETWEEN.search(text):
        return [text] if text else []
    return [part.strip() for part in _BETWEEN.split(text) if part.strip()]


def starts_like_formula(text: str) -> bool:
    """Whether a spreadsheet would take the text for a formula. `+86…` and `-` alone would not
    harm anybody, yet they too are told apart by the first character.
    """
    return text[:1] in {"=", "+", "-", "@"} and len(text) > 1
