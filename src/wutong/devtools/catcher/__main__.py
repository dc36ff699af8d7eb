"""Start the catcher: SMTP and web page in one process."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import secrets
import signal
import sys
import threading
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.utils.translation import gettext_lazy as _

from wutong.devtools.catcher.answers import Door
from wutong.devtools.catcher.smtp import serve
from wutong.devtools.catcher.store import Store
from wutong.devtools.texts.demo import demo_simulator
from wutong.devtools.wechat.demo import demo_simulator as demo_wechat

if TYPE_CHECKING:
    from typing import Any

    from wutong.devtools.texts.server import Simulator
    from wutong.devtools.wechat.server import Simulator as Wechat


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _QuietHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        pass


def configure(
    store: Store,
    texts: Simulator | None = None,
    door: Door | None = None,
    wechat: Wechat | None = None,
) -> None:
    """Settings of its own: the catcher must not need the house to be in order."""
    settings.configure(
        SECRET_KEY=secrets.token_urlsafe(32),
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF="wutong.devtools.catcher.urls",
        INSTALLED_APPS=["wutong.devtools.catcher"],
        MIDDLEWARE=[
            "django.middleware.locale.LocaleMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.template.context_processors.i18n",
                    ],
                    "builtins": ["django.templatetags.i18n"],
                },
            }
        ],
        LANGUAGES=[("zh-hans", _("Simplified Chinese")), ("en", _("English"))],
        LANGUAGE_CODE="zh-hans",
        LANGUAGE_COOKIE_NAME="catcher_language",
        CSRF_COOKIE_NAME="catcher_csrf",
        USE_TZ=True,
        TIME_ZONE="Asia/Shanghai",
        CATCHER_STORE=store,
        CATCHER_DOOR=door,
        CATCHER_TEXTS=texts,
        CATCHER_WECHAT=wechat,
    )
    django.setup()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


async def _catch(store: Store, host: str, port: int) -> None:
    loop = asyncio.get_running_loop()
    task = asyncio.current_task()
    for number in (signal.SIGINT, signal.SIGTERM):
        if task is not None:
            loop.add_signal_handler(number, task.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await serve(store, host, port, lambda found: _say(f"catching mail at {host}:{found}"))


def main() -> None:
    """Run until SIGINT or SIGTERM."""
    parser = argparse.ArgumentParser(prog="wutong.devtools.catcher", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--smtp-port", type=int, default=8025)
    parser.add_argument("--web-port", type=int, default=8026)
    parser.add_argument("--data", type=Path, default=Path(".data/catcher"))
    parser.add_argument("--door", default="", help="where answers are handed over")
    parser.add_argument("--sms-port", type=int, default=8027)
    parser.add_argument("--sms-callback", default="", help="where receipts and replies are pushed")
    parser.add_argument("--wechat-port", type=int, default=8028)
    parser.add_argument("--wechat-callback", default="", help="where WeChat calls back")
    options = parser.parse_args()
    store = Store(options.data / "mails.sqlite3")
    texts = demo_simulator(
        options.data / "texts.sqlite3", port=options.sms_port, callback=options.sms_callback
    )
    wechat = demo_wechat(
        options.data / "wechat.sqlite3", port=options.wechat_port, callback=options.wechat_callback
    )
    secret = os.environ.get("OUTBOX_DOOR_SECRET", "")
    door = Door(options.door, secret) if options.door and secret else None
    configure(store, texts, door, wechat)
    server = make_server(
        options.host, options.web_port, get_wsgi_application(), _Server, _QuietHandler
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    _say(
        f"texts are caught at {texts.address}, WeChat at {wechat.address}, "
        f"caught mail is at http://{options.host}:{server.server_port}/"
    )
    asyncio.run(_catch(store, options.host, options.smtp_port))
    server.shutdown()
    texts.close()
    wechat.close()
    store.close()


if __name__ == "__main__":
    main()
