"""The board of a class, and how many suggestions wait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from wutong.core.people.models import Degree, Person
from wutong.core.reference.enums import Grade
from wutong.programs.rosters.enums import CLASSMATES_MAY_CONFIRM, Reach, SuggestionState
from wutong.programs.rosters.models import RosterKeeper, Suggestion

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.core.reference.models import ClassGroup

LOST_FIRST = {Reach.LOST: 0, Reach.FOUND: 1, Reach.DECEASED: 2}


@dataclass(frozen=True)
class Classmate:
    """One line of a board: a name and how they stand, nothing that reaches them."""

    id: int
    name: str
    pinyin: str
    reach: Reach
    waiting: int = 0


@dataclass(frozen=True)
class Board:
    """A class as its liaison and the office see it."""

    classmates: list[Classmate]

    def those(self, reach: Reach) -> list[Classmate]:
        """Classmates who stand so, by pinyin."""
        return [one for one in self.classmates if one.reach == reach]

    @property
    def lost(self) -> list[Classmate]:
        """Living, with no way to reach them."""
        return self.those(Reach.LOST)

    @property
    def found(self) -> list[Classmate]:
        """Living, with at least one way that works."""
        return self.those(Reach.FOUND)

    @property
    def deceased(self) -> list[Classmate]:
        """Those who have died."""
        return self.those(Reach.DECEASED)

    @property
    def living(self) -> int:
        """Classmates who can be found at all."""
        return len(self.found) + len(self.lost)

    @property
    def share(self) -> float:
        """Found among the living, 0 to 1; 1 for an empty class."""
        return len(self.found) / self.living if self.living else 1.0

    @property
    def percent(self) -> int:
        """The share in whole percent, rounded down: 100 means everybody."""
        return int(self.share * 100)

    @property
    def arc(self) -> str:
        """The found part of the ring, as the two lengths of a dash on a path of length 100."""
        return f"{self.percent} {100 - self.percent}"


def classmates_of(class_group: ClassGroup) -> QuerySet[Person]:
    """Everybody on the list of a class, once; the sensitive are on nobody's board."""
    studied = Degree.objects.filter(class_group=class_group).values("person")
    return Person.objects.filter(
        pk__in=studied, merged_into__isnull=True, grade__lt=Grade.SENSITIVE
    )


def board_of(class_group: ClassGroup) -> Board:
    """The board, the lost first, by pinyin; two queries."""
    waiting = dict(
        Suggestion.objects.filter(
            class_group=class_group, state=SuggestionState.WAITING, about__isnull=False
        )
        .values("about")
        .annotate(number=Count("pk"))
        .values_list("about", "number")
    )
    rows = classmates_of(class_group).values_list(
        "pk", "name", "name_pinyin", "deceased", "contactable"
    )
    people = [
        Classmate(pk, name, pinyin, _reach(dead, reachable), waiting.get(pk, 0))
        for pk, name, pinyin, dead, reachable in rows
    ]
    return Board(sorted(people, key=lambda one: (LOST_FIRST[one.reach], one.pinyin, one.id)))


def _reach(deceased: bool, contactable: bool) -> Reach:
    if deceased:
        return Reach.DECEASED
    return Reach.FOUND if contactable else Reach.LOST


def keepers_of(class_group: ClassGroup) -> list[RosterKeeper]:
    """Those who look after the class now, the first invited first."""
    standing = RosterKeeper.objects.filter(class_group=class_group, ended_at__isnull=True)
    return list(standing.select_related("person").order_by("invited_at", "pk"))


def suggestions_of(class_group: ClassGroup, *states: SuggestionState) -> QuerySet[Suggestion]:
    """What classmates told about a class, the latest first."""
    return (
        Suggestion.objects.filter(class_group=class_group, state__in=states)
        .select_related("about", "keeper__person", "second__person", "decided_by")
        .order_by("-made_at", "-pk")
    )


def may_confirm(keeper: RosterKeeper) -> QuerySet[Suggestion]:
    """What the other liaisons of the class suggested and this one can confirm."""
    return (
        suggestions_of(keeper.class_group, SuggestionState.WAITING)
        .filter(kind__in=CLASSMATES_MAY_CONFIRM)
        .exclude(keeper__person=keeper.person_id)
        .exclude(about=keeper.person_id)
    )


def found_with_help_of(person_id: int) -> int:
    """How many classmates were found again through what this liaison told or confirmed."""
    helped = Q(keeper__person=person_id) | Q(second__person=person_id)
    rows = Suggestion.objects.filter(helped, found=True, state=SuggestionState.CONFIRMED)
    return rows.values("about").distinct().count()
