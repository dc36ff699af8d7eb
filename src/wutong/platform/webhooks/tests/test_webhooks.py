"""Webhooks against a real receiver on this machine: signed, tried again, replayed, never inward."""

from __future__ import annotations

import base64
import hmac
import json
import threading
from datetime import timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from wutong.core.people.public import change_person
from wutong.core.people.tests.factories import CLERK, make_person, make_unit
from wutong.kernel import clock
from wutong.kernel.actors import Actor
from wutong.platform.webhooks import attempts, services
from wutong.platform.webhooks.errors import AddressRefusedError, AddressUnknownError
from wutong.platform.webhooks.guard import is_allowed, target_of
from wutong.platform.webhooks.models import Delivery, Event, Subscription
from wutong.platform.webhooks.signing import shown_secret

LOOPBACK = ["127.0.0.0/8"]


class Receiver:
    """Keeps what it gets; answers with ``answers``, the last one for ever."""

    def __init__(self):
        self.got, self.answers = [], [204]
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                receiver.got.append((self.path, dict(self.headers), body))
                answers = receiver.answers
                self.send_response(answers.pop(0) if len(answers) > 1 else answers[0])
                self.send_header("Location", "http://127.0.0.1:1/elsewhere")
                self.end_headers()

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook?a=1"


@pytest.fixture
def receiver(settings):
    settings.WEBHOOKS_NETWORKS = LOOPBACK
    made = Receiver()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def hook(db, receiver, make_user):
    def make(user=None, events=("person.changed",)):
        user = user or make_user("staff")
        return services.subscribe(
            actor=Actor.of(user), user=user, name="Library", url=receiver.url, events=events
        )

    return make


def rename(person, name):
    change_person(actor=CLERK, person_id=person.pk, changes={"name": name})


def send():
    """Everything that is due, as the worker would."""
    for row in Delivery.objects.filter(state="waiting").order_by("pk"):
        attempts.attempt(str(row.pk), lambda _delivery: None)


def signature(secret, headers, body):
    key = base64.b64decode(secret.removeprefix("whsec_"))
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, content, sha256)).decode()


def test_an_event_is_told_signed_and_without_a_name(hook, receiver):
    subscription, person = hook(), make_person("王小明", email="w@example.org")
    rename(person, "王大明")
    send()

    path, headers, body = receiver.got[0]
    event = Event.objects.get()
    assert path == "/hook?a=1"
    assert headers["webhook-id"] == f"msg_{event.pk}"
    assert headers["webhook-signature"] == signature(shown_secret(subscription), headers, body)
    told = json.loads(body)
    assert told["type"] == "person.changed"
    assert told["data"] == {
        "object": "person", "id": person.pk, "fields": ["name"],
        "url": f"http://127.0.0.1:8000/api/v1/people/{person.pk}",
    }  # fmt: skip
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.log[0]["status"]) == ("delivered", 204)
    assert len(receiver.got) == 1


def test_an_event_is_written_with_the_fact_or_not_at_all(hook):
    hook()
    person = make_person("王小明")
    with pytest.raises(RuntimeError), transaction.atomic():
        rename(person, "王大明")
        assert (Event.objects.count(), Delivery.objects.count()) == (1, 1)
        raise RuntimeError
    assert (Event.objects.count(), Delivery.objects.count()) == (0, 0)
    assert not ProcrastinateJob.objects.filter(task_name="webhooks.deliver").exists()
    # nothing is written of what nobody asked for
    Subscription.objects.update(events=["person.died"])
    rename(person, "王大明")
    assert Event.objects.count() == 0


def test_what_the_account_may_not_see_is_withheld(hook, receiver, make_user):
    college = make_unit(code="HERE")
    staff = make_user("staff")
    person = make_person("沈密", unit=college, grade=2)
    hook(staff), hook(make_user("coordinator", college="HERE"))
    rename(person, "沈更密")
    send()
    assert receiver.got == []
    assert list(Delivery.objects.values_list("state", flat=True)) == ["withheld", "withheld"]
    # an account that was closed after the event hears nothing either
    open_person = make_person("王小明")
    rename(open_person, "王大明")
    staff.is_active = False
    staff.save()
    send()
    assert receiver.got == []


