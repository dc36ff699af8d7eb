"""Each channel against a server that speaks its protocol."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import os
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import asyncssh
import psycopg
import pytest
from django.db import connection

from wutong.platform.tabular.pulling.channels import channel
from wutong.platform.tabular.pulling.channels.base import SourceError

ROWS = [["学号", "姓名"], ["2001001", "王小明"], ["2001002", "欧阳静"], ["2001003", "Li; Si"]]


def fetched(kind, options, secret=""):
    out = io.BytesIO()
    name = channel(kind).fetch(options, secret, out)
    return name, list(csv.reader(io.StringIO(out.getvalue().decode())))


def drop(folder, name, rows=ROWS, *, age=0):
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    moment = path.stat().st_mtime - age
    os.utime(path, (moment, moment))


def test_a_folder_gives_its_newest_finished_file_and_nothing_outside_of_it(tmp_path, settings):
    settings.REGISTER_FOLDER = str(tmp_path / "drop")
    folder = tmp_path / "drop" / "registrar"
    folder.mkdir(parents=True)
    drop(folder, "2025.csv", ROWS[:2], age=900)
    drop(folder, "2026.csv")
    drop(folder, "2027.csv.part", ROWS[:1])
    drop(tmp_path, "secret.csv")
    (folder / "2028.csv").symlink_to(tmp_path / "secret.csv")
    options = {"path": "registrar", "pattern": "*.csv*"}
    assert fetched("folder", options) == ("2026.csv", ROWS)
    for outside in ("..", "registrar/../..", "nowhere"):
        with pytest.raises(SourceError):
            channel("folder").look({**options, "path": outside}, "")


@contextmanager
def sftp_server(folder, key):
    """An SSH server of its own in a thread: user ``wutong``, password ``leaf``."""
    loop = asyncio.new_event_loop()

    class Door(asyncssh.SSHServer):
        def begin_auth(self, username):
            return True

        def password_auth_supported(self):
            return True

        def validate_password(self, username, password):
            return (username, password) == ("wutong", "leaf")

    def files(channel):
        return asyncssh.SFTPServer(channel, chroot=os.fsencode(folder))

    async def listen():
        return await asyncssh.listen(
            "127.0.0.1", 0, server_factory=Door, server_host_keys=[key], sftp_factory=files
        )

    server = loop.run_until_complete(listen())
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield server.get_port()
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)


def test_sftp_reads_only_from_the_server_whose_key_was_written_down(tmp_path):
    (tmp_path / "out").mkdir()
    drop(tmp_path / "out", "graduates.csv")
    key = asyncssh.generate_private_key("ssh-ed25519")
    with sftp_server(tmp_path, key) as port:
        options = {"host": "127.0.0.1", "port": port, "user": "wutong", "path": "out",
                   "pattern": "*.csv"}  # fmt: skip
        with pytest.raises(SourceError) as unknown:
            channel("sftp").look(options, "leaf")
        assert key.get_fingerprint() in str(unknown.value)
        with pytest.raises(SourceError):
            channel("sftp").look({**options, "host_key": "SHA256:somebodyelse"}, "leaf")
        options["host_key"] = key.get_fingerprint()
        with pytest.raises(SourceError, match="refuses"):
            channel("sftp").look(options, "wrong")
        assert fetched("sftp", options, "leaf") == ("graduates.csv", ROWS)


def test_a_database_view_is_read_and_nothing_can_be_written(db):
    values = connection.get_connection_params()
    secret = values.get("password") or "not asked for"  # a server that trusts this machine
    with psycopg.connect(
        host=values["host"], port=values["port"], dbname=values["dbname"], user=values["user"],
        password=secret, autocommit=True,
    ) as own:  # fmt: skip
        own.execute(
            "CREATE VIEW graduates AS SELECT * FROM (VALUES ('2001001', '王小明'), ('2001002', NULL)) AS t(\"学号\", \"姓名\")"
        )
        own.execute(
            "CREATE FUNCTION writes() RETURNS text LANGUAGE plpgsql AS"
            " 'BEGIN CREATE TABLE left_behind (); RETURN ''x''; END'"
        )
        own.execute("CREATE VIEW writing AS SELECT writes()")
        try:
            options = {"host": values["host"], "port": values["port"], "user": values["user"],
                       "database": values["dbname"], "relation": "public.graduates"}  # fmt: skip
            name, rows = fetched("database", options, secret)
            assert (name, rows) == (
                "public-graduates.csv", [["学号", "姓名"], ["2001001", "王小明"], ["2001002", ""]]
            )  # fmt: skip
            assert "学号" in channel("database").look(options, secret)
            for relation in ("writing", "nowhere", 'graduates"; DROP VIEW graduates; --', ""):
                with pytest.raises(SourceError):
                    fetched("database", {**options, "relation": relation}, secret)
            assert own.execute("SELECT to_regclass('left_behind')").fetchone() == (None,)
        finally:
            own.execute("DROP VIEW graduates, writing; DROP FUNCTION writes()")


class Campus(BaseHTTPRequestHandler):
    """A campus interface: two records a page, by the next address or by number."""

    def do_GET(self):
        address = urlsplit(self.path)
        wanted = parse_qs(address.query)
        if self.headers.get("X-Token") != "leaf":
            self._say(401, {})
            return
        if address.path == "/elsewhere":
            self._say(200, {"data": [{"学号": "1"}], "next": "http://127.0.0.2:1/more"})
            return
        if address.path == "/moved":
            self._say(302, {}, location="http://127.0.0.2:1/")
            return
        page = int(wanted.get("page", ["1"])[0])
        rows = ROWS[1:][2 * (page - 1) : 2 * page]
        more = f"/people?page={page + 1}" if 2 * page < len(ROWS) - 1 else None
        records = [{"学号": no, "person": {"姓名": name}} for no, name in rows]
        self._say(200, {"data": {"items": records}, "links": {"next": more}})

    def _say(self, code, body, location=""):
        payload = json.dumps(body).encode()
        self.send_response(code)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, *_args):
        """Quiet."""


@pytest.fixture
def campus():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Campus)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_an_interface_is_read_page_by_page_and_keeps_the_token_to_its_server(campus):
    options = {"url": f"{campus}/people", "header": "X-Token", "items": "data.items",
               "next": "links.next"}  # fmt: skip
    expected = [["学号", "person.姓名"], *ROWS[1:]]
    assert fetched("rest", options, "leaf") == ("register.csv", expected)
    counted = {**options, "next": "", "page_parameter": "page"}
    assert fetched("rest", counted, "leaf")[1] == expected
    for wrong, secret in (
        (options, "other"),
        ({**options, "items": "data"}, "leaf"),
        ({**options, "url": f"{campus}/moved"}, "leaf"),
        ({"url": f"{campus}/elsewhere", "header": "X-Token", "items": "data", "next": "next"}, "leaf"),
    ):  # fmt: skip
        with pytest.raises(SourceError):
            fetched("rest", wrong, secret)
