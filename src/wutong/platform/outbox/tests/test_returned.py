"""What comes back by every way: understood, tied to its delivery, obeyed once."""

from __future__ import annotations

import json
import socketserver
import threading
import time
from email.message import EmailMessage

import pytest
from django.urls import reverse

from wutong.platform.outbox.door.mailbox import Mailbox, read_mailbox
from wutong.platform.outbox.door.signing import HEADER, RECIPIENT, signature
from wutong.platform.outbox.enums import InboundKind, StreamState
from wutong.platform.outbox.models import Delivery, InboundMessage, Stream, Suppression
from wutong.platform.outbox.pump.runner import run_stream
from wutong.platform.outbox.registry import hold_listeners
from wutong.platform.outbox.returned.reading import read_mail
from wutong.platform.outbox.selectors import stream_progress
from wutong.platform.outbox.services.inbound import receive_mail
from wutong.platform.outbox.services.inbox import act_on_leftovers
from wutong.platform.outbox.tests.helpers import started
from wutong.platform.outbox.words import asks_to_stop, own_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(smtp, request):
    """Nine mails (or as many as asked for); a function gives (row, return path, message id) of one."""
    server, config = smtp()
    started(getattr(request, "param", 9))
    run_stream("trial:1", config=config, threaded=False)

    def of(number):
        taken = next(one for one in server.taken if one.recipient == f"p{number}@a.test")
        row = Delivery.objects.get(address=f"p{number}@a.test")
        return row, taken.sender, taken.message_id

    return of


def dsn(path, status="5.1.1", words="550 no", *, extra=""):
    return (
        f"Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.test\r\nTo: {path}\r\nSubject: failure\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        f"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.test\r\n\r\n"
        f"Final-Recipient: rfc822; p@a.test\r\nAction: failed\r\nStatus: {status}\r\n"
        f"Diagnostic-Code: smtp; {words}\r\n{extra}\r\n--b--\r\n"
    ).encode()


def complaint(text):
    return (
        "From: fbl@mailbox.test\r\nTo: abuse@wutong.test\r\nSubject: complaint\r\n"
        'Content-Type: multipart/report; report-type=feedback-report; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\n"
        "User-Agent: x/1\r\nVersion: 1\r\nOriginal-Rcpt-To: p9@a.test\r\n\r\n"
        f"--b\r\nContent-Type: message/rfc822\r\n\r\n{text}\r\n--b--\r\n"
    ).encode()


def answer(text, *, asked="", subject="Re: 您好", writer="p1@a.test", **headers):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"王小明 <{writer}>", "office@wutong.test", subject
    if asked:
        mail["In-Reply-To"] = asked
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()


@pytest.mark.parametrize(
    ("status", "words", "kind"),
    [
        ("5.1.1", "550 5.1.1 no such user", "bounce-hard"),
        ("5.0.0", "550 Mailbox not found. http://service.mail.qq.com/", "bounce-hard"),
        ("5.0.0", "550 User not found: x@163.com", "bounce-hard"),
        ("5.7.1", "550 user not found on the list of friends", "bounce-soft"),
        ("5.2.2", "552 quota exceeded", "bounce-soft"),
        ("5.0.0", "550 4.2.2 mailbox full", "bounce-soft"),
        ("5.7.1", "554 spam", "bounce-soft"),
        ("", "550 blocked", "bounce-soft"),
    ],
)
def test_codes_and_words_of_servers(status, words, kind):
    assert read_mail(dsn("x@y.test", status, words)).kind == kind


def test_a_report_cut_to_pieces_still_names_its_delivery(sent):
    """No machine-readable part at all: the return path is only quoted in the text."""
    row, path, _id = sent(3)
    raw = (
        "From: postmaster@old.test\r\nTo: postmaster@wutong.test\r\nSubject: failure notice\r\n\r\n"
        "Hi. This is the qmail-send program at old.test.\r\nI'm afraid I wasn't able to deliver "
        "your message to the following addresses.\r\nThis is a permanent error; I've given up.\r\n"
        f"\r\n<p3@a.test>:\r\n550 User not found\r\n\r\nReturn-Path: <{path.upper()}>\r\n"
    )
    assert receive_mail(raw=raw.encode()) == "bounced"
    row.refresh_from_db()
    assert (row.state, row.reason) == ("bounced", "bounce-hard")


def test_a_mailbox_that_is_full_three_times_is_given_up(sent, settings, smtp):
    settings.OUTBOX_SOFT_BOUNCES = 3
    row, path, _id = sent(5)
    verdicts = [receive_mail(raw=dsn(path, "5.2.2", "552 full"))]
    for key in ("trial:2", "trial:3"):
        server, config = smtp()
        started(5, key)
        run_stream(key, config=config, threaded=False)
        again = next(one.sender for one in server.taken if one.recipient == "p5@a.test")
        verdicts.append(receive_mail(raw=dsn(again, "4.2.2", "452 full")))
    assert verdicts == ["bounced", "bounced", "suppressed"]
    assert bytes(Suppression.objects.get().address_hash) == bytes(row.address_hash)


