"""Files nobody can vouch for: what is read of them, and how what is wrong is told."""

from __future__ import annotations

import csv
import io
import struct
import zipfile
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from wutong.platform.tabular.errors import message_of
from wutong.platform.tabular.reading.cells import cell_name, clean_row, text_of
from wutong.platform.tabular.reading.problems import Problem
from wutong.platform.tabular.reading.reader import open_source


def read(path: Path, **more):
    source = open_source(path, **more)
    return [row for chunk in source.chunks() for row in chunk], source


def code_of(path: Path) -> str:
    with pytest.raises(Problem) as caught:
        read(path)
    assert message_of(caught.value.code, caught.value.detail)
    return caught.value.code


def book(path: Path, rows, **options) -> Path:
    out = xlsxwriter.Workbook(str(path), options)
    sheet = out.add_worksheet("名册")
    for number, cells in enumerate(rows):
        sheet.write_row(number, 0, cells)
    out.close()
    return path


def repack(source: Path, target: Path, change) -> Path:
    """The workbook with its parts passed through `change(name, data)`."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = change(name, old.read(name))
            if data is not None:
                new.writestr(name, data)
    return target


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("gb18030", b""), ("utf-16", b""), ("utf-16-le", b"")],
)  # fmt: skip
def test_text_tables_of_every_encoding(tmp_path, encoding, mark):
    path = tmp_path / "r.csv"
    rows = "name,number,ascii\n𠮷田·买买提,20010001,aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n"
    path.write_bytes(mark + rows.encode(encoding))
    assert read(path)[0][1][1][:2] == ["𠮷田·买买提", "20010001"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_quotes_and_line_breaks_in_cells(tmp_path, delimiter):
    path = tmp_path / "r.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerows([["姓名", "备注"], ['王"小"明', "一\n二"], [], ["", ""], ["李", "x"]])
    rows, source = read(path)
    assert rows == [(1, ["姓名", "备注"]), (2, ['王"小"明', "一\n二"]), (5, ["李", "x"])]
    assert source.delimiter == delimiter


def test_nul_bytes_and_invisible_marks_are_taken_out(tmp_path):
    path = tmp_path / "r.csv"
    path.write_bytes("姓名,学号\n王\0小\u200b明\ufeff,\u3000123\u202e \n".encode())
    assert read(path)[0] == [(1, ["姓名", "学号"]), (2, ["王小明", "123"])]


def test_what_is_no_table_is_told_apart(tmp_path):
    heads = {
        "empty": b"",
        "pdf": b"%PDF-1.7 x",
        "html": b"\xef\xbb\xbf <HTML><body><table><tr><td>x</table>",
        "xml": b"<?xml version='1.0'?><Workbook/>",
        "picture": b"\x89PNG\r\n",
        "old_xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        "encrypted": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
        "damaged": b"PK\x03\x04 torn",
        "encoding": "姓名,x\n".encode() + b"\xff\xff\xff,1\n" * 3,
        "binary": bytes(range(1, 9)) * 400,
    }  # fmt: skip
    found = {}
    for code, data in heads.items():
        path = tmp_path / f"{code}.xlsx"
        path.write_bytes(data)
        found[code] = code_of(path)
    assert found == {code: code for code in heads}


def test_other_archives_are_told_apart(tmp_path):
    found = {}
    for code, name, data in [
        ("ods", "mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("xlsb", "xl/workbook.bin", b"x"),
        ("other_document", "word/document.xml", b"x"),
        ("archive", "readme.txt", b"x"),
    ]:
        path = tmp_path / code
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(name, data)
        found[code] = code_of(path)
    assert found == {key: key for key in found}


def test_a_zip_bomb_is_not_opened(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (64 << 20))
    assert path.stat().st_size < 200_000
    assert code_of(path) == "bomb"


def test_a_directory_that_lies_about_sizes_is_damaged(tmp_path):
    good = book(tmp_path / "good.xlsx", [["姓名"], *[[f"王{n}"] for n in range(500)]])
    data = bytearray(good.read_bytes())
    with zipfile.ZipFile(good) as archive:
        real = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    place = data.rfind(struct.pack("<L", real))
    data[place : place + 4] = struct.pack("<L", 100)
    path = tmp_path / "lie.xlsx"
    path.write_bytes(data)
    assert code_of(path) == "damaged"


def test_entities_are_refused(tmp_path):
    good = book(tmp_path / "good.xlsx", [["姓名"], ["王"]])
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"):
        path = repack(
            good, tmp_path / "evil.xlsx",
            lambda name, data, part=part: evil + data.split(b"?>", 1)[1] if name == part else data,
        )  # fmt: skip
        assert code_of(path) == "entities", part


def test_a_cell_of_ten_megabytes_is_named(tmp_path):
    good = book(tmp_path / "good.xlsx", [["姓名", "备注"], ["王", "小"]])
    path = repack(
        good, tmp_path / "long.xlsx",
        lambda name, data: data.replace("小".encode(), b"x" * (10 << 20))
        if name == "xl/sharedStrings.xml" else data,
    )  # fmt: skip
    with pytest.raises(Problem) as caught:
        read(path)
    assert (caught.value.code, caught.value.detail["cell"]) in {
        ("cell_too_long", "B2"),
        ("bomb", ""),
    }
    text = tmp_path / "long.csv"
    text.write_text("姓名,备注\n王," + "x" * (10 << 20))
    assert code_of(text) == "quote"


def test_a_cell_at_the_far_corner_does_not_fill_the_memory(tmp_path):
    good = book(tmp_path / "good.xlsx", [["姓名", "学号"], ["王", "1"]])
    far = (
        b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    )
    path = repack(
        good, tmp_path / "far.xlsx",
        lambda name, data: data.replace(b"</sheetData>", far) if "sheet1" in name else data,
    )  # fmt: skip
    assert code_of(path) in {"too_many_columns", "memory"}


def test_formulas_give_their_last_value_and_are_counted(tmp_path):
    out = xlsxwriter.Workbook(str(tmp_path / "f.xlsx"))
    sheet = out.add_worksheet()
    sheet.write_row(0, 0, ["姓名", "学号"])
    sheet.write_formula("A2", '=HYPERLINK("http://x","王")', None, "王")
    sheet.write_string("B2", "=1+1")
    out.close()
    rows, source = read(tmp_path / "f.xlsx")
    assert rows[1] == (2, ["王", "=1+1"])
    assert (source.notes["formulas"], source.notes["formula_cells"]) == (1, ["A2"])


def test_dates_numbers_and_booleans_become_text(tmp_path):
    path = tmp_path / "d.xlsx"
    out = openpyxl.Workbook()
    sheet = out.active
    import datetime as dt

    sheet.append([dt.date(2005, 6, 30), 20010001, 3.5, True, 610102198001011234, 38504])
    out.save(path)
    assert read(path)[0][0][1] == ["2005-06-30", "20010001", "3.5", "TRUE", "6.10102E+17", "38504"]


def test_the_1904_calendar_is_noticed(tmp_path):
    path = book(tmp_path / "m.xlsx", [["姓名"], ["王"]])
    mac = repack(
        path, tmp_path / "mac.xlsx",
        lambda name, data: data.replace(b"<workbookPr", b'<workbookPr date1904="1"')
        if name == "xl/workbook.xml" else data,
    )  # fmt: skip
    assert read(mac)[1].epoch_1904 is True


def test_row_numbers_hold_across_pieces_gaps_and_offsets(tmp_path):
    path = tmp_path / "gap.xlsx"
    out = openpyxl.Workbook()
    sheet = out.active
    sheet["C3"] = "姓名"
    sheet["C9000"] = "王"
    out.save(path)
    assert read(path)[0] == [(3, ["", "", "姓名"]), (9000, ["", "", "王"])]


def test_hidden_sheets_are_not_offered_and_others_can_be_chosen(tmp_path):
    path = tmp_path / "s.xlsx"
    out = openpyxl.Workbook()
    out.active.title = "说明"
    out.active.append(["x", "y"])
    out.create_sheet("名册").append(["姓名", "学号"])
    out.create_sheet("内部").sheet_state = "hidden"
    out.save(path)
    rows, source = read(path, sheet="名册")
    assert (rows, source.sheets) == ([(1, ["姓名", "学号"])], ["说明", "名册"])


def test_cell_names():
    assert [cell_name(12, 1), cell_name(1, 25), cell_name(1, 26), cell_name(2, 701)] == [
        "B12", "Z1", "AA1", "ZZ2",
    ]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(st.text(max_size=12), min_size=2, max_size=4), min_size=1, max_size=6))
def test_any_text_survives_a_csv_file_or_is_refused_in_words(rows):
    import tempfile

    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        file.write(out.getvalue().encode("utf-8", "ignore"))
        file.flush()
        with suppress(Problem):
            found, _source = read(Path(file.name))
            assert all(cells == clean_row(cells) for _, cells in found)


@given(
    st.one_of(
        st.floats(allow_nan=False, allow_infinity=False), st.booleans(), st.dates(), st.times()
    )
)
def test_every_value_has_a_text(value):
    assert isinstance(text_of(value), str)
