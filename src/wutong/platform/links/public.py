"""The door of the room: links that let people answer without signing in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wutong.kernel.ids import uuid7
from wutong.platform.links.registry import (
    Button,
    Leading,
    LinkAction,
    LinkContext,
    LinkPage,
    NextStep,
    Outcome,
    actions,
)
from wutong.platform.links.services import (
    OpenedLink,
    address_for,
    answer_link,
    minter_for,
    open_grant,
    open_link,
    read_link,
    revoke_grant,
    revoke_link,
    undo_answer,
    uses_under,
)
from wutong.platform.links.throttle import may_guess, within_limit
from wutong.platform.links.tokens import Minter, token_for

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import timedelta

    from wutong.kernel.actors import Actor

__all__ = [
    "Button",
    "Leading",
    "LinkAction",
    "LinkContext",
    "LinkPage",
    "Minter",
    "NextStep",
    "OpenedLink",
    "Outcome",
    "actions",
    "address_for",
    "answer_link",
    "may_guess",
    "mint",
    "minter_for",
    "open_grant",
    "open_link",
    "read_link",
    "register_action",
    "revoke_grant",
    "revoke_link",
    "token_for",
    "undo_answer",
    "uses_under",
    "within_limit",
]


def register_action(key: str, action: LinkAction) -> None:
    """Offer ``action`` under ``key``; called from ``providers.py``."""
    actions.register(key, action)


def mint(
    *,
    actor: Actor,
    action: str,
    subject_ref: str,
    params: Mapping[str, Any] | None = None,
    valid_for: timedelta | None = None,
    prefix: str = "a",
) -> str:
    """One link for one subject ("person:12"). For many, open one grant and a ``Minter``."""
    kind, _, subject_id = subject_ref.partition(":")
    grant = open_grant(
        actor=actor,
        action=action,
        key=f"{action}:{uuid7()}",
        params=params,
        subject_kind=kind,
        valid_for=valid_for,
    )
    return address_for(grant, int(subject_id), prefix=prefix)
