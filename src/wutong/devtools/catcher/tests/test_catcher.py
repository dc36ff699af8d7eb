"""The catcher as a process: mails go in over SMTP and are read on its page."""

from __future__ import annotations

import re
import smtplib
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from email.message import EmailMessage
from pathlib import Path

import pytest

from wutong.devtools.catcher.store import Envelope, Store

ROOT = Path(__file__).resolve().parents[5]


class Running:
    def __init__(self, process, web, smtp):
        self.process, self.web, self.smtp = process, web, smtp

    def get(self, path, language="en"):
        request = urllib.request.Request(self.web + path, headers={"Accept-Language": language})
        with urllib.request.urlopen(request) as response:
            return response.read().decode(), response.headers

    def send(self, message, *recipients):
        with smtplib.SMTP("127.0.0.1", self.smtp) as client:
            client.send_message(message, to_addrs=recipients or None)


@pytest.fixture(scope="module")
def catcher(tmp_path_factory):
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "wutong.devtools.catcher",
            "--smtp-port",
            "0",
            "--web-port",
            "0",
            "--sms-port",
            "0",
            "--wechat-port",
            "0",
            "--data",
            str(tmp_path_factory.mktemp("catcher")),
        ],
        cwd=ROOT / "src",
        stdout=subprocess.PIPE,
        text=True,
    )
    web = process.stdout.readline().split()[-1].rstrip("/")
    smtp = int(process.stdout.readline().rpartition(":")[2])
    yield Running(process, web, smtp)
    process.terminate()
    assert process.wait(10) == 0


def mail(subject="您好，校友", to="wang@a.test", html=True):
    message = EmailMessage()
    message["From"] = "校友部 <office@wutong.test>"
    message["To"] = to
    message["Subject"] = subject
    message.set_content(".一行以点开头\n祝好")
    if html:
        message.add_alternative(
            "<p>祝好</p><script>alert(1)</script><img src='http://x.test/p.gif'>", subtype="html"
        )
    return message


def wait_for(catcher, text):
    for _attempt in range(100):
        page, _headers = catcher.get(f"/?q={urllib.parse.quote(text)}")
        found = re.search(r"/mail/(\d+)/", page)
        if found:
            return int(found.group(1))
        time.sleep(0.05)
    pytest.fail(f"{text} was not caught")


def test_a_mail_is_listed_found_and_read(catcher):
    catcher.send(mail(to="王老师 <teacher@a.test>"))
    number = wait_for(catcher, "teacher@a.test")
    page, headers = catcher.get(f"/mail/{number}/?show=text")
    assert "<h1>您好，校友</h1>" in page
    assert "王老师 &lt;teacher@a.test&gt;" in page
    assert ".一行以点开头" in page
    assert "script-src" not in headers["Content-Security-Policy"]
    assert "default-src 'self'" in headers["Content-Security-Policy"]


def test_the_html_part_can_neither_run_nor_fetch_anything(catcher):
    catcher.send(mail(to="frame@a.test"))
    number = wait_for(catcher, "frame@a.test")
    page, _headers = catcher.get(f"/mail/{number}/")
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page
    _html, headers = catcher.get(f"/mail/{number}/html")
    policy = headers["Content-Security-Policy"]
    assert policy.startswith(
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
    )
    assert headers["Referrer-Policy"] == "no-referrer"


def test_both_languages(catcher):
    assert "搜索收件人、发件人或主题" in catcher.get("/", language="zh-CN")[0]
    page, headers = catcher.get("/", language="en")
    assert "Search recipient, sender or subject" in page
    assert headers["Referrer-Policy"] == "same-origin"  # else no browser could send its forms


def test_opening_a_page_never_clears_and_a_stranger_cannot(catcher):
    catcher.send(mail(to="keep@a.test"))
    wait_for(catcher, "keep@a.test")
    for method in ("GET", "POST"):
        with pytest.raises(urllib.error.HTTPError) as error:
            urllib.request.urlopen(urllib.request.Request(catcher.web + "/clear", method=method))
        assert error.value.code == {"GET": 405, "POST": 403}[method]
    assert wait_for(catcher, "keep@a.test")


def test_a_mail_without_a_recipient_is_refused(catcher):
    with smtplib.SMTP("127.0.0.1", catcher.smtp) as client:
        client.ehlo()
        assert {"pipelining", "8bitmime", "smtputf8"} <= set(client.esmtp_features)
        client.mail("a@b.test")
        assert client.docmd("DATA")[0] == 503
        assert client.docmd("WHAT")[0] == 502


def raw(number, body="梧桐树下\r\n" * 400):
    return f"To: p{number}@a.test\r\nSubject: Hello {number}\r\n\r\n{body}".encode()


def test_alike_mails_take_little_room_and_come_back_whole(tmp_path):
    store = Store(tmp_path / "mails.sqlite3")
    store.add([Envelope("", (f"p{n}@a.test",), raw(n)) for n in range(300)])
    store.close()
    assert (tmp_path / "mails.sqlite3").stat().st_size < 120_000
    again = Store(tmp_path / "mails.sqlite3")
    assert again.get(77)[1] == raw(76)
    again.add([Envelope("", ("x@a.test",), raw(900, "something else entirely " * 50))])
    assert again.get(301)[1] == raw(900, "something else entirely " * 50)
    assert [line.subject for line in again.page("hello 29", limit=2)] == ["Hello 299", "Hello 298"]
    assert again.clear() == 301
    assert again.total() == 0


def test_the_oldest_go_when_the_capacity_is_reached(tmp_path):
    store = Store(tmp_path / "mails.sqlite3", capacity=10)
    store.add([Envelope("", ("a@a.test",), raw(n)) for n in range(25)])
    assert store.total() == 10
    assert store.page(limit=1)[0].subject == "Hello 24"


def test_a_search_takes_wildcards_literally(tmp_path):
    store = Store(tmp_path / "mails.sqlite3")
    store.add([Envelope("", ("a_b@a.test",), raw(1)), Envelope("", ("axb@a.test",), raw(2))])
    assert store.total("a_b") == 1
    assert store.total("%") == 0
