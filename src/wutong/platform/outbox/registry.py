"""What upper rooms plug into the outbox, by the prefix of the stream's key.

The stream ``campaign:12`` is served by the entry registered as ``campaign``. Register in
``AppConfig.ready()`` (through ``providers.py``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from wutong.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wutong.platform.outbox.enums import Reason
    from wutong.platform.outbox.models import InboundMessage
    from wutong.platform.outbox.values import Outcome, Recipient, StreamRef


class StreamSource(Protocol):
    """What only the owner of a stream knows, asked batch by batch (some hundreds at a time)."""

    def screen(self, stream: StreamRef, recipients: Sequence[Recipient]) -> Mapping[int, Reason]:
        """Who must not get it after all, by delivery id: died or unsubscribed since the snapshot.

        Called when the batch is claimed, before its first byte leaves, in a thread of the worker.
        A fixed number of queries for the whole batch. Those named become ``cancelled``.
        """
        ...

    def values(
        self, stream: StreamRef, recipients: Sequence[Recipient]
    ) -> Sequence[Mapping[str, str]]:
        """Merge values made at sending time, one mapping per recipient in the same order.

        They go over the stored ``parts``. ``unsubscribe_url`` also becomes the List-Unsubscribe
        header (RFC 8058) and must be an https (or, in a demo, http) address that accepts POST.
        Costs count: this runs for every message; no queries.
        """
        ...


class StreamListener(Protocol):
    """Told what became of deliveries, inside the transaction that records it."""

    def settled(self, stream: StreamRef, outcomes: Sequence[Outcome]) -> None:
        """A batch of outcomes. Do one statement per batch or nothing; raising rolls it back."""
        ...

    def finished(self, stream: StreamRef) -> None:
        """Nothing is left to send; called once in the transaction that closes the stream."""
        ...


class HoldListener(Protocol):
    """Told when a stream holds itself, inside the transaction that holds it."""

    def held(self, stream: StreamRef, reason: str) -> None:
        """``reason`` as ``selectors.remark`` reads it: ``guard:<bad>:<tried>`` and the like."""
        ...


class ForgetListener(Protocol):
    """Told when an old sending lets go of its addresses, inside the transaction that does it."""

    def forgotten(self, stream_key: str) -> None:
        """Let go of one's own copies too."""
        ...


class InboundHandler(Protocol):
    """Acts on what people sent back; upper rooms know who they are and what they may decide."""

    def arrived(self, message: InboundMessage) -> None:
        """Act on a message once, inside the transaction that marks it handled.

        Called for every kind and channel, in the order of registration. It may set
        ``subject_ref``, ``stream``, ``assigned_to_id``, ``state``, ``verdict`` and ``detail``:
        they are saved afterwards. Raising leaves the message to be tried again.
        """
        ...


class FanListener(Protocol):
    """Told what fans of the account on WeChat do, inside the transaction that records it."""

    def said(self, openid: str, text: str) -> bool:
        """A fan wrote; True when the words were meant for this room and go no further."""
        ...

    def unbound(self, subject_ref: str) -> None:
        """An account is nobody's any more: its owner left, or undid it."""
        ...


stream_sources: Registry[StreamSource] = Registry("outbox.stream_sources")
stream_listeners: Registry[StreamListener] = Registry("outbox.stream_listeners")
hold_listeners: Registry[HoldListener] = Registry("outbox.hold_listeners")
forget_listeners: Registry[ForgetListener] = Registry("outbox.forget_listeners")
inbound_handlers: Registry[InboundHandler] = Registry("outbox.inbound_handlers")
fan_listeners: Registry[FanListener] = Registry("outbox.fan_listeners")


def source_of(stream_key: str) -> StreamSource | None:
    """The source registered for a stream's prefix, if any."""
    return dict(stream_sources.items()).get(stream_key.partition(":")[0])


def listener_of(stream_key: str) -> StreamListener | None:
    """The listener registered for a stream's prefix, if any."""
    return dict(stream_listeners.items()).get(stream_key.partition(":")[0])
