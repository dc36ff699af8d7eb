"""The fields of a record as a reader sees them, and those that a circle of readers may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from wutong.core.consent.public import (
    VISIBLE_FIELDS,
    Audience,
    field_label,
    levels_of,
    seen_by,
)
from wutong.core.people.models import ContactPoint, Degree, Employment, Person
from wutong.programs.members.models import Correction, CorrectionField

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.functional import _StrOrPromise

    from wutong.core.people.models import Person as PersonRow

ICONS = {
    "name": "person",
    "study": "degree",
    "place": "pin",
    "work": "briefcase",
    "email": "mail",
    "phone": "phone",
    "wechat": "people",
    "letters": "send",
}
LETTERS = "letters"
OWN_ONLY = (CorrectionField.NAME_LATIN, CorrectionField.BIRTH_DATE)
"""Can be put right, and are shown to nobody but the office."""


@dataclass(frozen=True)
class FieldLine:
    """One field: what it says, who sees it, and a correction that is under way."""

    code: str
    label: _StrOrPromise
    icon: str
    values: list[str]
    level: Audience | None
    pending: Correction | None

    @property
    def shows(self) -> bool:
        """Whether it is something to read, beside the name that stands above."""
        return self.code not in {"name", LETTERS}


def study_line(study: Degree) -> str:
    """One study in one line."""
    years = f"{study.entry_year or ''}–{study.leave_year or ''}".strip("–")
    parts = [str(study.unit), study.major, str(study.class_group or ""), years]
    return " · ".join(part for part in parts if part)


def values_of(person: PersonRow, fields: Iterable[str]) -> dict[str, list[str]]:
    """What ``fields`` of a record say, in full; empty fields are left out."""
    wanted, found = set(fields), {}
    if "name" in wanted:
        found["name"] = [person.name]
    if "name_latin" in wanted:
        found["name_latin"] = [person.name_latin]
    if "birth_date" in wanted:
        found["birth_date"] = [person.birth_date.isoformat()] if person.birth_date else []
    if "study" in wanted:
        studies = Degree.objects.filter(person=person).select_related("unit", "class_group")
        rows = studies.order_by("-leave_year", "-entry_year", "-pk")
        found["study"] = [study_line(row) for row in rows]
    if "place" in wanted:
        found["place"] = [str(person.region)] if person.region else []
    if "work" in wanted:
        jobs = Employment.objects.filter(person=person, to_date__isnull=True)
        job = jobs.order_by("-as_of", "-from_date", "-pk").first()
        found["work"] = [" · ".join(filter(None, (job.employer, job.title)))] if job else []
    kinds = wanted & {"email", "phone", "wechat"}
    if kinds:
        points = ContactPoint.objects.filter(
            person=person, kind__in=kinds, valid_to__isnull=True, status="ok"
        )
        for point in points.order_by("kind", "-is_primary", "pk"):
            found.setdefault(point.kind, []).append(point.value)
    if LETTERS in wanted:
        found[LETTERS] = [gettext("The address stays with the office.")]
    return {code: values for code, values in found.items() if any(values)}


def shown_value(person: PersonRow, field: CorrectionField) -> str:
    """What the record says, as a correction compares it."""
    return "\n".join(values_of(person, [field.value]).get(field.value, [])[:1])


def field_lines(person: Person) -> list[FieldLine]:
    """Every field of one's own record, with its level and what is being put right."""
    levels = levels_of(person.pk)
    values = values_of(person, [*VISIBLE_FIELDS, *OWN_ONLY])
    asked = Correction.objects.filter(person=person, state="open")
    pending = {row.field: row for row in asked}
    lines = [
        FieldLine(
            code, field_label(code), ICONS[code], values.get(code, []), levels[code],
            pending.get(code),
        )
        for code in VISIBLE_FIELDS
    ]  # fmt: skip
    lines += [
        FieldLine(
            code.value, code.label, "lock", values.get(code.value, []), None,
            pending.get(code.value),
        )
        for code in OWN_ONLY
    ]  # fmt: skip
    return lines


def seen_lines(person: Person, audience: Audience) -> list[FieldLine]:
    """What somebody of the circle sees; empty when not even the name."""
    fields = seen_by(person.pk, audience)
    values = values_of(person, fields)
    return [
        FieldLine(code, field_label(code), ICONS[code], values[code], audience, None)
        for code in VISIBLE_FIELDS
        if code in values
    ]


def corrections_of(person: Person) -> list[Correction]:
    """The last corrections of a member, youngest first."""
    return list(Correction.objects.filter(person=person).order_by("-asked_at", "-pk")[:10])
