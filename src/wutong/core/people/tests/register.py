"""Registers for the tests: rows as lists, written as workbook or CSV, run through the import."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import xlsxwriter

from wutong.core.people.importers import KEY
from wutong.core.reference.models import AcademicUnit
from wutong.platform.jobs.public import close_side_connection
from wutong.platform.tabular.models import ImportBatch, ImportRow
from wutong.platform.tabular.services import batches, runs

if TYPE_CHECKING:
    from wutong.kernel.actors import Actor

HEADINGS = ["姓名", "学号", "性别", "出生日期", "学院", "专业", "班级", "学历层次", "入学年份", "毕业年份", "手机", "邮箱", "工作单位"]  # fmt: skip


def make_units() -> dict[str, AcademicUnit]:
    return {
        code: AcademicUnit.objects.create(code=code, kind="college", name_zh=zh, name_en=en)
        for code, zh, en in (
            ("T01", "计算机学院", "School of Computing"),
            ("T02", "文学院", "School of Letters"),
        )
    }


def row(name="王小明", no="2001001", **more) -> list[str]:
    values = {
        "姓名": name, "学号": no, "性别": "男", "出生日期": "1983-05-06", "学院": "计算机学院",
        "专业": "软件工程", "班级": "软件01", "学历层次": "本科", "入学年份": "2001",
        "毕业年份": "2005", "手机": "13800000001", "邮箱": "xm@example.com", "工作单位": "",
    } | more  # fmt: skip
    return [values[heading] for heading in HEADINGS]


def workbook(rows, headings=HEADINGS) -> io.BytesIO:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("名册")
    for number, cells in enumerate([headings, *rows]):
        sheet.write_row(number, 0, cells)
    book.close()
    out.seek(0)
    return out


def csv_file(rows, headings=HEADINGS, encoding="utf-8") -> io.BytesIO:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([headings, *rows])
    return io.BytesIO(out.getvalue().encode(encoding))


def upload(actor: Actor, content: io.BytesIO, name="register.xlsx") -> ImportBatch:
    return batches.receive_file(actor=actor, importer=KEY, content=content, name=name)


def checked(actor: Actor, rows, **more) -> ImportBatch:
    batch = upload(actor, workbook(rows, **more))
    batches.save_mapping(actor=actor, batch_id=batch.pk, mapping=batch.mapping)
    batches.start_check(actor=actor, batch_id=batch.pk)
    runs.run_check(batch.pk)
    close_side_connection()
    return ImportBatch.objects.get(pk=batch.pk)


def published(actor: Actor, rows, **more) -> ImportBatch:
    batch = checked(actor, rows, **more)
    batches.start_publish(actor=actor, batch_id=batch.pk)
    runs.run_publish(batch.pk, actor)
    close_side_connection()
    return ImportBatch.objects.get(pk=batch.pk)


def undone(actor: Actor, batch: ImportBatch) -> ImportBatch:
    batches.start_undo(actor=actor, batch_id=batch.pk)
    runs.run_undo(batch.pk, actor)
    close_side_connection()
    return ImportBatch.objects.get(pk=batch.pk)


def verdicts(batch: ImportBatch) -> list[tuple[int, str, list[str]]]:
    return [
        (item.row_no, item.verdict, [finding["code"] for finding in item.reasons])
        for item in ImportRow.objects.filter(batch=batch).order_by("row_no")
    ]
