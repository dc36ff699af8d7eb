"""What other rooms plug in: the owners of sendings, by the prefix of the stream's key
(``campaign:12``), and what can be made of a message.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from wutong.kernel.registry import Registry
from wutong.platform.outbox.public import SINGLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.utils.functional import _StrOrPromise

    from wutong.platform.accounts.models import User


class StreamHome(Protocol):
    """Where a sending lives and who looks after it."""

    def page(self, stream: str) -> str:
        """The address of its page in the office."""
        ...

    def owner(self, stream: str) -> int | None:
        """The id of the user whom answers to it go to, None for nobody."""
        ...


@dataclass(frozen=True)
class About:
    """What a mail outside any sending was: its name, its page, the id of whom answers go to."""

    label: str
    url: str
    owner: int | None


class SingleOwner(Protocol):
    """A room that sends single mails somebody must hear of when they come back."""

    def about(self, stream: str) -> About | None:
        """What the mail with this key was, None when it was another room's."""
        ...


@dataclass(frozen=True)
class MessageAction:
    """What a message somebody wrote can become: a case of the service desk. ``url`` is where that
    is done for a message; ``made`` names what it has become already, and the address of that.
    """

    label: _StrOrPromise
    icon: str
    permission: str
    url: Callable[[int], str]
    made: Callable[[User, int], tuple[str, str] | None]


stream_homes: Registry[StreamHome] = Registry("inbox.stream_homes")
single_owners: Registry[SingleOwner] = Registry("inbox.single_owners")
message_actions: Registry[MessageAction] = Registry("inbox.message_actions")


def home_of(stream: str) -> StreamHome | None:
    """The home registered for a stream's prefix, if any."""
    return stream_homes.find(stream.partition(":")[0])


def single_about(stream: str) -> About | None:
    """What a mail outside any sending was, as far as some room knows it."""
    if not stream.startswith(SINGLE):
        return None
    return next((found for one in single_owners.values() if (found := one.about(stream))), None)