def test_a_failed_message_is_tried_again_later_under_the_same_id(hook, receiver):
    subscription = hook()
    receiver.answers = [500, 302, 204]
    rename(make_person("王小明"), "王大明")
    send()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts) == ("waiting", 1)
    assert timedelta(seconds=4) < delivery.next_at - clock.now() < timedelta(seconds=7)
    send()
    assert len(receiver.got) == 1  # not before its time
    for _again in range(2):
        Delivery.objects.update(next_at=clock.now())
        send()
    delivery.refresh_from_db()
    assert [entry["status"] for entry in delivery.log] == [500, 302, 204]
    assert delivery.state == "delivered"
    assert len({headers["webhook-id"] for _path, headers, _body in receiver.got}) == 1
    subscription.refresh_from_db()
    assert subscription.failing_since is None


def test_a_receiver_that_is_gone_is_told_nothing_more(hook, receiver):
    subscription = hook()
    receiver.answers = [410]
    person = make_person("王小明")
    rename(person, "王大明")
    send()
    subscription.refresh_from_db()
    assert (subscription.active, subscription.stopped_because) == (False, "gone")
    rename(person, "王小明")
    assert Delivery.objects.get().state == "given_up"


def test_the_log_replays_and_a_new_secret_leaves_the_old_one_a_day(hook, receiver, client_of):
    subscription = hook()
    old = shown_secret(subscription)
    rename(make_person("王小明"), "王大明")
    send()
    office, path = client_of(subscription.user), f"/office/programs/webhooks/{subscription.pk}/"
    page = office.get(path).content.decode()
    assert old in page
    assert "204" in page
    office.post(f"{path}renew/")
    office.post(f"{path}replay/{Delivery.objects.get().pk}/")
    send()
    subscription.refresh_from_db()
    new = shown_secret(subscription)
    (_path, first, _body), (_path, headers, body) = receiver.got
    assert headers["webhook-id"] == first["webhook-id"]
    signatures = headers["webhook-signature"].split()
    assert signatures == [signature(new, headers, body), signature(old, headers, body)]
    foreign = client_of("staff")
    assert foreign.get(path).status_code == 404
    assert foreign.post(f"{path}off/").status_code == 404
    assert Subscription.objects.get().active


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/", "https://127.0.0.1/", "https://[::1]/", "https://10.0.0.8/",
        "https://169.254.169.254/latest/", "https://0.0.0.0/", "https://[::ffff:192.168.0.1]/",
        "https://[64:ff9b::a00:1]/", "https://[2002:7f00:1::]/", "https://localhost:5432/",
        "https://2130706433/", "https://user:pw@example.org/", "ftp://example.org/", "file:///etc",
        "https://224.0.0.1/", "https://100.64.0.1/",
    ],
)  # fmt: skip
def test_no_message_goes_into_the_house(settings, url):
    settings.WEBHOOKS_NETWORKS = []
    with pytest.raises((AddressRefusedError, AddressUnknownError)):
        target_of(url)


def test_a_public_address_is_fine_over_tls_alone():
    assert is_allowed(ip_address("93.184.216.34"), encrypted=True)
    assert is_allowed(ip_address("2606:2800:220:1::1"), encrypted=True)
    assert not is_allowed(ip_address("93.184.216.34"), encrypted=False)


def test_a_name_that_turns_inward_after_it_was_added_gets_nothing(hook, receiver, settings):
    hook()
    settings.WEBHOOKS_NETWORKS = []
    rename(make_person("王小明"), "王大明")
    send()
    assert receiver.got == []
    assert Delivery.objects.get().log[0]["error"] == "address_refused"
