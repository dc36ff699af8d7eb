"""Kinds of acts: the rooms that cause acts register what they call them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wutong.kernel.registry import Registry

from .enums import CaseMode

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class ActKind:
    """A kind of act.

    ``unit`` is a unit code of ``core.figures`` (``participation``, ``reply`` …); acts of one
    kind share it. ``counts_for_aem`` is False for what a person did that CASE does not count
    (an opened mail, a registration without attendance): the row is kept, the metrics ignore it.
    """

    code: str
    label: _StrPromise
    case_mode: CaseMode
    unit: str = "participation"
    counts_for_aem: bool = True
    icon: str = "check"

    def __post_init__(self) -> None:
        if self.counts_for_aem and self.case_mode == CaseMode.NONE:
            message = f"{self.code}: an act that counts needs one of the four modes"
            raise ValueError(message)


class KindRegistry(Registry[ActKind]):
    """Act kinds by code."""

    def add(self, kind: ActKind, *, order: int = 100) -> ActKind:
        """Register ``kind`` under its own code."""
        return self.register(kind.code, kind, order=order)


kinds = KindRegistry("engagement.kinds")
