"""Every operation keeps what the description promises, for right requests and wrong ones.

Requests are made from the description: each parameter and each field of a body in turn gets values
of other types, out of bounds, too long, empty, null or unknown. Whatever comes, the answer is one
that is described, of the described media type and shape, and never a failure of ours.
"""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from urllib.parse import quote, urlencode

import pytest
from django.db import transaction
from django.test import Client
from jsonschema import Draft202012Validator

from wutong.core.consent.public import Channel, Method, set_topic
from wutong.core.organisations.tests.factories import make_member, make_organisation
from wutong.core.people.models import ContactPoint
from wutong.core.people.tests.factories import CLERK, make_person
from wutong.kernel import clock
from wutong.ui.api.building import schema
from wutong.ui.api.models import ApiToken
from wutong.ui.api.registry import api_scopes
from wutong.ui.api.services import digest_of

pytestmark = pytest.mark.django_db
ODD = ("x", "99999999999999999999", "²", "王" * 2000)
ODD_JSON = (None, "a" * 2000, -1, ["x"], "\x00")
GOOD = {"kind": "email", "value": "new@example.org", "topic": "news", "channel": "email",
        "evidence": "told by phone", "is_primary": True}  # fmt: skip


@pytest.fixture(autouse=True)
def _quiet():
    """A line of the log for each request would cost more than the request."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def known():
    """Ids of rows that are there."""
    person = make_person("李雷", phone="13800138000", email="li@example.org")
    organisation = make_organisation("杭州校友会")
    make_member(organisation, "韩梅梅")
    set_topic(
        actor=CLERK, person_id=person.pk, topic="news", channel=Channel.EMAIL, wanted=False,
        method=Method.STAFF,
    )  # fmt: skip
    return {"person_id": person.pk, "organisation_id": organisation.pk, "topic": "news",
            "contact_id": ContactPoint.objects.get(person=person, kind="email").pk}  # fmt: skip


@pytest.fixture
def client(known, make_user, settings):
    """Holds a key that opens everything an account of the office may do, and is not slowed down."""
    settings.API_REQUESTS_PER_MINUTE = 1_000_000
    ApiToken.objects.create(
        name="any program", user=make_user("director"), hint="wutong_",
        scopes=[code for code, _scope in api_scopes.items()], digest=digest_of("wutong_any"),
        expires_at=clock.now() + timedelta(days=1),
    )  # fmt: skip
    key = {"authorization": "Bearer wutong_any", "if-match": "*"}
    return Client(raise_request_exception=False, headers=key)


def fields_of(described, operation):
    """The names of a body's fields; none where it takes no body."""
    if "requestBody" not in operation:
        return []
    name = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    return list(described["components"]["schemas"][name.rsplit("/", 1)[1]]["properties"])


def requests_of(described, path, operation, known):
    """(address, body) of everything that is asked; the first as it should be."""
    parts = operation.get("parameters", [])
    inside = {part["name"]: known[part["name"]] for part in parts if part["in"] == "path"}
    fields = fields_of(described, operation)
    right = {name: GOOD[name] for name in fields if name in GOOD} if fields else None

    def address(**other):
        return path.format(**{name: quote(str(other.get(name, inside[name])), safe="")
                              for name in inside})  # fmt: skip

    yield address(), right
    for part in parts:
        for value in ODD:
            if part["in"] == "query":
                yield f"{address()}?{urlencode({part['name']: value})}", right
            elif value.strip():
                yield address(**{part["name"]: value}), right
    for name in fields:
        for value in ODD_JSON:
            yield address(), {**right, name: value}
    if fields:
        yield from ((address(), body) for body in ({}, [], "x", None, {**right, "unknown": 1}))


class Shapes:
    """The shapes of a description, each made ready once."""

    def __init__(self, described) -> None:
        self.components, self.ready = described["components"], {}

    def errors(self, shape, value):
        key = json.dumps(shape)
        if key not in self.ready:
            whole = {**shape, "components": self.components}
            self.ready[key] = Draft202012Validator(whole)
        return self.ready[key].iter_errors(value)


def wrong_with(shapes, operation, response) -> str:
    """What the answer breaks of what was promised; "" for nothing."""
    promised = operation["responses"].get(str(response.status_code))
    if promised is None:
        return f"answers {response.status_code}, which is not described"
    kinds = promised.get("content", {})
    kind = response.headers.get("content-type", "").partition(";")[0]
    if not kinds:
        return "has a body that is not described" if response.content else ""
    if kind not in kinds:
        return f"is {kind or 'of no type'}, not {', '.join(kinds)}"
    errors = list(shapes.errors(kinds[kind]["schema"], json.loads(response.content)))
    return "; ".join(f"{error.json_path}: {error.message[:120]}" for error in errors[:2])


def test_every_operation_keeps_its_promises(client, known):
    described = json.loads(json.dumps(schema(), default=str))
    shapes = Shapes(described)
    broken, asked = [], 0
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            for place, (address, body) in enumerate(requests_of(described, path, operation, known)):
                more = {}
                if "requestBody" in operation:
                    more = {"data": json.dumps(body), "content_type": "application/json"}
                with transaction.atomic():  # the next request finds the same rows
                    response = getattr(client, method)(address, **more)
                    transaction.set_rollback(True)
                asked += 1
                if not place and response.status_code >= 300:
                    broken.append(f"{method} {address} {body} was refused: {response.content!r}")
                if wrong := wrong_with(shapes, operation, response):
                    broken.append(f"{method} {address[:120]} {str(body)[:80]} {wrong}")
    assert broken == []
    assert asked > 150


def test_whoever_holds_no_key_is_told_so_as_described(known):
    described = json.loads(json.dumps(schema(), default=str))
    shapes = Shapes(described)
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            address, _body = next(requests_of(described, path, operation, known))
            response = getattr(Client(), method)(address, content_type="application/json")
            assert response.status_code == 401
            assert wrong_with(shapes, operation, response) == ""
