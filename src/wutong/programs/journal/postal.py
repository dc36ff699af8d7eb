"""Postal addresses as they stand on record (one line of free text): which of them lie in the
mainland, which are complete enough to be posted to, and how a label writes them.

Printed internal matter (内部资料) may not be distributed outside the mainland. An address that
does not say where it lies counts as abroad when the person lives abroad.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# For PostgreSQL and for Python alike: no look-around, no \d.
_PROVINCES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|"
    "海南|四川|贵州|云南|陕西|甘肃|青海|内蒙古|广西|西藏|宁夏|新疆"
)
MAINLAND = f"({_PROVINCES})|(^|[^0-9])[0-9]{{6}}([^0-9]|$)|中国大陆"
OUTSIDE = (
    "^(中国)? ?(香港|澳门|台湾|臺灣|台北|臺北|高雄|九龙|新界)|香港特别行政区|澳门特别行政区|台湾省|"
    "^(美国|加拿大|英国|法国|德国|日本|韩国|新加坡|马来西亚|泰国|澳大利亚|新西兰|俄罗斯|意大利|瑞士|"
    "瑞典|荷兰|西班牙|阿联酋)|Hong ?Kong|Maca[uo]|Taiwan|Taipei"
)
HAN = "[一-鿿]"
CHINA = "china|p\\.? ?r\\.? ?c"
COMPLETE = "[0-9]|号|室|楼|村|组|栋|幢|信箱"
"""An address without any of these leads to a town and no further."""
SHORTEST = 7

_POSTCODE = re.compile(r"(?<![0-9])([0-9]{6})(?![0-9])")
_MARKS = re.compile(r"(邮编|邮政编码|邮码|postcode|zip)[::\s]*$", re.IGNORECASE)
_EDGES = " ,，;；、()（）:："


@dataclass(frozen=True)
class PostalAddress:
    """An address as a label has it."""

    postcode: str
    lines: str


def split_postcode(text: str) -> PostalAddress:
    """The six digits of the postcode at either end of the line, and the rest without them."""
    for hit in _POSTCODE.finditer(text):
        before, after = text[: hit.start()], text[hit.end() :]
        before = _MARKS.sub("", before.rstrip(_EDGES)).rstrip(_EDGES)
        after = after.strip(_EDGES)
        if not before or not after:
            return PostalAddress(hit[1], (before or after).strip(_EDGES))
    return PostalAddress("", text.strip())


_ALPHABET = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_CODE = re.compile(r"J([0-9]{1,5})-([0-9]{1,12})-([0-9A-Z])")


def _check(number: int, person_id: int) -> str:
    digits = f"{number:05d}{person_id}"
    return _ALPHABET[sum((at + 2) * int(one) for at, one in enumerate(digits)) % len(_ALPHABET)]


def copy_code(number: int, person_id: int) -> str:
    """What stands on a label, and comes back with it: ``J17-123456-K``; its last place finds a
    misread digit.
    """
    return f"J{number}-{person_id}-{_check(number, person_id)}"


def read_code(text: str) -> tuple[int, int] | None:
    """Number of the issue and id of the person; None for what is no code, or a misread one."""
    hit = _CODE.fullmatch(text.strip().upper().replace("—", "-").replace(" ", ""))
    if hit is None or _check(int(hit[1]), int(hit[2])) != hit[3]:
        return None
    return int(hit[1]), int(hit[2])
