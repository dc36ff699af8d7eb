"""A person in a few words, for rooms that hold only an id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wutong.core.people.enums import ContactKind, ContactStatus
from wutong.core.people.models import ContactPoint, Degree, Person

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet


@dataclass(frozen=True)
class PersonCard:
    """What a line about a person needs. `study` reads "Physics · 2005" in the reader's language
    and is empty where no studies are known.
    """

    id: int
    name: str
    name_latin: str
    language: str
    salutation: str
    study: str
    contactable: bool
    deceased: bool
    grade: int

    @property
    def label(self) -> str:
        """Name and study: enough to tell namesakes apart."""
        return f"{self.name}（{self.study}）" if self.study else self.name


def person_card(person_id: int) -> PersonCard:
    """The card of one person; a merged record answers with the one that stayed. Raises
    `Person.DoesNotExist`. Scope is the caller's business.
    """
    person = Person.objects.only("id", "merged_into_id").get(pk=person_id)
    kept = person.merged_into_id or person.pk
    return people_cards(Person.objects.filter(pk=kept))[kept]


def standing_id(person_id: int) -> int:
    """The record a person has now: itself, or the one it was merged into. Links and letters name
    the record they were made for; what is answered through them belongs to the one that stayed.
    """
    kept = Person.objects.filter(pk=person_id).values_list("merged_into_id", flat=True).first()
    return kept or person_id


def people_cards(people: QuerySet[Person]) -> dict[int, PersonCard]:
    """Cards by id, in the order of `people`, in two queries."""
    rows = list(
        people.only(
            "id", "name", "name_latin", "language", "salutation", "contactable", "deceased", "grade"
        )
    )
    studies = latest_studies(person.pk for person in rows)
    return {
        person.pk: PersonCard(
            id=person.pk,
            name=person.name,
            name_latin=person.name_latin,
            language=person.language,
            salutation=person.salutation,
            study=study_label(studies.get(person.pk)),
            contactable=person.contactable,
            deceased=person.deceased,
            grade=person.grade,
        )
        for person in rows
    }


def people_labels(ids: Iterable[int]) -> dict[int, str]:
    """Name and study by id; merged and unknown ids are absent."""
    people = Person.objects.filter(pk__in=list(ids), merged_into__isnull=True)
    return {card.id: card.label for card in people_cards(people).values()}


def latest_studies(person_ids: Iterable[int]) -> dict[int, Degree]:
    """The latest time of study of each, with unit and class, in one query."""
    latest = (
        Degree.objects.filter(person__in=list(person_ids))
        .select_related("unit", "class_group")
        .order_by("person_id", "-leave_year", "-entry_year", "-id")
        .distinct("person_id")
    )
    return {degree.person_id: degree for degree in latest}


def masked_reach(person_ids: Iterable[int]) -> dict[int, dict[str, str]]:
    """By person and kind the masked contact point in use, the preferred one; in one query."""
    ids = list(person_ids)
    reach: dict[int, dict[str, str]] = {key: {} for key in ids}
    points = ContactPoint.objects.filter(
        person__in=ids, valid_to__isnull=True, status=ContactStatus.OK
    )
    for person_id, kind, masked in points.order_by("is_primary", "-id").values_list(
        "person_id", "kind", "masked"
    ):
        reach[person_id][kind] = masked
    return reach


def study_label(degree: Degree | None) -> str:
    """Such as "Physics · class of 2005" (物理学院 · 2005届); empty without studies."""
    if degree is None:
        return ""
    if degree.leave_year:
        year = _("class of %(year)s") % {"year": degree.leave_year}
        return f"{degree.unit} · {year}"
    if degree.entry_year:
        year = _("entered %(year)s") % {"year": degree.entry_year}
        return f"{degree.unit} · {year}"
    return str(degree.unit)


def best_email(person_id: int) -> str | None:
    """The address to write to: in use and current, the preferred one first, then the one
    confirmed last; None for the dead and where there is none. Consent is asked elsewhere.
    """
    points = ContactPoint.objects.filter(
        person_id=person_id,
        person__deceased=False,
        kind=ContactKind.EMAIL,
        status=ContactStatus.OK,
        valid_to__isnull=True,
    )
    return (
        points.order_by("-is_primary", "-verified_at", "id")
        .values_list("normalised", flat=True)
        .first()
    )
