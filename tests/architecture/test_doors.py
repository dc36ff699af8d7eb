"""What the import contracts cannot say: doors, layers inside a room, and what no graph sees."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

SOURCE = Path(__file__).resolve().parents[2] / "src" / "wutong"
FLOORS = (
    "kernel",
    "platform",
    "ui",
    "core",
    "engines",
    "programs",
    "insight",
    "devtools",
    "project",
)
DOORS = {"public", "enums", "events", "registry", "errors", "models"}
# The kit of a floor whose very purpose is to be built upon.
KITS = {
    ("ui", "office"), ("ui", "design"), ("ui", "site"), ("ui", "api"), ("platform", "tabular"),
}  # fmt: skip
# Composition roots may look into every room.
ROOTS = {"project", "devtools"}


def _modules() -> list[Path]:
    return [
        path
        for path in sorted(SOURCE.rglob("*.py"))
        if not {"tests", "migrations"} & set(path.relative_to(SOURCE).parts)
    ]


def _room(parts: tuple[str, ...]) -> tuple[str, str]:
    return (parts[0], parts[1] if len(parts) > 1 else "")


def _imports(path: Path) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found += [(f"{node.module}.{alias.name}", node.lineno) for alias in node.names]
        elif isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
    return [(name, line) for name, line in found if name.startswith("wutong.")]


def test_other_rooms_are_entered_by_their_doors():
    """Other rooms import only public, enums, events, registry, errors, and models downward."""
    wrong = []
    for path in _modules():
        parts = path.relative_to(SOURCE).parts
        here = _room(parts)
        if here[0] in ROOTS or here[0] == "kernel":
            continue
        for name, line in _imports(path):
            there = tuple(name.split(".")[1:])
            room = _room(there)
            if room == here or room[0] == "kernel" or room in KITS or len(there) < 3:
                continue
            if there[2] not in DOORS:
                wrong.append(f"{path.relative_to(SOURCE)}:{line} reaches into {name}")
    assert wrong == []


def test_no_file_is_a_junk_drawer():
    forbidden = {"utils.py", "helpers.py", "misc.py", "common.py"}
    assert [str(p.relative_to(SOURCE)) for p in _modules() if p.name in forbidden] == []


def test_files_and_functions_stay_small():
    """Files ≤ 500 lines, functions ≤ 60: each has one subject."""
    wrong = []
    for path in _modules():
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > 500:
            wrong.append(f"{path.relative_to(SOURCE)}: {text.count(chr(10))} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > 60:
                    wrong.append(f"{path.relative_to(SOURCE)}: {node.name} has {length} lines")
    assert wrong == []


def test_foreign_keys_point_downward():
    """An import graph does not see "app.Model" strings."""
    order = {floor: index for index, floor in enumerate(FLOORS)}
    wrong = []
    for model in apps.get_models():
        here = model.__module__.split(".")
        if here[0] != "wutong":
            continue
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if field.auto_created or target is None or isinstance(target, str):
                continue
            there = target.__module__.split(".")
            if there[0] == "wutong" and order[there[1]] > order[here[1]]:
                wrong.append(f"{model._meta.label}.{field.name} points up to {target._meta.label}")
    assert wrong == []


def test_templates_include_and_extend_downward():
    order = {floor: index for index, floor in enumerate(FLOORS)}
    home: dict[str, str] = {}
    for path in SOURCE.rglob("templates/**/*.*"):
        parts = path.relative_to(SOURCE).parts
        index = parts.index("templates")
        home["/".join(parts[index + 1 :])] = parts[0]
    wrong = []
    pattern = re.compile(r"{%\s*(?:include|extends)\s+[\"']([^\"']+)[\"']")
    for path in SOURCE.rglob("templates/**/*.*"):
        parts = path.relative_to(SOURCE).parts
        for name in pattern.findall(path.read_text(encoding="utf-8")):
            floor = home.get(name.partition("#")[0])
            if floor and order[floor] > order[parts[0]]:
                wrong.append(f"{path.relative_to(SOURCE)} uses {name} of {floor}")
    assert wrong == []


@pytest.mark.parametrize(
    "pattern",
    [
        r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:json|ld\+json))[^>]*>",
        r"\son[a-z]+=[\"']",
        r"<style[\s>]",
        r"\sstyle=[\"']",
    ],
    ids=["script", "handler", "style-element", "style-attribute"],
)
def test_templates_have_nothing_inline(pattern):
    """The content security policy refuses it; mail templates are not pages."""
    wrong = [
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("templates/**/*.html")
        if "/mail/" not in path.as_posix() and re.search(pattern, path.read_text(encoding="utf-8"))
    ]
    assert wrong == []


def test_every_app_says_its_name_and_label():
    wrong = [
        config.name
        for config in apps.get_app_configs()
        if config.name.startswith("wutong.") and "label" not in type(config).__dict__
    ]
    assert wrong == []
