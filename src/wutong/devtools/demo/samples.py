"""Register files to try the import with: the June graduates, as a registrar would send them.

Two files with the same people: an XLSX with a title and a header of two merged rows, and a CSV in
GB18030. Both have what registers have: full-width digits, dates as Excel serials, blank and
repeated rows, a total at the end, names with · and beyond the BMP, a few rows that cannot go in and
a few that look like people on record.
"""

from __future__ import annotations

import csv
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter
from django.conf import settings
from opencc import OpenCC

from wutong.devtools.demo.contacts import mailbox
from wutong.devtools.demo.generate import records_of
from wutong.devtools.demo.people import draw_person, draw_supervisor, student_number
from wutong.devtools.demo.university_data import UNITS
from wutong.devtools.demo.world import University
from wutong.kernel.hanzi import pinyin_of_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from wutong.devtools.demo.drafts import PersonDraft
    from wutong.devtools.demo.plan import Plan, PlannedClass
    from wutong.kernel.demo import DemoWorld

FOLDER = "samples"
GROUPS = (("基本信息", 5), ("学籍", 9), ("联系方式与去向", 4))
HEADER = (
    "学号", "姓名", "曾用名", "性别", "出生日期", "学院", "专业", "班级", "培养层次", "入学年份",
    "毕业时间", "毕业结论", "导师", "备注", "手机号码", "电子邮箱", "就业单位", "所在城市",
)  # fmt: skip
LEVELS = {"bachelor": "本科", "master": "硕士研究生", "doctor": "博士研究生"}
COMPLETIONS = {"graduated": "毕业", "completed": "结业", "left": "肄业"}
FULL_WIDTH = str.maketrans("0123456789", "0123456789")
EXCEL_ZERO = date(1899, 12, 30)
# Numbers from here on belong to the people of the file, beyond everybody on record.
FIRST_NUMBER = 9_000_000
ALIKE = 4
UNIT_NAMES = {unit.code: unit.name_zh for unit in UNITS}


@cache
def _traditional() -> OpenCC:
    """Simplified into traditional: 26 MB that only who writes the files needs."""
    return OpenCC("s2t")


@dataclass(slots=True)
class Row:
    """One line of the register: the cells by heading."""

    cells: dict[str, object]

    def values(self) -> list[object]:
        return [self.cells.get(heading, "") for heading in HEADER]


def graduate_row(
    rng: Random, person: PersonDraft, made: PlannedClass, number: str, completion: str
) -> Row:
    """A graduate as the registrar's system prints them."""
    pinyin = "".join(pinyin_of_name(person.name).syllables)
    phone = f"160{person.id * 7_919 % 100_000_000:08d}"
    return Row({
        "学号": number, "姓名": person.name, "曾用名": "、".join(person.former),
        "性别": {"m": "男", "f": "女"}.get(person.sex, ""), "出生日期": person.born,
        "学院": UNIT_NAMES[made.unit], "专业": made.field.name_zh, "班级": f"{made.code}班",
        "培养层次": LEVELS[made.level], "入学年份": made.entry,
        "毕业时间": date(made.leave, 6, 30), "毕业结论": COMPLETIONS[completion],
        "导师": draw_supervisor(rng, made.level, made.entry),
        "手机号码": phone if rng.random() < 0.97 else "",
        "电子邮箱": mailbox(rng, pinyin, person.id) if rng.random() < 0.8 else "",
        "就业单位": person.employments[0].employer if person.employments else "",
        "所在城市": "",
    })  # fmt: skip


def newcomers(plan: Plan) -> Iterator[Row]:
    """Those of the June classes who are not on record at all."""
    number = FIRST_NUMBER
    for index in plan.file_classes:
        made = plan.classes[index]
        rng = plan.rng(f"file:{index}")
        for place in range(made.size):
            person = draw_person(rng, plan, made, place, "")
            person.id = number = number + 1
            yield graduate_row(
                rng, person, made, person.degrees[0].student_no, person.degrees[0].completion
            )


def returners(plan: Plan) -> Iterator[Row]:
    """Alumni on record who took a further degree in that June."""
    wanted: dict[int, list[int]] = {}
    for person, degrees in plan.later.items():
        if any(plan.classes[d.class_index].leave == plan.file_year for d in degrees):
            wanted.setdefault(_class_of(plan, person), []).append(person)
    for index, people in wanted.items():
        found = {person.id: person for person in records_of(plan, index)[0]}
        rng = plan.rng(f"file-again:{index}")
        for number in people:
            for degree in plan.later[number]:
                made = plan.classes[degree.class_index]
                if made.leave == plan.file_year:
                    student_no = student_number(made.level, made.entry, made.unit, degree.seq, rng)
                    row = graduate_row(rng, found[number], made, student_no, "graduated")
                    phones = [c.value for c in found[number].contacts if c.kind == "phone"]
                    row.cells["手机号码"] = phones[0] if phones else ""
                    yield row


