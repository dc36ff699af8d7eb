"""What happens here that upper rooms answer to, in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from wutong.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from wutong.kernel.actors import Actor


@dataclass(frozen=True)
class OfficeHeld:
    """A fact about an appointment: who, which office, since or until when."""

    appointment_id: int
    person_id: int
    role: str
    legal_body: str
    on: date


class AppointmentListener(Protocol):
    """A room that writes down what appointments mean to it; errors undo the appointment."""

    def accepted(self, *, actor: Actor, facts: Sequence[OfficeHeld]) -> None:
        """These people took an office on; ``on`` is the day of the appointment."""
        ...

    def served(self, *, actor: Actor, facts: Sequence[OfficeHeld]) -> None:
        """These people served a term to its end; ``on`` is its last day."""
        ...


appointment_listeners: Registry[AppointmentListener] = Registry("appointment listeners")