def test_a_complaint_is_believed_only_with_our_name_in_it(sent):
    row, _path, message_id = sent(9)
    assert receive_mail(raw=complaint("Subject: x\r\n\r\nno name of ours")) == "unknown"
    assert not Suppression.objects.exists()
    assert receive_mail(raw=complaint(f"Message-ID: {message_id}\r\n\r\n…")) == "complained"
    kept = Suppression.objects.get()
    assert (bytes(kept.address_hash), kept.scope, kept.reason) == (
        bytes(row.address_hash), "", "complaint",
    )  # fmt: skip
    assert InboundMessage.objects.filter(stream="trial:1", kind="complaint").count() == 1


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({}, "reply"),
        ({"Auto_Submitted": "auto-replied"}, "auto"),
        ({"Auto_Submitted": "no"}, "reply"),
        ({"Precedence": "bulk"}, "auto"),
        ({"X_Autoreply": "yes"}, "auto"),
    ],
)
def test_what_a_machine_answers_is_nobodys_word(sent, headers, kind):
    row, _path, message_id = sent(7)
    raw = answer("谢谢老师", asked=message_id, writer="other@home.test", **headers)
    assert receive_mail(raw=raw) == kind
    kept = InboundMessage.objects.get()
    # Tied by the Message-ID it answers, whatever address it was written from.
    assert (kept.stream, kept.subject_ref, kept.delivery_id) == ("trial:1", "person:7", row.id)
    assert kept.state == ("open" if kind == "reply" else "done")


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("退订", True),
        ("T D", True),
        ("退订，谢谢！", True),
        ("Please unsubscribe me.", True),
        ("请不要再发送此类邮件", True),
        ("unsubscribe\r\n\r\nOn Monday the office wrote:\r\n> Dear friend", True),
        ("谢谢老师！祝母校越来越好", False),
        ("我没有退订，怎么收不到了？", False),
        ("取消", False),
        ("谢谢\r\n\r\n在 2026年11月22日，校友部写道：\r\n> 退订请点此处", False),
        ("我读了您的来信，很感动。" * 6 + "另外想请教如何退订短信。", False),
    ],
)
def test_asking_to_stop(text, asks):
    assert asks_to_stop(text) is asks
    assert asks_to_stop("取消", short=True)
    assert "写道" not in own_words("谢谢\n在 2026年，校友部写道：\n> x")


many = pytest.mark.parametrize("sent", [25], indirect=True)


@many
def test_too_many_complaints_hold_a_running_stream_and_its_owner_hears(sent, monkeypatch):
    heard = []

    class Listener:
        def held(self, stream, reason):
            heard.append((stream.key, reason))

    monkeypatch.setattr(hold_listeners, "find", lambda key: Listener() if key == "trial" else None)
    Stream.objects.filter(pk="trial:1").update(state=StreamState.RUNNING)
    for number in (1, 2, 3):
        receive_mail(raw=complaint(f"Message-ID: {sent(number)[2]}\r\n\r\nx"))
    assert heard == [("trial:1", "complaints:3:25")]
    assert stream_progress("trial:1").state == StreamState.PAUSED


@many
def test_returned_mail_holds_a_running_stream(sent):
    Stream.objects.filter(pk="trial:1").update(state=StreamState.RUNNING)
    for number in range(1, 20):
        receive_mail(raw=dsn(sent(number)[1]))
    assert stream_progress("trial:1").state == StreamState.RUNNING
    receive_mail(raw=dsn(sent(20)[1]))
    assert stream_progress("trial:1").state == StreamState.PAUSED
    assert Stream.objects.get().pause_reason == "guard:20:25"


def test_the_door_opens_to_a_fresh_signature_only(sent, client, settings):
    settings.OUTBOX_DOOR_SECRET = "door-secret"
    row, path, _id = sent(2)
    raw, address = dsn("postmaster@wutong.test"), reverse("hooks-mail")

    def post(**headers):
        return client.post(address, raw, content_type="message/rfc822", headers=headers)

    good = signature("door-secret", raw, recipient=path)
    stale = signature("door-secret", raw, recipient=path, at=int(time.time()) - 400)
    for refused in (
        {},
        {HEADER: good},
        {HEADER: stale, RECIPIENT: path},
        {HEADER: signature("other", raw, recipient=path), RECIPIENT: path},
    ):
        assert post(**refused).status_code == 403
    assert not InboundMessage.objects.exists()
    assert post(**{HEADER: good, RECIPIENT: path}).json() == {"verdict": "bounced"}
    assert post(**{HEADER: good, RECIPIENT: path}).json() == {"verdict": "repeated"}
    row.refresh_from_db()
    assert row.state == "bounced"