def look_alikes(plan: Plan) -> Iterator[Row]:
    """Alumni who took a further degree, told so that only a clerk can say who they are: the name
    in traditional characters, no day of birth, the telephone of old.
    """
    rng = plan.rng("file-alike")
    june = plan.classes[plan.file_classes[0]]
    recorded = [made for made in plan.classes if made.first]
    found = 0
    for made in rng.sample(recorded, len(recorded)):
        for person in records_of(plan, made.index)[0]:
            phones = [c.value for c in person.contacts if c.kind == "phone" and c.until is None]
            name = _traditional().convert(person.name)
            if phones and name != person.name:
                number = student_number(june.level, june.entry, june.unit, 900 + found, rng)
                row = graduate_row(rng, person, june, number, "graduated")
                row.cells |= {"姓名": name, "曾用名": "", "出生日期": "", "电子邮箱": "",
                              "手机号码": phones[0]}  # fmt: skip
                yield row
                found += 1
                break
        if found == ALIKE:
            return


def _class_of(plan: Plan, person: int) -> int:
    """The class whose ids hold ``person``; classes on record have rising ids."""
    recorded = [made for made in plan.classes if made.first]
    return recorded[bisect_right(recorded, person, key=lambda made: made.first) - 1].index


def with_nasty_rows(rng: Random, rows: list[Row]) -> list[Row]:
    """What a register looks like after five clerks."""
    for row in rows:
        chance = rng.random()
        born = row.cells["出生日期"]
        if chance < 0.02:
            row.cells["学号"] = str(row.cells["学号"]).translate(FULL_WIDTH)
        elif chance < 0.05 and isinstance(born, date):
            row.cells["出生日期"] = (born - EXCEL_ZERO).days
        elif chance < 0.08 and isinstance(born, date):
            row.cells["出生日期"] = f"{born.year}.{born.month}.{born.day}"
        elif chance < 0.09:
            name = str(row.cells["姓名"])
            row.cells["姓名"] = f"{name[0]}　{name[1:]}" if len(name) == 2 else name
        elif chance < 0.095:
            row.cells["备注"] = '=HYPERLINK("http://example.com","见附件")'
    spoilt = rng.sample(rows, min(len(rows), max(4, len(rows) // 500)))
    mistakes = (
        ("姓名", ""),
        ("手机号码", "12345"),
        ("电子邮箱", "没有"),
        ("出生日期", "2003年13月40日"),
    )
    for row, (heading, value) in zip(spoilt, mistakes, strict=False):
        row.cells[heading] = value
    for row in spoilt[4:]:
        row.cells["学院"] = "未知学院"
    repeated = [
        Row(dict(row.cells)) for row in rng.sample(rows, min(len(rows), max(3, len(rows) // 400)))
    ]
    names = ("欧阳𠮷", "阿依古丽·艾合买提江", "李䶮", "张㛃宁", "Anna-Maria van der Meer")
    for row, name in zip(islice(rows, 7, None, 11), names, strict=False):
        row.cells["姓名"] = name
    return rows + repeated


def _as_text(value: object) -> object:
    return value.strftime("%Y-%m-%d") if isinstance(value, date) else value


def write_xlsx(path: Path, title: str, rows: list[Row]) -> None:
    """Title, a merged header of two rows, blank lines in between, a total at the end."""
    with xlsxwriter.Workbook(path, {"constant_memory": False}) as book:
        sheet = book.add_worksheet("毕业生名册")
        bold = book.add_format({"bold": True, "align": "center", "valign": "vcenter"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.merge_range(0, 0, 0, len(HEADER) - 1, title, bold)
        start = 0
        for group, width in GROUPS:
            sheet.merge_range(1, start, 1, start + width - 1, group, bold)
            start += width
        sheet.write_row(2, 0, HEADER, bold)
        line = 3
        for place, row in enumerate(rows):
            if place and place % 997 == 0:
                line += 1  # a blank row, as left where a class was removed
            for column, value in enumerate(row.values()):
                if isinstance(value, date):
                    sheet.write_datetime(line, column, value, day)
                elif isinstance(value, str):
                    sheet.write_string(line, column, value)
                else:
                    sheet.write(line, column, value)
            line += 1
        sheet.write(line + 1, 0, "合计")
        sheet.write(line + 1, 1, len(rows))


def write_csv(path: Path, rows: list[Row]) -> None:
    """GB18030 with Windows line ends, as the registrar's export makes it."""
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(HEADER)
        for row in rows:
            writer.writerow([_as_text(value) for value in row.values()])


def sample_folder() -> Path:
    return Path(settings.MEDIA_ROOT).parent / FOLDER


def write_samples(world: DemoWorld) -> None:
    """Write both files of the June after the demo's last one on record."""
    assert isinstance(world, University)
    plan = world.plan
    rows = [*newcomers(plan), *returners(plan)]
    rng = plan.rng("file")
    rng.shuffle(rows)
    rows = [*with_nasty_rows(rng, rows), *look_alikes(plan)]
    folder = sample_folder()
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{plan.file_year}届毕业生名册"
    title = f"梧桐大学{plan.file_year}届毕业生名册(截至{plan.file_year}年6月30日)"
    write_xlsx(folder / f"{stem}.xlsx", title, rows)
    write_csv(folder / f"{stem}-GB18030.csv", rows)
    world.say(f"samples: {len(rows):,} rows in {folder}")
