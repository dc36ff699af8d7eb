"""The clouds' endpoint on this machine."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from wutong.devtools.texts.clouds import Clouds, DropError, Request

if TYPE_CHECKING:
    from wutong.devtools.texts.behaviour import Behaviour
    from wutong.devtools.texts.store import TextStore

from wutong.devtools.texts.pushing import Pusher

MOST_BYTES = 1_000_000


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        length = min(int(self.headers.get("content-length") or 0), MOST_BYTES)
        request = Request(
            query=urlsplit(self.path).query,
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(length),
        )
        try:
            status, said = self.server.clouds.answer(request)
        except DropError:
            self.close_connection = True
            return
        except (ValueError, KeyError, TypeError) as error:
            status, said = 400, {"Code": "InvalidParameter", "Message": str(error)}
        body = json.dumps(said, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json; charset=utf-8")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    clouds: Clouds


class Simulator:
    """Both clouds on one port, and what they push back."""

    def __init__(
        self,
        *,
        store: TextStore,
        behaviour: Behaviour,
        keys: dict[str, str],
        signatures: frozenset[str],
        callback: str = "",
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self.store = store
        self.pusher = Pusher(store, behaviour, callback)
        self.clouds = Clouds(store, self.pusher, behaviour, keys, signatures)
        self._server = _Server((host, port), _Handler)
        self._server.clouds = self.clouds
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        """The endpoint for both gateways."""
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        """Stop serving and pushing."""
        self._server.shutdown()
        self._server.server_close()
        self.pusher.close()
