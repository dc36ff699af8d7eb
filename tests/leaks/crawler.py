"""Asks every address of the house for what belongs to others, and reads whatever comes back."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from contextlib import nullcontext
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models, transaction
from django.http import StreamingHttpResponse
from django.urls import URLPattern, URLResolver, get_resolver

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from .world import Reader, World

# What is no page of ours, or ends the session.
ELSEWHERE = ("newsroom/", "sign-in/", "en/", "papers/", "_util/", "documents/", "media/", "static/")
PARAMETER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
FEW = 3  # in the world's order: here, there, secret
WORDS = {
    "act": "close",
    "file_format": "xlsx",
    "topic": "news",
    "circle": "members",
    "field": "name",
}


def addresses() -> Iterator[tuple[str, URLPattern]]:
    """Every route of the URL conf; what is added is crawled without being named here."""

    def walk(patterns, prefix=""):
        for item in patterns:
            route = prefix + str(item.pattern)
            if isinstance(item, URLResolver):
                yield from walk(item.url_patterns, route)
            elif isinstance(item, URLPattern) and not route.startswith(("^", *ELSEWHERE)):
                yield route, item

    seen = set()
    for route, item in walk(get_resolver().url_patterns):
        if "(?P" not in route and route not in seen:
            seen.add(route)
            yield route, item


class Crawler:
    """Fills routes with the ids of real rows and reads the answers."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.leaks: list[str] = []
        self.asked = 0
        self.rows = {
            model: _few(model)
            for model in apps.get_models()
            if model.__module__.startswith("wutong.") and not model._meta.proxy
        }

    # what to ask for

    def paths(self, route: str, item: URLPattern) -> Iterator[str]:
        """The route with every combination of ids that could tell something."""
        names = [(m["kind"] or "str", m["name"]) for m in PARAMETER.finditer(route)]
        view = getattr(item.callback, "view_class", None)
        first = None
        choices = []
        for kind, name in names:
            found = self.values(kind, name, view, first=first is None)
            first = first or name
            choices.append(found)
        for values in product(*choices):
            if self._apart(values):
                continue
            path = route
            for match, (_row, value) in zip(PARAMETER.finditer(route), values, strict=True):
                path = path.replace(match[0], str(value), 1)
            yield "/" + path

    def _apart(self, values) -> bool:
        """Whether a second id belongs to somebody else than the first names: asked for once only."""
        people = {getattr(row, "person_id", None) or _person(row) for row, _value in values if row}
        return len(values) > 1 and len(people - {None}) > 1

    @cache  # noqa: B019 - lives as long as the test
    def values(self, kind: str, name: str, view, *, first: bool):
        if kind not in {"int", "uuid"}:
            return [(None, WORDS.get(name, "x"))]
        models_ = self._models(kind, name, view, first=first)
        found = [(row, row.pk) for model in models_ for row in self.rows[model]]
        return found or [(None, 1 if kind == "int" else "00000000-0000-7000-8000-000000000000")]

    def _models(self, kind: str, name: str, view, *, first: bool):
        wanted = models.UUIDField if kind == "uuid" else models.IntegerField
        fitting = [model for model in self.rows if isinstance(model._meta.pk, wanted)]
        own = getattr(view, "model", None)
        if first and own in fitting:
            return [own]
        word = name.removesuffix("_id")
        if word in {"pk", "person"}:
            room = (view.__module__ if view else "").rsplit(".", 3)[0]
            beside = [model for model in fitting if model.__module__.startswith(room + ".")]
            return [*beside[:2], *(model for model in fitting if model.__name__ == "Person")]
        known = [model for model in fitting if word in model.__name__.lower()]
        return known[:2]

    # asking

    def read(self, reader: Reader, client: Client, path: str, method: str = "get", **more) -> int:
        """Ask and read, and undo what was sent; the status."""
        self.asked += 1
        with transaction.atomic() if method != "get" else nullcontext():
            response = getattr(client, method)(path, **more)
            text = text_of(response)
            if method != "get":
                transaction.set_rollback(True)
        if response.status_code >= 500:
            self.leaks.append(f"{reader.name}: {method} {path} failed")
        self.look(reader, f"{method} {path}", text)
        return response.status_code

    def look(self, reader: Reader, where: str, text: str) -> None:
        """What the text tells that it must not, and what it may."""
        told = {word for word in reader.forbidden if word in text and word not in where}
        if told:
            self.leaks.append(f"{reader.name}: {where} tells {', '.join(sorted(told))}")
        reader.seen |= {word for word in reader.expected if word in text}


def _few(model) -> list:
    """The first rows; of what people have several of, one each."""
    rows = list(model._base_manager.order_by("pk")[:40])
    each = {getattr(row, "person_id", None) or row.pk: row for row in reversed(rows)}
    return sorted(each.values(), key=rows.index)[:FEW]


def _person(row) -> int | None:
    return row.pk if type(row).__name__ == "Person" else None


def text_of(response) -> str:
    """The answer as a reader sees it: unpacked, unescaped."""
    if isinstance(response, StreamingHttpResponse):
        content = b"".join(response.streaming_content)
    else:
        content = response.content
    heads = " ".join(f"{name}: {value}" for name, value in response.headers.items())
    return f"{heads}\n{plain(content, response.headers.get('Content-Type', ''))}"


def plain(content: bytes, kind: str = "") -> str:
    """The text of a page, a workbook, a letter or a message."""
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return "\n".join(
                html.unescape(packed.read(n).decode(errors="ignore")) for n in packed.namelist()
            )
    if content[:5] == b"%PDF-":
        from pypdf import PdfReader

        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    text = content.decode(errors="ignore")
    if "json" in kind:
        return json.dumps(json.loads(text), ensure_ascii=False) if text else ""
    return html.unescape(text)
