"""What the search needs to know of a person, derived from what is on record."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wutong.core.people.enums import ContactKind
from wutong.core.people.models import ContactPoint, Degree, Person
from wutong.kernel.hanzi import pinyin_of_name, search_tokens

if TYPE_CHECKING:
    from collections.abc import Iterable

COLUMNS = ("surname", "surname_pinyin", "name_pinyin", "search_tokens")


@dataclass(frozen=True, slots=True)
class SearchColumns:
    """The derived columns of a `Person`, in the order of `COLUMNS`."""

    surname: str
    surname_pinyin: str
    name_pinyin: str
    search_tokens: list[str]


def search_columns(
    *,
    name: str,
    former_names: Iterable[str] = (),
    name_latin: str = "",
    student_nos: Iterable[str] = (),
    phones: Iterable[str] = (),
    emails: Iterable[str] = (),
) -> SearchColumns:
    """The derived columns; phones in E.164 and e-mail addresses in lower case. Pure: bulk
    writers (imports, demo data) call it per row, about 40,000 a second.
    """
    read = pinyin_of_name(name)
    return SearchColumns(
        surname=read.surname,
        surname_pinyin=read.surname_pinyin[:60],
        name_pinyin=read.key[:200],
        search_tokens=search_tokens(
            name=name,
            former_names=former_names,
            name_latin=name_latin,
            student_nos=student_nos,
            phones=phones,
            emails=emails,
        ),
    )


def refresh_search(person_ids: Iterable[int]) -> None:
    """Derive the search columns of these people again; in the caller's transaction. Whoever was
    merged into them is found under the old names and numbers too.
    """
    ids = list(person_ids)
    merged = list(
        Person.objects.filter(merged_into__in=ids).values_list(
            "pk", "merged_into_id", "name", "name_latin", "former_names"
        )
    )
    holder = dict.fromkeys(ids) | {pk: into for pk, into, *_names in merged}
    numbers: dict[int, list[str]] = defaultdict(list)
    for person_id, number in Degree.objects.filter(person__in=holder).values_list(
        "person_id", "student_no"
    ):
        numbers[holder[person_id] or person_id].append(number)
    points: dict[tuple[int, str], list[str]] = defaultdict(list)
    for person_id, kind, value in ContactPoint.objects.filter(
        person__in=holder, valid_to__isnull=True
    ).values_list("person_id", "kind", "normalised"):
        points[holder[person_id] or person_id, kind].append(value)
    other_names: dict[int | None, list[str]] = defaultdict(list)
    for _pk, into, name, name_latin, former_names in merged:
        other_names[into] += [text for text in (name, name_latin, *former_names) if text]
    people = list(
        Person.objects.filter(pk__in=ids).only("id", "name", "name_latin", "former_names")
    )
    for person in people:
        columns = search_columns(
            name=person.name,
            former_names=[*person.former_names, *other_names[person.pk]],
            name_latin=person.name_latin,
            student_nos=numbers[person.pk],
            phones=points[person.pk, ContactKind.PHONE],
            emails=points[person.pk, ContactKind.EMAIL],
        )
        for column in COLUMNS:
            setattr(person, column, getattr(columns, column))
    Person.objects.bulk_update(people, COLUMNS, batch_size=1000)
