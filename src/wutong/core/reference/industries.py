"""The sections of GB/T 4754-2017 (国民经济行业分类): read from codes and names, kept by name."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Section: its name, the divisions it holds, and what people call it besides.
_SECTIONS: dict[str, tuple[str, range, tuple[str, ...]]] = {
    "A": ("农、林、牧、渔业", range(1, 6), ("农业", "林业", "农林牧渔")),
    "B": ("采矿业", range(6, 13), ("采矿", "矿业", "石油", "煤炭")),
    "C": ("制造业", range(13, 44), ("制造", "医药", "医药制造", "汽车", "机械", "化工")),
    "D": ("电力、热力、燃气及水生产和供应业", range(44, 47), ("电力", "能源", "电力与能源")),
    "E": ("建筑业", range(47, 51), ("建筑", "土木")),
    "F": ("批发和零售业", range(51, 53), ("零售", "批发", "贸易", "商贸")),
    "G": ("交通运输、仓储和邮政业", range(53, 61), ("交通", "交通运输", "物流", "邮政")),
    "H": ("住宿和餐饮业", range(61, 63), ("住宿", "餐饮", "酒店")),
    "I": ("信息传输、软件和信息技术服务业", range(63, 66),
          ("IT", "互联网", "软件", "软件与互联网", "信息技术", "计算机", "通信", "电信")),
    "J": ("金融业", range(66, 70), ("金融", "银行", "证券", "保险", "投资")),
    "K": ("房地产业", range(70, 71), ("房地产", "地产")),
    "L": ("租赁和商务服务业", range(71, 73), ("商务服务", "咨询", "法律", "律师", "法律与咨询", "会计")),
    "M": ("科学研究和技术服务业", range(73, 76), ("科研", "科研院所", "科学研究", "技术服务", "研发")),
    "N": ("水利、环境和公共设施管理业", range(76, 80), ("水利", "环保", "环境")),
    "O": ("居民服务、修理和其他服务业", range(80, 83), ("居民服务", "家政", "修理")),
    "P": ("教育", range(83, 84), ("教育业", "高校", "学校")),
    "Q": ("卫生和社会工作", range(84, 86), ("卫生", "医疗", "医疗卫生", "医院")),
    "R": ("文化、体育和娱乐业", range(86, 91), ("文化", "传媒", "文化与传媒", "文化传媒", "体育", "出版")),
    "S": ("公共管理、社会保障和社会组织", range(91, 97), ("公共管理", "政府", "政府机关", "党政机关", "机关")),
    "T": ("国际组织", range(97, 98), ()),
}  # fmt: skip
_MARKS = re.compile(r"[\s、,，;；/和与及]+")
_CODE = re.compile(r"([A-Ta-t])?(\d{2})?\d{0,2}")
_CODED = re.compile(r"([A-T])\s*(\d{0,4})[\s.:：、-]*(\D+)")


def _bare(words: str) -> str:
    return _MARKS.sub("", words)


_BY_NAME = {_bare(name): code for code, (name, _range, _alias) in _SECTIONS.items()}
_BY_ALIAS = {
    word.upper(): code for code, (_name, _range, words) in _SECTIONS.items() for word in words
}
_BY_DIVISION = {
    number: code for code, (_name, numbers, _alias) in _SECTIONS.items() for number in numbers
}


@lru_cache(maxsize=4096)
def section_by_code_or_name(text: str) -> str:
    """``I``, ``65``, ``6510``, ``I65``, ``I65 软件…`` or the section's name: ``I``; else ""."""
    plain = text.strip()
    if code := _BY_NAME.get(_bare(plain)):
        return code
    found = _CODE.fullmatch(plain)
    if found and plain:
        letter = (found[1] or "").upper()
        division = _BY_DIVISION.get(int(found[2]), "") if found[2] else letter
        return division if letter in {"", division} else ""
    coded = _CODED.fullmatch(plain)
    if coded is None:
        return ""
    section = section_by_code_or_name(f"{coded[1]}{coded[2]}")
    named = _BY_NAME.get(_bare(coded[3]))
    return section if coded[2] or named == section else ""


def section_of(text: str) -> str:
    """The section that the words mean, by what people call it, too; "" where that is open."""
    return section_by_code_or_name(text) or _BY_ALIAS.get(text.strip().upper(), "")


def standard_name(text: str) -> str:
    """A code or a name in another punctuation becomes the section's name; other words, which may
    say more than the section does, stay as they are.
    """
    code = section_by_code_or_name(text)
    return _SECTIONS[code][0] if code else text


def words_of(sections: Iterable[str]) -> list[str]:
    """All words under which these sections may stand on record."""
    found = [_SECTIONS[code] for code in sections if code in _SECTIONS]
    return sorted({word for name, _range, words in found for word in (name, *words)})
