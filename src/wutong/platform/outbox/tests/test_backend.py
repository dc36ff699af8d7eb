"""Django's mail through the outbox: what is stored is what leaves."""

from email import message_from_bytes, policy

import pytest
from django.core.mail import EmailMultiAlternatives

from wutong.platform.outbox.backend import OutboxEmailBackend
from wutong.platform.outbox.models import Delivery, SingleMail

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("words", ["Your password was changed", "您的密码已更改，" * 60])
def test_a_mail_of_django_is_stored_in_ascii_and_reads_as_written(words):
    mail = EmailMultiAlternatives(
        subject="您的密码已更改", body=words, from_email="校友部 <alumni@wutong.test>",
        to=["林清澜 <lin@example.org>"],
    )  # fmt: skip
    mail.attach_alternative(f"<p>{words}</p>", "text/html")
    assert OutboxEmailBackend().send_messages([mail]) == 1
    stored = SingleMail.objects.get()
    raw = bytes(stored.raw)
    assert raw.isascii()
    assert (b"\r\n" in raw, b"\n" in raw.replace(b"\r\n", b"")) == (True, False)
    letter = message_from_bytes(raw, policy=policy.default)
    assert letter["Subject"] == "您的密码已更改"
    assert letter["To"].addresses[0].addr_spec == "lin@example.org"
    assert letter.get_body(("plain",)).get_content().strip() == words
    assert words in letter.get_body(("html",)).get_content()
    assert max(len(line) for line in raw.splitlines()) < 998
    assert Delivery.objects.get().address == "lin@example.org"
