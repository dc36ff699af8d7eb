"""The account as PDF: Typst, with embedded Chinese fonts and charts as vectors."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pylopdf_fonts_zh_cn
import typst

from .content import printed
from .glyphs import printable, printable_data

if TYPE_CHECKING:
    from wutong.insight.reports.shapes import Account


def render(account: Account, drawings: dict[str, str]) -> bytes:
    """The PDF of ``account``; ``drawings`` are the SVGs of its charts by digest."""
    content = printable_data(printed(account))
    for section in content["sections"]:
        section["charts"] = [
            chart for chart in section["charts"] if chart["file"].removesuffix(".svg") in drawings
        ]
    template = files(__package__).joinpath("account.typ").read_text(encoding="utf-8")
    with TemporaryDirectory(prefix="wutong-account-") as folder:
        place = Path(folder)
        (place / "data.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        (place / "account.typ").write_text(template, encoding="utf-8")
        for digest, svg in drawings.items():
            (place / f"{digest}.svg").write_text(printable(svg), encoding="utf-8")
        made = typst.compile(
            place / "account.typ",
            root=place,
            font_paths=[pylopdf_fonts_zh_cn.sans_path().parent],
            ignore_system_fonts=True,
            format="pdf",
        )
    if not isinstance(made, bytes):
        message = "Typst gave no single document"
        raise TypeError(message)
    return made
