"""Messages as a reader's program sees them, whatever the personal values are."""

from email import message_from_bytes, policy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wutong.platform.outbox.addresses import envelope_address
from wutong.platform.outbox.errors import AddressError, ContentError
from wutong.platform.outbox.mime.compiled import Envelope, Frame, compile_content, compile_finished
from wutong.platform.outbox.mime.headers import clean
from wutong.platform.outbox.mime.templates import check_content
from wutong.platform.outbox.services.previews import render_preview
from wutong.platform.outbox.tokens import delivery_token, message_id, read_delivery_token
from wutong.platform.outbox.values import MessageContent, Sender

SENDER = Sender("梧桐大学校友会", "alumni@wutong.test", "office@wutong.test")
CONTENT = MessageContent(
    subject="{{ name }}，您好：{{ college }}",
    html="<p>{{ name }}</p>\n<p>{{ college }}&amp;{{ name }}</p>\n"
    '<a href="{{ unsubscribe_url }}">退订</a>\n.单独一点\n',
    text="{{ name }}\n{{ college }}{{ name }}\n.\n{{ unsubscribe_url }}\n",
    fallbacks={"name": "校友", "college": "母校"},
)
URL = "https://w.test/u/abc"
COMPILED = compile_content(
    CONTENT,
    Frame(
        sender=SENDER, language="zh-hans", feedback_id="a:b:c:wutong", list_unsubscribe=True,
        auto_submitted=True,
    ),
)  # fmt: skip


def rendered(values, *, eightbit, name="", address="a@b.test", compiled=COMPILED):
    envelope = Envelope(name, address, "<id@wutong.test>")
    return compiled.render(envelope, {"unsubscribe_url": URL, **values}, eightbit=eightbit)


def received(data):
    """The message after the wire: one dot off every doubled one."""
    lines = [line[1:] if line.startswith(b".") else line for line in data.split(b"\r\n")]
    return message_from_bytes(b"\r\n".join(lines), policy=policy.default)


def parts(message):
    return [part.get_content().replace("\r\n", "\n") for part in message.iter_parts()]


values = st.text(max_size=400)


@settings(max_examples=300, deadline=None)
@given(name=values, college=values, display=values, eightbit=st.booleans())
def test_any_value_arrives_whole_and_breaks_nothing(name, college, display, eightbit):
    given_values = {"name": name, "college": college}
    data = rendered(given_values, eightbit=eightbit, name=display).data
    lines = data.split(b"\r\n")
    assert max(len(line) for line in lines) <= 998
    assert b"." not in lines
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    message = received(data)
    preview = render_preview(CONTENT, {**given_values, "unsubscribe_url": URL})
    text, html = parts(message)
    assert text == preview.text
    assert html == preview.html
    assert [name.lower() for name in message] == [
        "to", "subject", "message-id", "date", "list-unsubscribe", "from", "reply-to",
        "feedback-id", "auto-submitted", "list-unsubscribe-post", "mime-version", "content-type",
        "content-language",
    ]  # fmt: skip
    assert message["To"].addresses[0].addr_spec == "a@b.test"


def test_the_headers_a_bulk_message_owes():
    message = received(rendered({"name": "王小明"}, eightbit=True, name="王小明").data)
    assert message["Subject"] == "王小明，您好：母校"
    assert message["From"].addresses[0].display_name == "梧桐大学校友会"
    assert message["To"].addresses[0].display_name == "王小明"
    assert message["Reply-To"] == "office@wutong.test"
    assert message["List-Unsubscribe"] == f"<{URL}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Content-Language"] == "zh-Hans"
    assert message["Feedback-ID"] == "a:b:c:wutong"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == "<id@wutong.test>"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_the_list_unsubscribe_header_stays_on_one_line():
    url = "https://w.test/u/" + "a" * 600
    data = rendered({"unsubscribe_url": url}, eightbit=True).data
    assert f"\r\nList-Unsubscribe: <{url}>\r\n".encode() in data


