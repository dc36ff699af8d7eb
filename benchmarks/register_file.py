"""A register of invented people, as workbook or CSV, for the benchmark of the import."""

from __future__ import annotations

import csv
import random
from typing import TYPE_CHECKING

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEADINGS = [
    "姓名", "学号", "性别", "出生日期", "学院", "专业", "班级", "学历层次", "入学年份", "毕业年份",
    "导师", "手机", "邮箱", "所在城市", "工作单位", "职务",
]  # fmt: skip
_SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰涛明超兰霞平刚桂英华玉秀文建国子轩浩宇欣怡梓涵思远雨晨嘉琪博文志远晓东海燕春梅立新永红"
_MAJORS = (
    "软件工程",
    "机械设计",
    "临床医学",
    "工商管理",
    "汉语言文学",
    "应用数学",
    "电气工程",
    "法学",
)
_LEVELS = ("本科", "本科", "本科", "硕士研究生", "博士研究生")
_CITIES = ("西安市", "北京市", "上海市", "广州", "深圳市", "")


def rows(count: int, colleges: list[str], seed: int = 7, leaving: int = 0) -> Iterator[list[str]]:
    """`count` rows, one in forty with no contact point, all student numbers different; all of one
    year's graduates if `leaving` names it.
    """
    rng = random.Random(seed)
    for number in range(count):
        entry = leaving - 4 if leaving else 1990 + number % 32
        name = rng.choice(_SURNAMES) + rng.choice(_GIVEN)
        if rng.random() < 0.8:
            name += rng.choice(_GIVEN)
        silent = number % 40 == 0
        yield [
            name,
            f"B{entry}{number:07d}",
            rng.choice("男女"),
            f"{entry - 18}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}",
            rng.choice(colleges),
            rng.choice(_MAJORS),
            f"{_MAJORS[number % 8]}{entry % 100:02d}{number % 6 + 1}班",
            rng.choice(_LEVELS),
            str(entry),
            str(entry + 4),
            rng.choice(_SURNAMES) + rng.choice(_GIVEN) if number % 3 == 0 else "",
            "" if silent else f"1{rng.choice('35789')}{number:09d}",
            "" if silent else f"b{number}@example.com",
            rng.choice(_CITIES),
            f"梧桐第{number % 4000}公司" if number % 2 else "",
            "工程师" if number % 2 else "",
        ]


def write(path: Path, count: int, colleges: list[str], leaving: int = 0) -> None:
    """Write the register to `path` (.xlsx or .csv) unless it is there already."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    if path.suffix == ".csv":
        with part.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADINGS)
            writer.writerows(rows(count, colleges, leaving=leaving))
    else:
        book = xlsxwriter.Workbook(str(part), {"constant_memory": True})
        sheet = book.add_worksheet("名册")
        sheet.write_row(0, 0, HEADINGS)
        for number, cells in enumerate(rows(count, colleges, leaving=leaving), 1):
            sheet.write_row(number, 0, cells)
        book.close()
    part.rename(path)
