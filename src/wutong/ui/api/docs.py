"""The page that describes the API, drawn from its own description; requests can be tried on it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.generic import View
from ninja.responses import NinjaJSONEncoder

from wutong.ui.api.building import PATH, schema
from wutong.ui.api.problems import KINDS
from wutong.ui.api.registry import api_scopes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest
    from django.utils.functional import _StrOrPromise

DEEPEST = 4
SAMPLES = {"integer": 12, "number": 1.5, "boolean": True, "null": None}
FORMATS = {"date": "2026-11-22", "date-time": "2026-11-22T08:00:00Z"}


def snapshot() -> str:
    """The description as it is kept in the repository: English, stable, for any address."""
    with override("en"):
        made = schema() | {"servers": [{"url": "/"}]}
        return json.dumps(made, cls=NinjaJSONEncoder, indent=1, ensure_ascii=False) + "\n"


class SchemaView(View):
    """The OpenAPI description, in the language of whoever asks."""

    http_method_names = ["get", "head", "options"]

    def get(self, _request: HttpRequest) -> HttpResponse:
        """As JSON; anybody may read it."""
        return HttpResponse(
            json.dumps(schema(), cls=NinjaJSONEncoder, ensure_ascii=False),
            content_type="application/json",
            headers={"Cache-Control": "public, max-age=300", "Vary": "Accept-Language, Cookie"},
        )


@dataclass(frozen=True)
class Parameter:
    """One value of a request."""

    name: str
    place: str
    needed: bool
    words: _StrOrPromise
    shape: str


@dataclass(frozen=True)
class Operation:
    """One thing the API does."""

    key: str
    method: str
    path: str
    summary: _StrOrPromise
    scope: str
    parameters: list[Parameter]
    body: str
    answer: str
    curl: str


class DocsView(View):
    """What there is, group by group."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Anybody may read it."""
        made = schema()
        groups = [(tag["description"], list(operations(made, tag["name"]))) for tag in made["tags"]]
        context = {
            "groups": groups,
            "scopes": api_scopes.values(),
            "problems": [(code, status, title) for code, (status, title) in KINDS.items()],
            "root": f"{settings.SITE_URL}{PATH}",
            "limit": settings.API_REQUESTS_PER_MINUTE,
        }
        return render(request, "api/docs.html", context)


def operations(made: dict[str, Any], tag: str) -> Iterator[Operation]:
    """The operations under a tag."""
    for path, methods in made["paths"].items():
        for method, told in methods.items():
            if tag in told.get("tags", ()):
                yield _operation(made, path, method.upper(), told)


def _operation(made: dict[str, Any], path: str, method: str, told: dict[str, Any]) -> Operation:
    body = told.get("requestBody", {}).get("content", {}).get("application/json", {})
    wanted = _example(made, body["schema"]) if body else None
    sent = json.dumps(wanted, ensure_ascii=False) if body else ""
    return Operation(
        key=told["operationId"],
        method=method,
        path=path,
        summary=told["summary"],
        scope=told["x-scope"],
        parameters=[
            Parameter(
                name=item["name"],
                place=item["in"],
                needed=item["required"],
                words=_(text) if (text := item.get("description")) else "",
                shape=_shape(item["schema"]),
            )
            for item in told["parameters"]
        ],
        body=json.dumps(wanted, ensure_ascii=False, indent=2) if body else "",
        answer=_answer(made, told),
        curl=_curl(path, method, sent),
    )


def _curl(path: str, method: str, body: str) -> str:
    words = ["curl"] + ([f"-X {method}"] if method != "GET" else [])
    words.append('-H "Authorization: Bearer $KEY"')
    if method != "GET" and "contact-points" in path:
        words.append("-H 'If-Match: \"person-12-3\"'")
    if body:
        words += ['-H "Content-Type: application/json"', f"-d '{body}'"]
    return " ".join([*words, f"'{settings.SITE_URL}{path}'"])


def _answer(made: dict[str, Any], told: dict[str, Any]) -> str:
    for status, answer in told["responses"].items():
        content = answer.get("content", {}).get("application/json")
        if int(status) < 300 and content:
            return json.dumps(_example(made, content["schema"]), ensure_ascii=False, indent=2)
    return ""


def _shape(schema_part: dict[str, Any]) -> str:
    """The type of a value in a few words."""
    options = schema_part.get("anyOf", [schema_part])
    found = [option for option in options if option.get("type") != "null"]
    part = found[0] if found else {}
    if "enum" in part:
        return " | ".join(str(value) for value in part["enum"])
    return str(part.get("format") or part.get("type") or "")


def _resolved(made: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """What a reference or a choice stands for; of a choice the first."""
    while True:
        if "$ref" in part:
            part = made["components"]["schemas"][part["$ref"].rpartition("/")[2]]
        elif "anyOf" in part or "allOf" in part:
            part = (part.get("anyOf") or part["allOf"])[0]
        else:
            return part


def _example(made: dict[str, Any], part: dict[str, Any], depth: int = 0) -> Any:
    """A value that fits."""
    part = _resolved(made, part)
    if "const" in part or part.get("enum"):
        return part.get("const") or part["enum"][0]
    kind = part.get("type", "string")
    if kind == "object":
        inside = part.get("properties", {})
        return {name: _example(made, value, depth + 1) for name, value in inside.items()}
    if kind == "array":
        return [_example(made, part["items"], depth + 1)] if depth < DEEPEST else []
    return SAMPLES.get(kind, FORMATS.get(part.get("format", ""), "…"))
