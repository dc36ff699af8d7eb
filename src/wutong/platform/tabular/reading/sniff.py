"""What kind of file is this, by its first bytes: names and content types may lie."""

import re
import zipfile
from pathlib import Path

from wutong.platform.tabular.limits import LIMITS, Limits
from wutong.platform.tabular.reading.container import check_container
from wutong.platform.tabular.reading.problems import Problem

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_HTML = re.compile(
    rb"^\s*(?:<!doctype\s+html|<html|<head|<body|<table|<meta|<style)", re.IGNORECASE
)
_HEADS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "pdf"),
    (b"{\\rtf", "other_document"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"SQLite format 3", "other_document"),
)


def kind_of(path: Path, limits: Limits = LIMITS) -> str:
    """`xlsx` or `csv`; anything else raises `Problem` with the remedy's code."""
    size = path.stat().st_size
    if size == 0:
        raise Problem("empty")
    if size > limits.file_size:
        raise Problem("too_large", size=size, limit=limits.file_size)
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(b"PK"):
        return _kind_of_zip(path, limits)
    if head.startswith(_OLE):
        raise Problem("encrypted" if _holds(path, _ENCRYPTED) else "old_xls")
    for magic, code in _HEADS:
        if head.startswith(magic):
            raise Problem(code)
    text = head.removeprefix(b"\xef\xbb\xbf")
    if _HTML.match(text):
        raise Problem("html")
    if text.lstrip().startswith(b"<?xml"):
        raise Problem("xml")
    return "csv"


def _kind_of_zip(path: Path, limits: Limits) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            check_container(archive, path.stat().st_size, limits)
            names = {name.lower() for name in archive.namelist()}
            if "xl/workbook.bin" in names:
                raise Problem("xlsb")
            if "xl/workbook.xml" in names:
                return "xlsx"
            if "mimetype" in names:
                mime = archive.read("mimetype")[:80]
                raise Problem("ods" if b"spreadsheet" in mime else "other_document")
            if any(name.startswith(("word/", "ppt/")) for name in names):
                raise Problem("other_document")
            if any(name.endswith("/workbook.xml") or name == "workbook.xml" for name in names):
                return "xlsx"
            if "index/document.iwa" in names:
                raise Problem("numbers")
            raise Problem("archive")
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        EOFError,
        KeyError,
        ValueError,
        OSError,
    ) as bad:
        raise Problem("damaged") from bad
    except RuntimeError as locked:  # zipfile's word for an encrypted member
        raise Problem("encrypted") from locked


def _holds(path: Path, needle: bytes, block: int = 1 << 20) -> bool:
    """Look through the whole file: the directory of an OLE file may stand anywhere."""
    tail = b""
    with path.open("rb") as file:
        while data := file.read(block):
            if needle in tail + data:
                return True
            tail = data[-len(needle) :]
    return False
