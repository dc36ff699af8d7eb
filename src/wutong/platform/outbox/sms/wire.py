"""One HTTP request: whether it left is told apart from whether it was answered."""

from __future__ import annotations

import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NameResolutionError,
    NewConnectionError,
    SSLError,
)

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 20.0


class NotSentError(Exception):
    """Nothing left this machine."""


class LostError(Exception):
    """The request may have arrived; the answer did not."""


class Wire:
    """Connections kept to one gateway. Nothing is ever repeated behind our back."""

    def __init__(self, connections: int) -> None:
        self._pool = urllib3.PoolManager(
            num_pools=2,
            maxsize=connections,
            block=True,
            retries=False,
            timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=ANSWER_SECONDS),
        )

    def post(self, url: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        """Status and body. Raises NotSentError or LostError."""
        return self._ask("POST", url, body, headers)

    def get(self, url: str) -> tuple[int, bytes]:
        """The same for a question."""
        return self._ask("GET", url, None, {})

    def _ask(
        self, method: str, url: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[int, bytes]:
        try:
            answer = self._pool.request(method, url, body=body, headers=headers, redirect=False)
        except (NewConnectionError, ConnectTimeoutError, NameResolutionError, SSLError) as error:
            raise NotSentError(type(error).__name__) from error
        except (HTTPError, OSError) as error:
            raise LostError(type(error).__name__) from error
        return answer.status, answer.data

    def close(self) -> None:
        """Let the connections go."""
        self._pool.clear()
