"""The merge fields of a greeting: what each is called, and the SQL that gives it.

Values are computed for all recipients inside the statement that fixes them, so every field is
an SQL expression over ``p`` (the person), ``d`` (their main time of study), ``u`` (its college),
``c`` (its class), ``g`` (their place) and ``r`` (the recipient; ``r.language`` is the language
of the message). An expression that gives NULL or '' makes room for the fallback.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.core.reference.enums import Grade
from wutong.engines.outreach.errors import MarkupError
from wutong.engines.outreach.markup import places

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.functional import _StrOrPromise

ENGLISH = "r.language = 'en'"


@dataclass(frozen=True)
class MergeField:
    """One field; ``fallback_zh``/``fallback_en`` stand where a recipient has no value."""

    key: str
    label: _StrOrPromise
    sql: str
    fallback_zh: str
    fallback_en: str
    needs_study: bool = False


def _either(english: str, chinese: str) -> str:
    return f"CASE WHEN {ENGLISH} THEN {english} ELSE {chinese} END"


_LATIN = "COALESCE(NULLIF(p.name_latin, ''), p.name)"


def _with_spouse(english: str, chinese: str) -> str:
    """Both names where both live, are married on record and of one household; nobody is greeted
    together with somebody who has died.
    """
    name = _either(_LATIN, "p.name")
    spouse = _either("COALESCE(NULLIF(s.name_latin, ''), s.name)", "s.name")
    couple = (
        f"SELECT {_either(english, chinese)} || {spouse} FROM people_relation l"  # noqa: S608 -- constants of this module
        " JOIN people_person s"
        " ON s.id = CASE WHEN l.person_id = p.id THEN l.other_id ELSE l.person_id END"
        " WHERE (l.person_id = p.id OR l.other_id = p.id) AND l.kind = 'spouse' AND l.household"
        " AND l.until IS NULL AND NOT s.deceased AND s.merged_into_id IS NULL"
        f" AND s.grade < {Grade.SENSITIVE.value} LIMIT 1"
    )
    return f"{name} || COALESCE(({couple}), '')"


FIELDS: dict[str, MergeField] = {
    field.key: field
    for field in (
        MergeField(
            "name", gettext_lazy("Name"), _either(_LATIN, "p.name"), "校友", "alumna or alumnus"
        ),
        MergeField(
            "household",
            gettext_lazy("Name, with the spouse of one household"),
            _with_spouse("' and '", "'、'"),
            "校友",
            "alumna or alumnus",
        ),
        MergeField(
            "salutation",
            gettext_lazy("Salutation"),
            f"COALESCE(NULLIF(p.salutation, ''), {_either(_LATIN, 'NULL')})",
            "校友",
            "Friend",
        ),
        MergeField(
            "class",
            gettext_lazy("Class"),
            "c.name",
            "母校",
            "your class",
            needs_study=True,
        ),
        MergeField(
            "college",
            gettext_lazy("College"),
            _either("COALESCE(NULLIF(u.name_en, ''), u.name_zh)", "u.name_zh"),
            "母校",
            "the university",
            needs_study=True,
        ),
        MergeField(
            "major",
            gettext_lazy("Subject"),
            "d.major",
            "所学专业",
            "your subject",
            needs_study=True,
        ),
        MergeField(
            "entry_year",
            gettext_lazy("Year of entry"),
            "d.entry_year::text",
            "当年",
            "those years",
            needs_study=True,
        ),
        MergeField(
            "leave_year",
            gettext_lazy("Year of leaving"),
            "d.leave_year::text",
            "当年",
            "those years",
            needs_study=True,
        ),
        MergeField(
            "years_since",
            gettext_lazy("Years since leaving"),
            "CASE WHEN d.leave_year < extract(year from now() at time zone 'Asia/Shanghai')"
            " THEN (extract(year from now() at time zone 'Asia/Shanghai')::int"
            " - d.leave_year)::text END",
            "多",
            "many",
            needs_study=True,
        ),
        MergeField(
            "place",
            gettext_lazy("Place"),
            _either("g.name_en", "g.name_zh"),
            "各地",
            "wherever you are",
        ),
    )
}

LINK_PLACES = ("action_url", "unsubscribe_url")
"""Places that the layout uses and the sender fills when a message leaves."""


def fields_in(texts: Iterable[str]) -> list[MergeField]:
    """The fields used in ``texts``; raises MarkupError naming one that does not exist."""
    used: dict[str, MergeField] = {}
    for text in texts:
        for place in places(text):
            if place.key in LINK_PLACES:
                continue
            field = FIELDS.get(place.key)
            if field is None:
                raise MarkupError(
                    _("There is no merge field “%(key)s”. There are: %(known)s.")
                    % {"key": place.key, "known": _(", ").join(FIELDS)},
                    code="unknown_field",
                )
            used[field.key] = field
    return list(used.values())


def fallbacks_in(texts: Iterable[str], language: str) -> dict[str, str]:
    """What stands where a recipient has no value: the author's word, else the house's.

    Raises MarkupError when one field is given two different fallbacks.
    """
    result: dict[str, str] = {}
    given: dict[str, str] = {}
    for text in texts:
        for place in places(text):
            if place.key in LINK_PLACES:
                continue
            field = FIELDS[place.key]
            house = field.fallback_en if language == "en" else field.fallback_zh
            if place.fallback is not None:
                if given.setdefault(place.key, place.fallback) != place.fallback:
                    raise MarkupError(
                        _("The field “%(key)s” has two different fallbacks; use one.")
                        % {"key": place.key}
                    )
                result[place.key] = place.fallback
            else:
                result.setdefault(place.key, house)
    return result
