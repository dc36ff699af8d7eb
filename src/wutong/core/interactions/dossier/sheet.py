"""The sheet itself: who, in which words, which lines, how confidential."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wutong.core.interactions.registry import SECTIONS, Line, dossier_sources, portraits
from wutong.core.people.models import PersonState, Provenance
from wutong.core.people.public import people_cards, visible_people
from wutong.core.reference.enums import Grade
from wutong.kernel.clock import now, today
from wutong.ui.design.typography import as_day, as_moment

if TYPE_CHECKING:
    from datetime import date

    from wutong.core.organisations.models import Organisation
    from wutong.core.people.models import Person
    from wutong.platform.accounts.models import User


@dataclass(frozen=True)
class SheetSection:
    """A heading with its lines; ``more`` says how many did not fit."""

    key: str
    title: str
    lines: list[Line]
    more: int = 0


@dataclass(frozen=True)
class Sheet:
    """One page about somebody or something, as one viewer may see it."""

    name: str
    subtitle: str
    facts: list[tuple[str, str]]
    sections: list[SheetSection]
    grade: int
    made: str
    portrait: bytes | None = None
    notice: str = ""
    words: dict[str, str] = field(default_factory=dict)

    @property
    def marking(self) -> str:
        """How confidential it is, in words."""
        return str(Grade(self.grade).label)

    def as_data(self) -> dict[str, Any]:
        """For the typesetter."""
        return {
            "lang": "zh" if (get_language() or "").startswith("zh") else "en",
            "name": self.name,
            "subtitle": self.subtitle,
            "facts": [list(fact) for fact in self.facts],
            "sections": [
                {
                    "title": section.title,
                    "lines": [_printed(line, self.words) for line in section.lines],
                    "more": _more(section.more),
                }
                for section in self.sections
            ],
            "marking": self.marking,
            "sensitive": self.grade == Grade.SENSITIVE,
            "made": self.made,
            "notice": self.notice,
            "words": self.words,
            "portrait": list(self.portrait) if self.portrait else None,
        }


def _printed(line: Line, words: dict[str, str]) -> dict[str, Any]:
    return {
        "text": line.text,
        "detail": line.detail,
        "when": as_day(line.when) if line.when else words["undated"],
        "old": line.is_old,
    }


def _more(count: int) -> str:
    return _("and %(count)s more on record") % {"count": count} if count else ""


def person_sheet(person: Person, viewer: User) -> Sheet:
    """The sheet of a person whom ``viewer`` may see."""
    card = people_cards(visible_people(viewer).filter(pk=person.pk))[person.pk]
    facts = [
        (_("Pinyin"), person.name_latin or person.name_pinyin.title()),
        (_("Formerly"), "、".join(person.former_names)),
        (_("Born"), as_day(person.birth_date) if person.birth_date else ""),
        (_("Place"), str(person.region) if person.region else ""),
        (_("Addressed as"), person.salutation),
        (_("Record last looked at"), _looked_at(person)),
    ]
    sections = _sections("person", person.pk, viewer)
    died = PersonState.objects.filter(person=person, kind="life", valid_to__isnull=True).first()
    notice = _("Died on %(day)s") % {"day": as_day(died.valid_from)} if died else ""
    portrait = next(
        (found for one in portraits.values() if (found := one(person.pk, viewer))), None
    )
    return _sheet(person.name, card.study, facts, sections, person.grade, viewer, portrait, notice)


def organisation_sheet(body: Organisation, viewer: User) -> Sheet:
    """The sheet of an organisation whom ``viewer`` may see."""
    facts = [
        (_("Kind"), body.get_alumni_type_display() or body.get_kind_display()),
        (_("Industry"), body.get_industry_display() if body.industry else ""),
        (_("Legal form"), body.get_legal_form_display() if body.legal_form else ""),
        (_("Place"), str(body.region) if body.region else ""),
        (_("College"), str(body.host_unit) if body.host_unit else ""),
        (_("Founded on"), as_day(body.founded_on) if body.founded_on else ""),
        (_("Part of"), str(body.parent) if body.parent else ""),
        (_("Note"), body.note[:120]),
        (_("Record last looked at"), as_day(body.updated_at)),
    ]
    sections = _sections("organisation", body.pk, viewer)
    name = str(body)
    other = next((each for each in (body.name_en, body.name_zh) if each not in ("", name)), "")
    return _sheet(name, other, facts, sections, Grade.INTERNAL, viewer, None, "")


def _sheet(
    name: str,
    subtitle: str,
    facts: list[tuple[str, str]],
    sections: list[SheetSection],
    grade: int,
    viewer: User,
    portrait: bytes | None,
    notice: str,
) -> Sheet:
    grades = [line.grade for section in sections for line in section.lines]
    return Sheet(
        name=name,
        subtitle=subtitle,
        facts=[fact for fact in facts if fact[1]],
        sections=sections,
        grade=max([grade, Grade.INTERNAL, *grades]),
        made=_("Made for %(name)s, %(moment)s") % {"name": viewer, "moment": as_moment(now())},
        portrait=portrait,
        notice=notice,
        words={
            "title": _("Briefing sheet"),
            "old": _("older than two years"),
            "undated": _("undated"),
            "legend": _("▲ last known more than two years ago"),
            "keep": _("For the meeting only; destroy it afterwards."),
        },
    )


def _sections(kind: str, key: int, viewer: User) -> list[SheetSection]:
    gathered: dict[str, tuple[list[Line], int]] = {}
    for source in dossier_sources.values():
        lines = getattr(source, kind)
        if lines is None:
            continue
        found = list(lines(key, viewer))
        kept, more = gathered.get(source.section, ([], 0))
        rest = max(len(found) - source.most, 0)
        gathered[source.section] = (kept + found[: source.most], more + rest)
    return [
        SheetSection(name, str(title), *gathered[name])
        for name, title in SECTIONS.items()
        if name in gathered and gathered[name][0]
    ]


def _looked_at(person: Person) -> str:
    day: date | None = None
    newest = Provenance.objects.filter(person=person).order_by("-recorded_at").first()
    if newest is not None:
        day = newest.recorded_at.date()
    return as_day(day or person.updated_at or today())
