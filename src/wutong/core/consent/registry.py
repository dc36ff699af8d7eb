"""Topics the office writes about, and the words people agree to; each room registers its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from wutong.core.consent.enums import Channel, LawfulBasis, Separate
from wutong.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True)
class Text:
    """Words somebody agrees to; a change of the words is a new version."""

    version: int
    valid_from: date
    zh: str
    en: str


@dataclass(frozen=True)
class Topic:
    """Something people can take or leave by itself.

    ``needs_consent``: nobody gets it without a standing entry in the ledger. Otherwise
    ``basis`` is the lawful basis it is sent on, until somebody says no. ``festive``: whoever has
    just lost somebody close is spared it.
    """

    code: str
    label: _StrOrPromise
    description: _StrOrPromise
    needs_consent: bool
    basis: LawfulBasis
    text: Text
    channels: tuple[Channel, ...] = (Channel.EMAIL,)
    festive: bool = False


@dataclass(frozen=True)
class Purpose:
    """Something done with data only if somebody agrees to it separately. ``description`` says to
    whom, what and what for; nothing is sent about it, so it is on no preference page.
    """

    code: str
    kind: Separate
    label: _StrOrPromise
    description: _StrOrPromise
    text: Text


class WithdrawalListener(Protocol):
    """Told that somebody takes back what they agreed to, inside the transaction that says so."""

    def withdrawn(self, person_id: int, topic: str) -> None:
        """Nothing may be done on that ground from now on."""
        ...


purposes: Registry[Purpose] = Registry("consent purposes")
topics: Registry[Topic] = Registry("topics")
withdrawal_listeners: Registry[WithdrawalListener] = Registry("consent.withdrawal_listeners")


reaches: Registry[Callable[[int], bool]] = Registry("consent.reaches")
"""By channel: whether there is a way to somebody on it at all."""


def register_topic(topic: Topic, *, order: int = 100) -> None:
    """Offer ``topic`` on the preference page and to the composer."""
    topics.register(topic.code, topic, order=order)
