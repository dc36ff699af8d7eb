"""What the launcher makes of its environment."""

import os
import socket

import pytest

from wutong.devtools.run import options
from wutong.devtools.run.banner import LOGINS, text_of
from wutong.ui.signin.demo import DEMO_LOGINS, DEMO_PASSWORD


@pytest.fixture(autouse=True)
def clean(monkeypatch, tmp_path):
    for name in (
        "PORT",
        "SCALE",
        "HOST",
        "SEED",
        "RESET",
        "SMTP_PORT",
        "MAIL_PORT",
        "SMS_PORT",
        "WECHAT_PORT",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("WUTONG_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/x")


@pytest.fixture
def taken():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        yield held.getsockname()[1]


def test_small_on_this_machine_unless_told_otherwise(tmp_path):
    found = options.read_options()
    assert (found.scale, found.host, found.seed, found.reset) == (
        "small", "127.0.0.1", "wutong", False,
    )  # fmt: skip
    assert found.data == tmp_path / "data"
    assert len({found.port, found.smtp_port, found.mail_port}) == 3


def test_a_port_asked_for_and_taken_is_said_clearly(monkeypatch, taken):
    monkeypatch.setenv("PORT", str(taken))
    with pytest.raises(options.LaunchError, match=f"Port {taken} is in use"):
        options.read_options()


def test_a_default_port_that_is_taken_gives_way_to_the_next(taken):
    used = set()
    assert options.choose_port("PORT", taken, "127.0.0.1", used) > taken


def test_a_port_that_is_held_is_not_chosen_by_another():
    used = set()
    port = options.choose_port("PORT", 20_000, "127.0.0.1", used)
    with options.hold_port("127.0.0.1", port):
        assert options.choose_port("PORT", port, "127.0.0.1", set()) != port


@pytest.mark.parametrize("text", ["x", "0", "70000", "-1"])
def test_a_port_must_be_one(monkeypatch, text):
    monkeypatch.setenv("PORT", text)
    with pytest.raises(options.LaunchError, match="is not a port number"):
        options.read_options()


def test_an_unknown_scale_is_refused(monkeypatch):
    monkeypatch.setenv("SCALE", "huge")
    with pytest.raises(options.LaunchError, match="SCALE=huge"):
        options.read_options()


def test_a_folder_that_cannot_be_written_is_named(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("WUTONG_DATA", str(tmp_path / "file" / "below"))
    with pytest.raises(options.LaunchError, match="cannot be written"):
        options.read_options()


def test_a_full_disk_is_noticed_before_anything_starts(monkeypatch):
    usage = type("Usage", (), {"free": 10_000_000})
    monkeypatch.setattr(options.shutil, "disk_usage", lambda _: usage)
    with pytest.raises(options.LaunchError, match="10 MB free"):
        options.read_options()


def test_the_terminal_lists_the_log_ins_that_exist():
    found = options.read_options()
    text = text_of(found)
    assert [key for key, _, _ in LOGINS] == [login.key for login in DEMO_LOGINS]
    assert all(login.email in text for login in DEMO_LOGINS)
    assert DEMO_PASSWORD in text
    assert found.address in text
    assert os.environ["WUTONG_DATA"] in text
