"""The clouds' endpoint on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wutong.devtools.local.server import LocalServer
from wutong.devtools.texts.clouds import Clouds
from wutong.devtools.texts.pushing import Pusher

if TYPE_CHECKING:
    from wutong.devtools.texts.behaviour import Behaviour
    from wutong.devtools.texts.store import TextStore


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
        self._server = LocalServer(self.clouds.answer, host=host, port=port)
        self.port, self.address = self._server.port, self._server.address

    def close(self) -> None:
        """Stop serving and pushing."""
        self._server.close()
        self.pusher.close()
