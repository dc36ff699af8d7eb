"""How text, numbers and dates are set in Chinese and in English."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext

if TYPE_CHECKING:
    from decimal import Decimal

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
THIN = "\u2009"
_HAN_LATIN = re.compile(rf"([{HAN}])[ \u2009]?(?=[A-Za-z0-9@#$%&+])")
_LATIN_HAN = re.compile(rf"([A-Za-z0-9%&+])[ \u2009]?(?=[{HAN}])")
_ANY_HAN = re.compile(f"[{HAN}]")
_DATE = re.compile(r"(\d)\u2009(?=[年月日])|([年月])\u2009(?=\d)")
WAN = 10_000
YI = 100_000_000


def is_chinese() -> bool:
    """Whether the page is being written in Chinese."""
    return (get_language() or "").startswith("zh")


def has_han(text: str) -> bool:
    """Whether ``text`` contains a Chinese character."""
    return _ANY_HAN.search(text) is not None


def thin_space(text: str) -> str:
    """A thin space between Chinese and Latin or digits; dates stay as they are written."""
    spaced = _LATIN_HAN.sub(rf"\1{THIN}", _HAN_LATIN.sub(rf"\1{THIN}", text))
    return _DATE.sub(lambda found: found[1] or found[2], spaced)


def exact(number: Decimal | float) -> str:
    """1,234,567 in either language; at most two decimals, none for whole numbers."""
    return f"{number:,.0f}" if number == int(number) else f"{number:,.2f}"


def spoken(number: Decimal | float) -> str:
    """As people say it: 1.3万, 2.05亿 in Chinese from ten thousand up; exact in English."""
    size = abs(float(number))
    if not is_chinese() or size < WAN:
        return exact(number)
    unit, word = (YI, "亿") if size >= YI else (WAN, "万")
    value = float(number) / unit
    digits = 2 if abs(value) < 10 and unit == YI else 1 if abs(value) < 1000 else 0
    return f"{value:,.{digits}f}".removesuffix(".0").removesuffix(".00") + word


def as_day(value: date | datetime) -> str:
    """2026年11月22日, 22 November 2026; moments are shown on campus time."""
    return date_format(_on_campus(value), "DATE_FORMAT")


def as_moment(value: datetime) -> str:
    """2026年11月22日 21:07, 22 November 2026, 21:07; on campus time."""
    return date_format(_on_campus(value), "DATETIME_FORMAT")


def ago(value: datetime) -> str:
    """How long ago, in the largest unit that fits; the day itself after a month."""
    seconds = int((timezone.now() - value).total_seconds())
    if seconds < 60:
        return gettext("just now")
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86_400
    if minutes < 60:
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}
    if hours < 24:
        return ngettext("%(n)d hour ago", "%(n)d hours ago", hours) % {"n": hours}
    if days < 31:
        return ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}
    return as_day(value)


def initials(name: str) -> str:
    """What stands in an avatar: the last two characters of a Chinese name, else initials."""
    text = name.strip()
    if not text:
        return "·"
    if has_han(text):
        han = "".join(_ANY_HAN.findall(text))
        return han[-2:] if len(han) > 2 else han[-1:]
    words = [word for word in re.split(r"[\s.·-]+", text) if word]
    return "".join(word[0] for word in (words[0], *words[1:][-1:])).upper() if words else "·"


def file_size(size: int) -> str:
    """1.2 MB; decimal units as file managers show them."""
    value = float(size)
    for unit in ("B", "KB", "MB"):
        if value < 1000:
            return f"{value:.0f} {unit}" if unit == "B" or value >= 10 else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.1f} GB"


def _on_campus(value: date | datetime) -> date | datetime:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value
