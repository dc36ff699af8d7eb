"""What the owners of sendings plug in, by the prefix of the stream's key (``campaign:12``)."""

from __future__ import annotations

from typing import Protocol

from wutong.kernel.registry import Registry


class StreamHome(Protocol):
    """Where a sending lives and who looks after it."""

    def page(self, stream: str) -> str:
        """The address of its page in the office."""
        ...

    def owner(self, stream: str) -> int | None:
        """The id of the user whom answers to it go to, None for nobody."""
        ...


stream_homes: Registry[StreamHome] = Registry("inbox.stream_homes")


def home_of(stream: str) -> StreamHome | None:
    """The home registered for a stream's prefix, if any."""
    return stream_homes.find(stream.partition(":")[0])
