"""Strings a translator can work with (named placeholders, no f-strings, trimmed blocks)."""

from __future__ import annotations

import ast
import re
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "wutong"
MARKERS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "npgettext"}
POSITIONAL = re.compile(r"(?<!%)%[sdrf]")


def _calls(path: Path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in MARKERS
        ):
            yield node


def test_messages_are_constant_and_their_placeholders_named():
    wrong = []
    for path in sorted(SOURCE.rglob("*.py")):
        if {"tests", "migrations"} & set(path.parts):
            continue
        for call in _calls(path):
            for argument in call.args[:2]:
                where = f"{path.relative_to(SOURCE)}:{call.lineno}"
                if isinstance(argument, ast.JoinedStr):
                    wrong.append(f"{where} f-string")
                elif isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    found = POSITIONAL.findall(argument.value)
                    if len(found) > 1 or (found and "(" not in argument.value):
                        wrong.append(f"{where} unnamed placeholder {argument.value!r}")
    assert wrong == []


def test_blocktranslate_is_trimmed():
    opening = re.compile(r"{%\s*blocktrans(?:late)?\b([^%]*)%}")
    wrong = [
        f"{path.relative_to(SOURCE)}: {words.strip()}"
        for path in sorted(SOURCE.rglob("templates/**/*.*"))
        for words in opening.findall(path.read_text(encoding="utf-8"))
        if "trimmed" not in words
    ]
    assert wrong == []
