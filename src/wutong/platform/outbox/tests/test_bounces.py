"""Returned mail: read, tied to its delivery by the return path, acted on once."""

import io
import sys

import pytest
from django.core.management import call_command

from wutong.platform.outbox.keys import BOUNCE_PURPOSE
from wutong.platform.outbox.models import Delivery, InboundMessage, Suppression
from wutong.platform.outbox.pump.runner import run_stream
from wutong.platform.outbox.selectors import stream_progress
from wutong.platform.outbox.services.inbound import receive_mail
from wutong.platform.outbox.services.streams import erase_subject
from wutong.platform.outbox.tests.helpers import ACTOR, assert_counters_true, started
from wutong.platform.outbox.tokens import delivery_token

pytestmark = pytest.mark.django_db

DSN = """\
Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mx.test>
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain; charset=us-ascii

The mail could not be delivered.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.test
Arrival-Date: Sun, 22 Nov 2026 10:00:00 +0800

Final-Recipient: rfc822; p1@a.test
Original-Recipient: rfc822;p1@a.test
Action: {action}
Status: {status}
Remote-MTA: dns; mail.a.test
Diagnostic-Code: smtp; {diagnostic}

--b1
Content-Type: text/rfc822-headers

From: office@wutong.test
Message-ID: <abc@wutong.test>

--b1--
"""
OLD_STYLE = """\
From: MAILER-DAEMON@old.test
To: {to}
Subject: failure notice

Hi. This is the qmail-send program at old.test.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<p1@a.test>:
Sorry, no mailbox here by that name.

--- Below this line is a copy of the message.
"""


@pytest.fixture
def sent(smtp):
    """A stream of three, all accepted, and the return path of the first."""
    server, config = smtp()
    started(3)
    run_stream("trial:1", config=config, threaded=False)
    row = Delivery.objects.get(address="p1@a.test")
    path = next(taken.sender for taken in server.taken if taken.recipient == "p1@a.test")
    return row, path


def dsn(path, *, action="failed", status="5.1.1", diagnostic="550 5.1.1 no such user"):
    text = DSN.format(to=path, action=action, status=status, diagnostic=diagnostic)
    return text.encode()


def state(row):
    row.refresh_from_db()
    return row.state, row.reason


def test_the_return_path_names_the_delivery(sent):
    row, path = sent
    token = delivery_token(BOUNCE_PURPOSE, row.campaign_month, row.id)
    assert path == f"bounce+{token}@wutong.test"


def test_a_dead_mailbox_bounces_the_delivery_and_suppresses_the_address(sent):
    row, path = sent
    assert receive_mail(raw=dsn(path)) == "bounced"
    assert state(row) == ("bounced", "bounce-hard")
    assert row.last_reply == "5.1.1 smtp; 550 5.1.1 no such user"
    assert bytes(Suppression.objects.get().address_hash) == bytes(row.address_hash)
    counts = stream_progress("trial:1")
    assert (counts.delivered, counts.bounced) == (2, 1)
    assert_counters_true()


def test_the_same_notification_twice_counts_once(sent):
    _row, path = sent
    assert receive_mail(raw=dsn(path)) == "bounced"
    assert receive_mail(raw=dsn(path)) == "repeated"
    assert receive_mail(raw=dsn(path, diagnostic="550 again")) == "already"
    assert stream_progress("trial:1").bounced == 1


def test_a_full_mailbox_bounces_without_suppressing(sent):
    row, path = sent
    assert receive_mail(raw=dsn(path, status="5.2.2", diagnostic="552 full")) == "bounced"
    assert state(row) == ("bounced", "bounce-soft")
    assert not Suppression.objects.exists()


def test_a_warning_about_a_delay_changes_nothing(sent):
    row, path = sent
    assert receive_mail(raw=dsn(path, action="delayed", status="4.4.1")) == "delayed"
    assert state(row) == ("accepted", "")


def test_the_envelope_recipient_counts_also_in_another_case(sent):
    row, path = sent
    raw = dsn("postmaster@wutong.test")
    assert receive_mail(raw=raw, recipient=path.upper()) == "bounced"
    assert state(row) == ("bounced", "bounce-hard")


def test_a_notice_of_the_old_kind_is_understood_by_its_words(sent):
    row, path = sent
    assert receive_mail(raw=OLD_STYLE.format(to=path).encode()) == "bounced"
    assert state(row) == ("bounced", "bounce-hard")


@pytest.mark.parametrize(
    "to",
    [
        "somebody@wutong.test",
        "bounce+aaaaaaaaaaaaaaaaaaaaaaaaaa@wutong.test",
        "bounce+x@wutong.test",
    ],
)
def test_a_forged_return_path_bounces_nobody(sent, to):
    row, _path = sent
    assert receive_mail(raw=dsn(to)) == "unknown"
    assert state(row) == ("accepted", "")
    assert not Suppression.objects.exists()


def test_a_holiday_reply_is_not_a_bounce(sent):
    row, path = sent
    raw = f"To: {path}\nAuto-Submitted: auto-replied\nSubject: Away\n\nBack on Monday.\n"
    assert receive_mail(raw=raw.encode()) == "auto"
    assert state(row) == ("accepted", "")


def test_rubbish_is_kept_for_a_person():
    assert receive_mail(raw=b"\xff\xfe\x00 not a mail") == "unknown"
    assert InboundMessage.objects.get().verdict == "unknown"


def test_the_command_reads_standard_input(sent, monkeypatch):
    row, path = sent
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(dsn(path))))
    out = io.StringIO()
    call_command("receive_mail", recipient=path, stdout=out)
    assert out.getvalue() == "bounced\n"
    assert state(row) == ("bounced", "bounce-hard")


def test_erasing_a_person_keeps_the_suppression(sent):
    row, path = sent
    receive_mail(raw=dsn(path))
    erase_subject(actor=ACTOR, subject_ref="person:1")
    row.refresh_from_db()
    assert (row.address, row.name, row.parts, row.subject_ref) == ("", "", {}, "erased")
    assert bytes(Suppression.objects.get().address_hash) == bytes(row.address_hash)
    assert_counters_true()
