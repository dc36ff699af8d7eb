"""Every operation keeps what the description promises, for requests nobody thought of.

Requests are drawn from the description: right ones and wrong ones (other types, missing fields,
what no schema allows). Whatever comes, the answer is one that is described, of the described
type and shape, and never a failure of ours. More of them: ``API_EXAMPLES=200 pytest <this file>``.
"""

from __future__ import annotations

import os
from datetime import timedelta

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from schemathesis import checks

from wutong.core.consent.public import Channel, Method, set_topic
from wutong.core.organisations.tests.factories import make_member, make_organisation
from wutong.core.people.tests.factories import CLERK, make_person
from wutong.kernel import clock
from wutong.ui.api.building import schema
from wutong.ui.api.models import ApiToken
from wutong.ui.api.registry import api_scopes
from wutong.ui.api.services import digest_of

EXAMPLES = int(os.environ.get("API_EXAMPLES", "2"))
CHECKS = [
    checks.not_a_server_error, checks.status_code_conformance, checks.content_type_conformance,
    checks.response_schema_conformance,
]  # fmt: skip


@pytest.fixture
def served():
    """The house as a server runs it, but inside the test's transaction."""
    moments = (request_started, request_finished)
    for moment in moments:
        moment.disconnect(close_old_connections)
    yield get_wsgi_application()
    for moment in moments:
        moment.connect(close_old_connections)


@pytest.fixture
def key(db, make_user, settings):
    """Opens everything an account of the office may do, and is not slowed down."""
    settings.API_REQUESTS_PER_MINUTE = 1_000_000
    person = make_person("李雷", phone="13800138000", email="li@example.org")
    make_member(make_organisation("杭州校友会"), "韩梅梅")
    set_topic(
        actor=CLERK, person_id=person.pk, topic="news", channel=Channel.EMAIL, wanted=False,
        method=Method.STAFF,
    )  # fmt: skip
    ApiToken.objects.create(
        name="any program", user=make_user("director"), hint="wutong_",
        scopes=[code for code, _scope in api_scopes.items()], digest=digest_of("wutong_any"),
        expires_at=clock.now() + timedelta(days=1),
    )  # fmt: skip
    return {"Authorization": "Bearer wutong_any"}


def test_every_operation_keeps_its_promises(key, served):
    described = schemathesis.openapi.from_dict(schema())
    described.app = served
    tried = []
    for found in described.get_all_operations():
        operation = found.ok()
        tried.append(operation.label)

        @hypothesis.settings(
            max_examples=EXAMPLES, deadline=None, database=None, derandomize=True,
            suppress_health_check=list(hypothesis.HealthCheck),
        )  # fmt: skip
        @hypothesis.given(case=operation.as_strategy())
        def keeps(case) -> None:
            case.call_and_validate(headers=key, checks=CHECKS)

        keeps()
    assert len(tried) > 10
