"""The events that programs can subscribe to; each room registers its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wutong.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.utils.functional import _StrOrPromise

    from wutong.platform.accounts.models import User


@dataclass(frozen=True)
class EventKind:
    """A kind of event: the acts of the audit trail that it stands for, and who may hear of one.

    ``subject`` is the kind of the reference ("person"); ``visible(user, id)`` asks whether the
    subject of the event lies within that account's sight; ``path`` is the API's address of it, with
    ``%d`` for the id.
    """

    code: str
    label: _StrOrPromise
    verbs: tuple[str, ...]
    subject: str
    visible: Callable[[User, int], bool]
    path: str = ""


event_kinds: Registry[EventKind] = Registry("webhook events")


def register_events(*kinds: EventKind) -> None:
    """Offer kinds of events."""
    for kind in kinds:
        event_kinds.register(kind.code, kind)


def kind_of(verb: str, subject_kind: str) -> EventKind | None:
    """The event that an act of the audit trail is."""
    for kind in event_kinds.values():
        if verb in kind.verbs and kind.subject == subject_kind:
            return kind
    return None