@pytest.mark.parametrize(
    "evil",
    ["x\r\nBcc: v@c.test", "x\nBcc: v@c.test", "x\rBcc: v@c.test", "x\u2028Bcc: v", "x\x00y"],
)
def test_a_line_break_in_a_value_is_a_space(evil):
    data = rendered({"name": evil}, eightbit=True, name=evil).data
    message = received(data)
    assert message["Bcc"] is None
    assert b"\r\nBcc" not in data
    assert message["Subject"] == f"{clean(evil)}，您好：母校"


def test_markup_in_a_value_is_text():
    text, html = parts(received(rendered({"name": "<b>&\"'"}, eightbit=True).data))
    assert "<p>&lt;b&gt;&amp;&quot;&#x27;</p>" in html
    assert "<b>&\"'" in text


@pytest.mark.parametrize(
    "bad", ["", "javascript:x", "https://a b", "https://a>,<x", "https://a\r\nX: y"]
)
def test_a_bad_unsubscribe_address_is_refused(bad):
    with pytest.raises(ValueError, match="List-Unsubscribe"):
        rendered({"unsubscribe_url": bad}, eightbit=True)


def test_a_long_line_goes_out_as_base64_even_where_8bit_is_offered():
    content = MessageContent("s", "<p>" + "梧" * 400 + "</p>", "t", {})
    compiled = compile_content(content, Frame(sender=SENDER))
    message = rendered({}, eightbit=True, compiled=compiled)
    assert not message.eightbit
    assert "梧" * 400 in parts(received(message.data))[1]
    assert rendered({}, eightbit=True).eightbit


def test_a_value_too_long_for_a_line_falls_back_for_that_recipient_only():
    assert not rendered({"name": "梧" * 200}, eightbit=True).eightbit
    assert rendered({"name": "梧" * 20}, eightbit=True).eightbit


def test_finished_texts_keep_their_braces():
    compiled = compile_finished(
        subject="Code {{ x }}", text="{{ name }} 123456", html="", frame=Frame(sender=SENDER)
    )
    message = received(rendered({}, eightbit=False, compiled=compiled).data)
    assert message["Subject"] == "Code {{ x }}"
    assert message.get_content().strip() == "{{ name }} 123456"


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("", "t"),
        ("s", " "),
        ("a\nb", "t"),
        ("{{ who }}", "t"),
        ("s", "{{ name"),
        ("s", "{{ a-b }}"),
    ],
)
def test_a_content_that_cannot_be_filled_is_refused(subject, text):
    with pytest.raises(ContentError):
        check_content(MessageContent(subject, "", text, {"name": "x"}))


@pytest.mark.parametrize(
    "bad",
    [
        "", "a", "a@", "@b", "a b@c.test", "a@b..test", "a@-b.test", "a@b.test\r\nRCPT TO:<x@y>",
        "a@b.test>", "<a@b.test", "a..b@c.test", "王@b.test", "a@" + "b" * 250,
    ],
)  # fmt: skip
def test_addresses_that_cannot_stand_on_an_envelope(bad):
    with pytest.raises(AddressError):
        envelope_address(bad)


def test_an_international_domain_becomes_ascii():
    assert envelope_address(" a@梧桐.test\n") == "a@" + "梧桐".encode("idna").decode() + ".test"


def test_tokens_name_one_delivery_for_one_purpose():
    import datetime as dt

    month = dt.date(2026, 11, 1)
    token = delivery_token("bounce", month, 123_456_789_012)
    assert len(token) == 32
    found = read_delivery_token("bounce", token.upper())
    assert (found.campaign_month, found.id) == (month, 123_456_789_012)
    assert read_delivery_token("unsubscribe", token) is None
    assert read_delivery_token("bounce", token[:-1] + ("a" if token[-1] != "a" else "b")) is None
    assert read_delivery_token("bounce", "!") is None


def test_a_message_id_is_the_same_whenever_it_is_made():
    first = message_id("campaign:1", b"\x01" * 16, "w.test")
    assert first == message_id("campaign:1", b"\x01" * 16, "w.test")
    assert first != message_id("campaign:2", b"\x01" * 16, "w.test")
    assert first != message_id("campaign:1", b"\x02" * 16, "w.test")
