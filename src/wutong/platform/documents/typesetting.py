"""Typst behind a small door: data in, PDF out, with the embedded Chinese fonts.

A ``Typesetter`` keeps its fonts and its template: the first document takes about 0.1 s, each
further one a few milliseconds.

Typst remembers, for the whole process, what its last ten compilations were made of. Whoever sets
many large documents calls ``forget`` in between, or the memory of ten of them is held.
"""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Self

import pylopdf_fonts_zh_cn
import typst

from wutong.platform.documents.glyphs import printable, printable_data

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

REMEMBERED = 10  # compilations: the age at which the binding of Typst evicts from its cache


class Typesetter:
    """A template that is set again and again; a context manager.

    The template reads ``data.json``. Characters that no font has are printed as 〔pinyin〕.
    """

    def __init__(self, template: str) -> None:
        self._template = template

    def __enter__(self) -> Self:
        self._folder = TemporaryDirectory(prefix="wutong-typst-")
        self._place = Path(self._folder.name)
        (self._place / "main.typ").write_text(self._template, encoding="utf-8")
        (self._place / "data.json").write_text("{}", encoding="utf-8")
        self._compiler = self._compiler_of("main.typ")
        return self

    def _compiler_of(self, name: str) -> typst.Compiler:
        return typst.Compiler(
            self._place / name,
            root=self._place,
            font_paths=[pylopdf_fonts_zh_cn.sans_path().parent],
            ignore_system_fonts=True,
        )

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._folder.cleanup()

    def set(
        self,
        data: Mapping[str, Any],
        drawings: Mapping[str, str] | None = None,
        pictures: Mapping[str, bytes] | None = None,
    ) -> bytes:
        """The PDF of ``data``; ``drawings`` are SVG texts by file name, ``pictures`` photographs."""
        content = json.dumps(printable_data(dict(data)), ensure_ascii=False)
        (self._place / "data.json").write_text(content, encoding="utf-8")
        for name, svg in (drawings or {}).items():
            (self._place / name).write_text(printable(svg), encoding="utf-8")
        for name, picture in (pictures or {}).items():
            (self._place / name).write_bytes(picture)
        made = self._compiler.compile(format="pdf")
        if not isinstance(made, bytes):
            message = "Typst gave no single document"
            raise TypeError(message)
        return made

    def forget(self) -> None:
        """Let go of what the documents so far were made of; some ten milliseconds."""
        blank = self._place / "blank.typ"
        blank.write_text("0", encoding="utf-8")
        compiler = self._compiler_of(blank.name)
        for number in range(REMEMBERED + 2):
            blank.write_text(f"{number}", encoding="utf-8")
            compiler.compile(format="pdf")


def typeset(
    template: str,
    data: Mapping[str, Any],
    drawings: Mapping[str, str] | None = None,
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:
    """One document."""
    with Typesetter(template) as setter:
        return setter.set(data, drawings, pictures)
