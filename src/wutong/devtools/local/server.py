"""A service on this machine that answers in JSON, and can lose an answer when asked to."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MOST_BYTES = 4_000_000


class DropError(Exception):
    """It was done, and the connection breaks before the answer."""


@dataclass(frozen=True)
class Request:
    """What came over the wire; header names in lower case."""

    query: str
    headers: Mapping[str, str]
    body: bytes
    path: str = "/"
    method: str = "POST"


@dataclass(frozen=True)
class Page:
    """An answer for people instead of machines."""

    html: str


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body are two writes; the second would wait 40 ms
    server: _Server

    def do_POST(self) -> None:
        self._answer("POST")

    def do_GET(self) -> None:
        self._answer("GET")

    def _answer(self, method: str) -> None:
        length = min(int(self.headers.get("content-length") or 0), MOST_BYTES)
        parts = urlsplit(self.path)
        request = Request(
            query=parts.query,
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(length),
            path=parts.path,
            method=method,
        )
        said: Any
        try:
            status, said = self.server.answer(request)
        except DropError:
            self.close_connection = True
            return
        except (ValueError, KeyError, TypeError) as error:
            status, said = 400, {"Code": "InvalidParameter", "Message": str(error)}
        self._write(status, said)

    def _write(self, status: int, said: Any) -> None:
        kind = "application/json; charset=utf-8"
        if isinstance(said, Page):
            body, kind = said.html.encode(), "text/html; charset=utf-8"
        else:
            body = json.dumps(said, ensure_ascii=False).encode()
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("location", said["location"])
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    answer: Callable[[Request], tuple[int, Any]]


class LocalServer:
    """Serves ``answer`` in threads of its own."""

    def __init__(
        self, answer: Callable[[Request], tuple[int, Any]], *, host: str, port: int
    ) -> None:
        self._server = _Server((host, port), _Handler)
        self._server.answer = answer
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()
