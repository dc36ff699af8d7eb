"""With whom something is shared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wutong.engines.audiences.enums import Sharing

if TYPE_CHECKING:
    from wutong.core.reference.models import AcademicUnit
    from wutong.engines.audiences.models.segment import SharedThing


@dataclass(frozen=True)
class SharedWith:
    """Nobody, the colleagues of the college ``unit``, or all colleagues."""

    sharing: Sharing = Sharing.OWNER
    unit: AcademicUnit | None = None

    def put_on(self, thing: SharedThing) -> None:
        """Write it into the columns of ``thing``, unsaved."""
        thing.sharing = self.sharing
        thing.shared_unit = self.unit if self.sharing == Sharing.UNIT else None


NOBODY, ALL_COLLEAGUES = SharedWith(), SharedWith(Sharing.OFFICE)
