"""The classes of an intake, and who looks after each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Count

from wutong.core.reference.models import ClassGroup
from wutong.programs.graduation.models import IntakeMember
from wutong.programs.rosters.models import RosterKeeper

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.core.people.models import Person
    from wutong.programs.graduation.models import Intake


@dataclass(frozen=True)
class IntakeClass:
    """A class with its number of graduates, its liaisons, and whom one could ask."""

    group: ClassGroup
    graduates: int
    liaisons: list[str] = field(default_factory=list)
    candidates: list[Person] = field(default_factory=list)


def classes_of(
    intake: Intake, *, people: QuerySet[Person], without_liaison: bool, limit: int
) -> tuple[list[IntakeClass], int]:
    """The classes by college and name, at most `limit` of them, and how many there are; in five
    queries. Names are of those among `people`.
    """
    counts = dict(
        IntakeMember.objects.filter(intake=intake, class_group__isnull=False)
        .values("class_group")
        .annotate(number=Count("pk"))
        .values_list("class_group", "number")
    )
    names: dict[int, list[str]] = defaultdict(list)
    keepers = RosterKeeper.objects.filter(class_group__in=counts, ended_at__isnull=True)
    shown = keepers.filter(person__in=people.order_by().values("pk"))
    for group_id, name in shown.values_list("class_group", "person__name"):
        names[group_id].append(name)
    kept = set(keepers.values_list("class_group", flat=True))
    wanted = [key for key in counts if not (without_liaison and key in kept)]
    groups = ClassGroup.objects.filter(pk__in=wanted).select_related("unit")
    found = list(groups.order_by("unit__code", "name", "pk")[:limit])
    candidates: dict[int, list[Person]] = defaultdict(list)
    members = IntakeMember.objects.filter(
        intake=intake, class_group__in=found, person__in=people.order_by().values("pk")
    )
    for member in members.select_related("person").order_by("person__name_pinyin", "pk"):
        candidates[member.class_group_id or 0].append(member.person)
    return [
        IntakeClass(group, counts[group.pk], names.get(group.pk, []), candidates[group.pk])
        for group in found
    ], len(wanted)
