"""Which colleges are kin: one grew out of the other, or is a part of it."""

from collections import defaultdict
from functools import cached_property

from wutong.core.reference.models import AcademicUnit, UnitLineage


class Kinship:
    """Asked of two units; read from the database when it is first asked."""

    def __init__(self) -> None:
        self._reached: dict[int, set[int]] = {}

    def __call__(self, one: int | None, other: int | None) -> bool:
        """Whether a study at one may be told as a study at the other; what is not known may."""
        if one is None or other is None or one == other:
            return True
        return other in self._within(one) or one in self._within(other)

    @cached_property
    def _parts(self) -> dict[int, list[int]]:
        parts: dict[int, list[int]] = defaultdict(list)
        lineage = UnitLineage.objects.values_list("successor_id", "predecessor_id")
        inside = AcademicUnit.objects.filter(parent__isnull=False).values_list("parent_id", "id")
        for whole, part in [*lineage, *inside]:
            if whole is not None:
                parts[whole].append(part)
        return parts

    def _within(self, unit_id: int) -> set[int]:
        known = self._reached.get(unit_id)
        if known is None:
            known, waiting = set(), [unit_id]
            while waiting:
                for part in self._parts.get(waiting.pop(), ()):
                    if part not in known:
                        known.add(part)
                        waiting.append(part)
            self._reached[unit_id] = known
        return known
