"""A flood of requests over kept connections, cheap enough not to be what is measured."""

from __future__ import annotations

import multiprocessing
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AT_ONCE = 16
CONNECTIONS = 4
NGINX = """
daemon off; worker_processes 2; pid {folder}/nginx.pid; error_log stderr crit;
events {{ worker_connections 256; }}
http {{ access_log off; sendfile on; keepalive_requests 10000000; default_type text/html;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  server {{ listen 127.0.0.1:{port}; root {folder}/root; }} }}
"""


def free_port() -> int:
    """One that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_for(port: int) -> None:
    """Until somebody listens."""
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    message = "the server did not start"
    raise SystemExit(message)


def request_of(port: int, path: str) -> bytes:
    """A GET as browsers send it, kept alive."""
    return (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        "Accept-Encoding: gzip\r\nUser-Agent: Mozilla/5.0\r\n\r\n"
    ).encode()


def answer_of(port: int, path: str) -> bytes:
    """The whole first answer, head and body."""
    with socket.create_connection(("127.0.0.1", port), 30) as line:
        line.sendall(request_of(port, path))
        data = b""
        while b"\r\n\r\n" not in data:
            data += line.recv(65536)
        head, _, body = data.partition(b"\r\n\r\n")
        if b"transfer-encoding: chunked" in head.lower():
            while not body.endswith(b"0\r\n\r\n"):
                body += line.recv(65536)
            return head + b"\r\n\r\n" + body
        length = next(
            int(part.split(b":")[1])
            for part in head.split(b"\r\n")
            if part.lower().startswith(b"content-length")
        )
        while len(body) < length:
            body += line.recv(65536)
    return head + b"\r\n\r\n" + body


def _press(port: int, path: str, size: int, seconds: float, counted: multiprocessing.Queue) -> None:
    asked = request_of(port, path) * AT_ONCE
    lines = [socket.create_connection(("127.0.0.1", port), 30) for _ in range(CONNECTIONS)]
    buffer = bytearray(1 << 20)
    answers, until = 0, time.perf_counter() + seconds
    for line in lines:
        line.sendall(asked)
    while time.perf_counter() < until:
        for line in lines:
            wanted = size * AT_ONCE
            while wanted > 0:
                got = line.recv_into(buffer, min(len(buffer), wanted))
                if not got:
                    message = "the server hung up"
                    raise SystemExit(message)
                wanted -= got
            answers += AT_ONCE
            line.sendall(asked)
    counted.put(answers)


def rate(port: int, path: str, *, seconds: float, presses: int = 1) -> float:
    """Answers a second; every answer is as long as the first."""
    size = len(answer_of(port, path))
    counted: multiprocessing.Queue[int] = multiprocessing.Queue()
    processes = [
        multiprocessing.Process(target=_press, args=(port, path, size, seconds, counted))
        for _ in range(presses)
    ]
    began = time.perf_counter()
    for process in processes:
        process.start()
    total = sum(counted.get(timeout=seconds + 60) for _ in processes)
    taken = time.perf_counter() - began
    for process in processes:
        process.join()
    return total / max(taken, seconds)


@contextmanager
def static_server(folder: Path, body: bytes) -> Iterator[tuple[int, str, str]]:
    """The same bytes as a file: by nginx where it is, else by Granian's own files, without
    Python. Port, path, and who serves.
    """
    port, root = free_port(), folder / "root"
    root.mkdir(parents=True, exist_ok=True)
    (root / "page.html").write_bytes(body)
    nginx = shutil.which("nginx")
    if nginx:
        (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port))
        command, path, name = [nginx, "-c", str(folder / "nginx.conf")], "/page.html", "nginx"
    else:
        (folder / "nothing.py").write_text("def application(environ, start):\n    raise OSError\n")
        command = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
            "--port", str(port), "--workers", "2", "--no-log", "--no-ws",
            "--static-path-route", "/files", "--static-path-mount", str(root),
            "nothing:application",
        ]  # fmt: skip
        path, name = "/files/page.html", "Granian's static files"
    process = subprocess.Popen(command, cwd=folder, stdout=sys.stderr)
    try:
        wait_for(port)
        yield port, path, name
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)
