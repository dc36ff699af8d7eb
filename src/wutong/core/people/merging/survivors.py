"""Which of two values stays, field by field, and which of two records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count

from wutong.core.people.models import Degree, Person, Provenance
from wutong.core.people.services.records import CHANGEABLE

if TYPE_CHECKING:
    from collections.abc import Mapping

KEPT, GONE = "kept", "gone"
CHOOSABLE = tuple(name for name in CHANGEABLE if name != "former_names")
_WORST = "Z"


@dataclass(frozen=True)
class FieldChoice:
    """A field on which the two differ; `chosen` is KEPT or GONE."""

    name: str
    kept: Any
    gone: Any
    chosen: str


def suggest_choices(kept: Person, gone: Person) -> list[FieldChoice]:
    """Every field in which the two differ, with the value that should stay: one that is there,
    the stricter grade, then the one from the better source, then the kept record's.
    """
    sure = {one.pk: _confidence(one) for one in (kept, gone)}
    choices = []
    for name in CHOOSABLE:
        mine, theirs = getattr(kept, name), getattr(gone, name)
        if mine == theirs:
            continue
        better = sure[gone.pk].get(name, _WORST) < sure[kept.pk].get(name, _WORST)
        if name == "grade":
            chosen = GONE if theirs > mine else KEPT
        elif mine in ("", None) or theirs in ("", None):
            chosen = GONE if mine in ("", None) else KEPT
        elif name == "birth_date" and mine.year == theirs.year and _rounded(mine):
            chosen = GONE
        else:
            chosen = GONE if better else KEPT
        choices.append(FieldChoice(name, mine, theirs, chosen))
    return choices


def _rounded(day: Any) -> bool:
    return (day.month, day.day) == (1, 1)


def _confidence(person: Person) -> dict[str, str]:
    """How sure each field is: A to D, by the youngest source that names it."""
    found: dict[str, str] = {}
    sources = Provenance.objects.filter(person=person, target="person")
    for fields, confidence in sources.order_by("-recorded_at", "-pk").values_list(
        "fields", "confidence"
    ):
        for name in fields:
            found.setdefault(name, confidence)
    return found


def suggest_kept(one: Person, other: Person) -> tuple[Person, Person]:
    """(the record that should stay, the other): the one with an account, then with more studies,
    then from the better source, then the older.
    """
    studies = dict(
        Degree.objects.filter(person__in=(one, other))
        .values_list("person")
        .annotate(count=Count("pk"))
    )
    first, second = sorted(
        (one, other),
        key=lambda person: (
            person.user_id is None,
            -studies.get(person.pk, 0),
            _confidence(person).get("name", _WORST),
            person.pk,
        ),
    )
    return first, second


def joined_values(kept: Person, gone: Person, choices: Mapping[str, str]) -> dict[str, Any]:
    """What changes on the kept record: chosen values, former names of both, the account."""
    changes: dict[str, Any] = {
        name: getattr(gone, name) for name in CHOOSABLE if choices.get(name) == GONE
    }
    former = list(dict.fromkeys([*kept.former_names, *gone.former_names]))
    name = changes.get("name", kept.name)
    former = [one for one in former if one != name]
    if former != kept.former_names:
        changes["former_names"] = former
    return changes
