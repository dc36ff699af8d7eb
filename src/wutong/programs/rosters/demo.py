"""Classes at work in the demo: liaisons, classmates found again, and some who wait."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from wutong.core.people.models import Degree, Person
from wutong.kernel.actors import Actor
from wutong.platform.accounts.models import User
from wutong.programs.rosters.enums import SuggestionKind, SuggestionState
from wutong.programs.rosters.models import ClassRoster, RosterKeeper, Suggestion
from wutong.programs.rosters.selectors import board_of
from wutong.programs.rosters.services.counting import count_classes
from wutong.programs.rosters.services.keeping import invite_keeper
from wutong.programs.rosters.services.suggesting import confirm, suggest

if TYPE_CHECKING:
    from random import Random

    from wutong.core.reference.models import ClassGroup
    from wutong.kernel.demo import DemoWorld

CLASSES = {"tiny": 1, "small": 12, "article": 120}
PHONES = "154{:08d}"  # a range that no carrier has
STEPS = ("confirm", "confirm", "wait", "work")


def build_rosters(world: DemoWorld) -> None:
    """Count every class; let the demo's alumna and some other liaisons work on theirs."""
    count_classes()
    rng = world.rng("rosters")
    user = User.objects.filter(email="staff@demo.wutong.test").first()
    if user is None:
        return
    worked = 0
    for group in _classes(world, rng):
        keeper = _keeper(world, user, group)
        if keeper is not None:
            _work(rng, user, keeper)
            worked += 1
    _date_back(world, rng)
    count_classes()
    world.say(f"{ClassRoster.objects.count():,} classes counted, {worked} with a liaison")


def _classes(world: DemoWorld, rng: Random) -> list[ClassGroup]:
    """The alumna's own class first, then classes with enough lost and found."""
    alumna = world.people_by_role.get("alumna")
    own = Degree.objects.filter(person=alumna, class_group__isnull=False).first()
    rosters = ClassRoster.objects.filter(
        lost__gte=2, found__gte=2, class_group__entry_year__gte=1975
    )
    ids = sorted(rosters.values_list("pk", flat=True))
    chosen = rng.sample(ids, min(CLASSES.get(world.scale, 12), len(ids)))
    groups = [
        one.class_group for one in rosters.filter(pk__in=chosen).select_related("class_group")
    ]
    if own is not None and own.class_group is not None and own.class_group not in groups:
        groups.insert(0, own.class_group)
    return groups


def _keeper(world: DemoWorld, user: User, group: ClassGroup) -> RosterKeeper | None:
    """A classmate who can be found; the alumna in her own class."""
    found = [one.id for one in board_of(group).found]
    if not found:
        return None
    alumna = world.people_by_role.get("alumna")
    person = Person.objects.get(pk=alumna if alumna in found else found[0])
    return invite_keeper(actor=Actor.of(user), class_group=group, person=person, by_mail=False)


def _work(rng: Random, user: User, keeper: RosterKeeper) -> None:
    """Some lost classmates are found again, one number waits, one workplace too."""
    lost = [one.id for one in board_of(keeper.class_group).lost if one.id != keeper.person_id]
    for step, person_id in zip(STEPS, lost, strict=False):
        about = Person.objects.get(pk=person_id)
        if step == "work":
            suggest(
                keeper=keeper,
                kind=SuggestionKind.WORK,
                about=about,
                value="梧陵天枢信息技术有限公司",
                note="同学聚会时说起",
            )
            continue
        told = suggest(
            keeper=keeper,
            kind=SuggestionKind.PHONE,
            about=about,
            value=PHONES.format(rng.randrange(10**8)),
            note="班级群里的号码",
        )
        if step == "confirm":
            confirm(actor=Actor.of(user), user=user, suggestion_id=told.pk)


def _date_back(world: DemoWorld, rng: Random) -> None:
    """The work of the last months, not of one moment."""
    noon = datetime.combine(world.today, time(4), tzinfo=UTC)
    for one in Suggestion.objects.order_by("pk"):
        told = noon - timedelta(days=rng.randrange(2, 90), minutes=rng.randrange(600))
        one.made_at = told
        if one.state == SuggestionState.CONFIRMED:
            one.decided_at = min(told + timedelta(days=rng.randrange(1, 5)), noon)
        one.save(update_fields=["made_at", "decided_at"])
    RosterKeeper.objects.update(
        invited_at=noon - timedelta(days=95), seen_at=noon - timedelta(days=2)
    )