def test_a_provider_is_heard_when_it_is_enabled_and_signs(sent, client, settings):
    row, _path, message_id = sent(4)
    address = reverse("hooks-mail-provider", args=["mailgun"])
    event = {
        "event": "failed", "severity": "permanent", "recipient": "p4@a.test", "timestamp": 1.0,
        "message": {"headers": {"message-id": message_id.strip("<>")}},
        "delivery-status": {"message": "550 5.1.1 no such user"}, "reason": "bounce",
    }  # fmt: skip

    def post(token, key):
        import hashlib
        import hmac

        seal = hmac.new(key.encode(), f"1{token}".encode(), hashlib.sha256).hexdigest()
        body = {
            "signature": {"token": token, "timestamp": "1", "signature": seal},
            "event-data": event,
        }
        return client.post(address, json.dumps(body), content_type="application/json").status_code

    assert post("a", "key") == 404
    settings.OUTBOX_PROVIDERS = ["mailgun"]
    settings.ANYMAIL = {"MAILGUN_WEBHOOK_SIGNING_KEY": "key"}
    assert post("a", "wrong") == 403
    assert not InboundMessage.objects.exists()
    assert post("a", "key") == 204
    assert post("a", "key") == 204
    kept = InboundMessage.objects.get()
    assert (kept.kind, kept.verdict, kept.source) == ("bounce-hard", "bounced", "hook:mailgun")
    row.refresh_from_db()
    assert row.state == "bounced"
    event["event"] = "complained"
    assert post("b", "key") == 204
    assert InboundMessage.objects.latest("pk").verdict == "complained"


class _Session(socketserver.StreamRequestHandler):
    """As much of IMAP4rev1 and POP3 as a reader of one folder needs."""

    def handle(self):
        (self._imap if self.server.kind == "imap" else self._pop)()

    def _say(self, text):
        self.wfile.write(text if isinstance(text, bytes) else text.encode() + b"\r\n")

    def _imap(self):  # noqa: C901 - one command after another
        mails, gone = self.server.mails, set()
        self._say("* OK ready")
        while line := self.rfile.readline().decode().strip():
            tag, verb, *words = line.split(" ")
            verb = verb.upper() + (f" {words[0].upper()}" if verb.upper() == "UID" else "")
            if verb == "CAPABILITY":
                self._say("* CAPABILITY IMAP4rev1")
            elif verb == "SELECT":
                self._say(f"* {len(mails)} EXISTS")
            elif verb == "UID SEARCH":
                self._say("* SEARCH " + " ".join(str(n) for n in mails))
            elif verb == "UID FETCH":
                raw = mails[int(words[1])]
                self._say(f"* 1 FETCH (UID {words[1]} BODY[]<0> {{{len(raw)}}}")
                self._say(raw + b")\r\n")
            elif verb == "UID STORE":
                gone.add(int(words[1]))
            elif verb == "EXPUNGE":
                for number in gone:
                    mails.pop(number)
            elif verb == "LOGOUT":
                self._say("* BYE")
            self._say(f"{tag} OK done")
            if verb == "LOGOUT":
                return

    def _pop(self):
        mails, gone = self.server.mails, set()
        self._say("+OK ready")
        while line := self.rfile.readline().decode().strip():
            verb, _sep, word = line.partition(" ")
            if verb == "STAT":
                self._say(f"+OK {len(mails)} {sum(map(len, mails.values()))}")
            elif verb == "RETR":
                body = mails[int(word)].replace(b"\r\n.", b"\r\n..")
                self._say(b"+OK\r\n" + body + b".\r\n")
            else:
                if verb == "DELE":
                    gone.add(int(word))
                for number in gone if verb == "QUIT" else ():
                    mails.pop(number)
                self._say("+OK")
            if verb == "QUIT":
                return


@pytest.mark.parametrize("kind", ["imap", "pop3"])
def test_a_mailbox_is_emptied_after_its_mail_is_kept(sent, settings, kind):
    _row, path, message_id = sent(6)
    mails = {1: dsn(path), 2: answer("谢谢", asked=message_id).replace(b"\n", b"\r\n")}
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Session) as server:
        server.daemon_threads = True
        server.kind, server.mails = kind, mails
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.OUTBOX_MAILBOX = (
            f"{kind}://office:pass%40word@127.0.0.1:{server.server_address[1]}"
        )
        assert read_mailbox() == 2
        assert mails == {}
        assert read_mailbox() == 0
        server.shutdown()
    assert list(InboundMessage.objects.order_by("pk").values_list("kind", "source")) == [
        (InboundKind.BOUNCE_HARD, "mailbox"),
        (InboundKind.REPLY, "mailbox"),
    ]
    with pytest.raises(ValueError, match="imaps://"):
        Mailbox.parse("http://x/y")


def test_what_could_not_be_acted_on_is_tried_again(sent, monkeypatch):
    from wutong.platform.outbox.services import inbox

    _row, path, _id = sent(8)

    def stumble(_row):
        raise RuntimeError

    monkeypatch.setattr(inbox, "act_on_return", stumble)
    with pytest.raises(RuntimeError):
        receive_mail(raw=dsn(path))
    monkeypatch.undo()
    InboundMessage.objects.update(received_at="2026-01-01T00:00:00Z")
    assert act_on_leftovers() == 1
    assert InboundMessage.objects.get().verdict == "bounced"
