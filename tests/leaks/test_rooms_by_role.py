"""Letters, cases, answers, sendings and lists: who opens which page of whom, by role.

`here` is of the coordinator's college, `there` of another, `secret` is of the first and graded
sensitive. What is out of sight answers 404, what the role is not for 403, by GET as by POST.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wutong.engines.outreach.exporters import EXPORT
from wutong.platform.audit.models import AuditEntry
from wutong.platform.outbox.models import InboundMessage
from wutong.platform.tabular.exports.registry import exports
from wutong.platform.tabular.exports.writers import write_xlsx
from wutong.programs.correspondence.models import FormalLetter
from wutong.programs.servicedesk.models import Case

from .crawler import plain, text_of
from .world import World

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db
PAGES = {"letters": "/office/letters/{}/", "cases": "/office/cases/{}/",
         "inbox": "/office/inbox/{}/", "campaigns": "/office/campaigns/{}/"}  # fmt: skip
STEPS = {"letters": ("do/", "discard"), "cases": ("do/", "take"), "inbox": ("", "done"),
         "campaigns": ("do/", "count")}  # fmt: skip
NOBODY = dict.fromkeys(("here", "there", "secret", "office", "college"), 403)
SIGHT = {
    "director": dict.fromkeys(NOBODY, 200),
    "staff": {"here": 200, "there": 200, "secret": 404, "office": 200, "college": 200},
    "auditor": {"here": 200, "there": 200, "secret": 404, "office": 200, "college": 200},
    "coordinator": {"here": 200, "there": 404, "secret": 404, "office": 404, "college": 200},
    "volunteer": NOBODY,
    "officer_here": NOBODY,
}
# Rooms that a role has no part in, and roles that look and change nothing.
SHUT = {("coordinator", "letters")}
LOOKING = {"auditor"}


@pytest.fixture
def world(settings):
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    return World()


@pytest.fixture
def client_as(world, client_of):
    def sign_in(role) -> Client:
        if role == "auditor":
            return client_of("auditor")
        known = {reader.name: reader.user for reader in world.readers}
        return client_of({**known, "director": world.director}[role])

    return sign_in


@pytest.mark.parametrize("role", sorted(SIGHT))
def test_each_role_opens_what_is_in_its_sight_and_nothing_else(world, client_as, role):
    client, wrong = client_as(role), []
    for room, rows in world.planted.rows.items():
        for whose, pk in rows.items():
            expected = 403 if (role, room) in SHUT else SIGHT[role][whose]
            page = PAGES[room].format(pk)
            found = client.get(page).status_code
            suffix, step = STEPS[room]
            done = client.post(page + suffix, {"do": step}).status_code
            may = 403 if role in LOOKING else {200: 302}.get(expected, expected)
            if (found, done) != (expected, may):
                wrong.append(f"{page} for {whose}: {found}, then {done}; not {expected}, {may}")
    assert wrong == []


def test_what_a_coordinator_sees_of_an_own_sending_and_its_file(world, client_as, tmp_path):
    client, pk = client_as("coordinator"), world.planted.rows["campaigns"]["college"]
    here = world.canaries["here"].person.name
    strange = {world.canaries[key].person.name for key in ("there", "secret", "neighbour")}
    told = "".join(
        text_of(client.get(f"/office/campaigns/{pk}/{page}"))
        for page in ("", "?who=雀", "recipients/", "recipients/?reason=duplicate", "uncertain/",
                     "preview/", "preview/frame/")
    )  # fmt: skip
    assert here in told
    assert {name for name in strange if name in told} == set()
    addresses = [one for canary in world.canaries.values() for one in canary.reach]
    assert [one for one in addresses if one in told] == []
    table = exports.get(EXPORT).open(client.user, {"campaign": pk, "reason": ""})
    write_xlsx(tmp_path / "a.xlsx", table.columns, table.rows, lambda _count: None)
    file = plain((tmp_path / "a.xlsx").read_bytes())
    assert here in file
    assert {name for name in strange if name in file} == set()
    other = world.planted.rows["campaigns"]["office"]
    assert client.post(f"/office/campaigns/{other}/export/").status_code == 403


def test_numbers_are_masked_until_asked_for_and_the_asking_is_logged(world, client_as):
    pk = world.planted.rows["cases"]["there"]
    from wutong.programs.servicedesk.services.cases import put_contact

    case = Case.objects.get(pk=pk)
    put_contact(case, "13955550007")
    case.person = None
    case.who_name = "路人"
    case.save()
    staff, coordinator = client_as("staff"), client_as("coordinator")
    page = f"/office/cases/{pk}/"
    assert "13955550007" not in text_of(staff.get(page))
    asked = text_of(staff.post(f"{page}do/", {"do": "unmask"}))
    assert "13955550007" in asked
    entry = AuditEntry.objects.get(subject_ref=f"case:{pk}", sensitive=True)
    assert (entry.actor, entry.data["fields"]) == (staff.user, ["contact"])
    assert "13955550007" in text_of(coordinator.post(f"{page}do/", {"do": "unmask"}))
    answers = text_of(staff.get("/office/inbox/"))
    whole, word = world.canaries["there"].reach[1], world.canaries["there"].note
    assert (whole in answers, word in answers) == (False, True)
    found = text_of(staff.get(f"/office/inbox/?q={whole}"))
    assert (word in found, word in text_of(staff.get("/office/inbox/?q=canary"))) == (True, False)
    bounced = InboundMessage.objects.create(
        digest=b"b", kind="bounce-hard", address=whole, text=f"550 <{whole}>: {word}",
        detail=f"550 {whole}", state="done", raw=b"",
    )  # fmt: skip
    told = text_of(staff.get(f"/office/inbox/{bounced.pk}/"))
    assert (whole in told, word in told) == (False, True)
    assert FormalLetter.objects.count() == 3
