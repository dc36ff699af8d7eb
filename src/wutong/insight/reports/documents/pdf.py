"""The account as PDF: Typst, with embedded Chinese fonts and charts as vectors."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from wutong.platform.documents.public import typeset

from .content import printed

if TYPE_CHECKING:
    from wutong.insight.reports.shapes import Account


def render(account: Account, drawings: dict[str, str]) -> bytes:
    """The PDF of ``account``; ``drawings`` are the SVGs of its charts by digest."""
    content = printed(account)
    for section in content["sections"]:
        section["charts"] = [
            chart for chart in section["charts"] if chart["file"].removesuffix(".svg") in drawings
        ]
    template = files(__package__).joinpath("account.typ").read_text(encoding="utf-8")
    return typeset(template, content, {f"{name}.svg": svg for name, svg in drawings.items()})
