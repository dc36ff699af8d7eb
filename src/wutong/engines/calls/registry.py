"""The programmes that run calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from wutong.kernel.registry import Registry

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from django.utils.functional import _StrOrPromise

    from wutong.engines.calls.models import Entry
    from wutong.kernel.actors import Actor


class CallProgram(Protocol):
    """A programme by the name its calls carry. Both run in the transaction of the change, after it."""

    @property
    def label(self) -> _StrOrPromise:
        """What the programme is called."""
        ...

    def published(self, actor: Actor, entry: Entry) -> UUID | None:
        """An entry is public from now on; the act it is in the ledger."""
        ...

    def gone(
        self, actor: Actor, entry: Entry, *, on: date | None, act_id: UUID | None, reason: str
    ) -> None:
        """A public entry is public no longer: since ``on`` it was, as the act ``act_id``."""
        ...

    def declined(self, actor: Actor, entry: Entry) -> None:
        """An entry was not taken; its ``reason`` is for its writer."""
        ...


programs: Registry[CallProgram] = Registry("programmes of calls")
