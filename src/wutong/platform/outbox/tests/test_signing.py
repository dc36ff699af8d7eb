"""Signed mail verifies by an independent reader; DNS is judged; providers are paced."""

from __future__ import annotations

import socketserver
import threading
import time
from email import message_from_bytes

import dkim
import dns.message
import dns.rrset
import pytest
from django.db import connection

from wutong.platform.outbox.enums import DeliveryState, SigningAlgorithm
from wutong.platform.outbox.models import Delivery, DomainPace, SigningKey
from wutong.platform.outbox.pump.runner import run_priority, run_stream
from wutong.platform.outbox.services import domains, signing
from wutong.platform.outbox.services.singles import enqueue_single
from wutong.platform.outbox.tests.helpers import ACTOR, started, states
from wutong.platform.outbox.tests.server import Behaviour

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forget_keys():
    signing._known.clear()
    yield
    signing._known.clear()


def key(algorithm=SigningAlgorithm.RSA):
    made = signing.make_key(actor=ACTOR, domain="wutong.test", algorithm=algorithm)
    signing.use_key(actor=ACTOR, key_id=made.pk)
    made.refresh_from_db()
    return made


def records(*keys):
    found = {signing.dns_name(one): signing.dns_value(one) for one in keys}
    return lambda name, timeout=5: found[name.decode().rstrip(".")].encode()


class Links:
    def screen(self, stream, recipients):
        return {}

    def values(self, stream, recipients):
        return [{"unsubscribe_url": "https://wutong.test/u/x"} for _one in recipients]


@pytest.mark.parametrize("eightbit", [True, False])
def test_every_mail_of_a_stream_is_signed_with_both_keys(smtp, monkeypatch, eightbit):
    """As it arrives, doubled dots undone; one changed letter and it does not hold."""
    keys = key(), key(SigningAlgorithm.ED25519)
    monkeypatch.setattr("wutong.platform.outbox.pump.store.source_of", lambda _key: Links())
    server, config = smtp(Behaviour(eightbit=eightbit))
    started(4, list_unsubscribe=True)
    run_stream("trial:1", config=config, threaded=False)
    assert states() == {"accepted": 4}
    for taken in server.taken:
        head = message_from_bytes(taken.data)
        signed = head["DKIM-Signature"].replace("\r\n", "")
        assert {"list-unsubscribe", "list-unsubscribe-post", "from", "message-id"} <= set(
            signed.partition("; h=")[2].partition(";")[0].replace(" ", "").split(":")
        )
        assert dkim.DKIM(taken.data).verify(idx=0, dnsfunc=records(*keys))
        changed = dkim.DKIM(taken.data.replace(b"\r\nSubject: ", b"\r\nSubject: x", 1))
        assert not changed.verify(idx=0, dnsfunc=records(*keys))
        second = head.get_all("DKIM-Signature")[1]
        assert "a=ed25519-sha256" in second
        assert len("".join(second.rpartition("b=")[2].split())) == 88


def test_a_single_mail_with_dots_and_empty_lines_verifies(smtp):
    one = key()
    server, config = smtp()
    enqueue_single(
        actor=ACTOR, to="a@b.test", subject="码", text=".\n..two\n\n\n", html="<p>.</p>",
        sender=None,
    )  # fmt: skip
    SigningKey.objects.filter(pk=one.pk).update(domain="wutong.test")
    run_priority(config=config)
    data = server.taken[0].data
    if b"DKIM-Signature" in data:
        assert dkim.verify(data, dnsfunc=records(one))
    signing.retire_key(actor=ACTOR, key_id=one.pk)
    assert signing.signer_for("wutong.test") is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT private FROM outbox_signingkey")
        assert "PRIVATE" not in cursor.fetchone()[0]


class _Zone(socketserver.BaseRequestHandler):
    def handle(self):
        asked = dns.message.from_wire(self.request[0])
        answer = dns.message.make_response(asked)
        question = asked.question[0]
        for kind, text in self.server.zone.get(question.name.to_text().rstrip("."), []):
            if kind == dns.rdatatype.to_text(question.rdtype):
                answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, text))
        self.request[1].sendto(answer.to_wire(), self.client_address)


def test_what_dns_says_is_judged_and_kept(settings):
    one = key()
    value = signing.dns_value(one)
    halves = f'"{value[:200]}" "{value[200:]}"'
    zone = {
        "wutong.test": [("TXT", '"v=spf1 mx -all"'), ("MX", "10 mx.wutong.test.")],
        signing.dns_name(one): [("TXT", halves)],
        "_dmarc.wutong.test": [("TXT", '"v=DMARC1; p=none"')],
    }
    with socketserver.ThreadingUDPServer(("127.0.0.1", 0), _Zone) as server:
        server.zone = zone
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.OUTBOX_DNS_SERVERS = [f"127.0.0.1#{server.server_address[1]}"]
        domains.check_domain("wutong.test")
        first = {one.subject: one.verdict for one in domains.findings_of("wutong.test")[0]}
        zone[signing.dns_name(one)] = [("TXT", '"v=DKIM1; p=AAAA"')]
        zone["wutong.test"] = [("TXT", '"v=spf1 a"'), ("TXT", '"v=spf1 b"')]
        second = {one.subject: one.verdict for one in domains.check_domain("wutong.test")}
        server.shutdown()
    assert first == {"spf": "good", "dkim": "good", "dmarc": "weak", "mx": "good"}
    assert second == {"spf": "bad", "dkim": "bad", "dmarc": "weak", "mx": "bad"}


def test_a_provider_that_puts_us_off_is_left_alone_and_forgiven(smtp):
    patient = {"now": True}
    answer = "451 4.7.1 greylisted"
    server, config = smtp(Behaviour(on_rcpt=lambda _address: answer if patient["now"] else None))
    started(30)
    run_stream("trial:1", config=config, threaded=False)
    pace = DomainPace.objects.get(pk="a.test")
    assert (pace.strikes, pace.last_reply) == (1, answer)
    assert pace.held_until is not None
    asked = len([line for line in server.commands if line.startswith("RCPT")])
    Delivery.objects.update(next_attempt_at=None)
    run_stream("trial:1", config=config, threaded=False)
    # Nothing was asked: the rows wait with their provider, and it cost them no attempt.
    assert len([line for line in server.commands if line.startswith("RCPT")]) == asked
    assert set(Delivery.objects.values_list("state", "attempts")) == {("queued", 1)}
    patient["now"] = False
    domains.release_pace(actor=ACTOR, domain="a.test")
    Delivery.objects.update(next_attempt_at=None)
    run_stream("trial:1", config=config, threaded=False)
    assert states() == {"accepted": 30}


def test_a_limit_lets_a_burst_through_and_spreads_the_rest(smtp):
    domains.set_pace(actor=ACTOR, domain="A.test", per_minute=60)
    DomainPace.objects.update(tokens=10)
    _server, config = smtp()
    started(30)
    begun = time.monotonic()
    run_stream(
        "trial:1", config=config, threaded=False, stopping=lambda: time.monotonic() - begun > 1
    )
    found = states()
    assert found[DeliveryState.ACCEPTED] in range(10, 18)
    assert found[DeliveryState.QUEUED] == 30 - found[DeliveryState.ACCEPTED]
    waits = Delivery.objects.filter(state="queued").order_by("next_attempt_at")
    times = list(waits.values_list("next_attempt_at", flat=True))
    assert (times[-1] - times[0]).total_seconds() == pytest.approx(len(times) - 1, abs=2.5)
