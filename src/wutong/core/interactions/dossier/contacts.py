"""What a sheet says of contacts, promises, what to be careful about, and gifts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from wutong.core.engagement.public import acts_of_person, kinds
from wutong.core.interactions.models import ContactReport
from wutong.core.interactions.registry import Line
from wutong.platform.access.public import scope, scopes_of
from wutong.ui.design.typography import as_day

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.core.engagement.models import Act
    from wutong.platform.accounts.models import User

LAST = 3
LONGEST = 90
GIVING = "philanthropic"


def _reports(viewer: User, **about: int) -> QuerySet[ContactReport]:
    rows = scope(viewer, ContactReport).filter(**about).select_related("by", "next_step_by")
    return rows.order_by("-held_on", "-pk")


def last_contacts(viewer: User, **about: int) -> list[Line]:
    """The last three."""
    return [
        Line(
            f"{row.get_channel_display()} · {_cut(row.summary)}",
            row.held_on,
            str(row.by or ""),
            row.grade,
        )
        for row in _reports(viewer, **about)[:LAST]
    ]


def promises(viewer: User, **about: int) -> list[Line]:
    """Next steps that nobody has done yet, the first due first."""
    rows = _reports(viewer, **about).filter(step_done_on__isnull=True).exclude(next_step="")
    found = []
    for row in rows.order_by("next_step_on", "pk")[:8]:
        parts = [str(row.next_step_by or "")]
        if row.next_step_on:
            parts.append(_("until %(day)s") % {"day": as_day(row.next_step_on)})
        found.append(Line(row.next_step, row.held_on, _dotted(parts), row.grade))
    return found


def care(viewer: User, **about: int) -> list[Line]:
    """What somebody once noted down, each once."""
    found: dict[str, Line] = {}
    for row in _reports(viewer, **about).exclude(care=""):
        found.setdefault(row.care, Line(row.care, row.held_on, str(row.by or ""), row.grade))
    return list(found.values())


def gifts(person_id: int, viewer: User) -> list[Line]:
    """What the ledger knows of giving; the room of gifts adds its own."""
    acts = acts_of_person(person_id, scopes_of(viewer)).filter(case_mode=GIVING)
    return [Line(_act(act), act.occurred_on, act.note) for act in acts[:6]]


def _act(act: Act) -> str:
    kind = kinds.find(act.kind)
    return str(kind.label) if kind else act.kind


def about(name: str, lines: Any) -> Any:
    """``lines`` for people or organisations: a source of the registry."""

    def source(key: int, viewer: User) -> list[Line]:
        found: list[Line] = lines(viewer, **{name: key})
        return found

    return source


def _cut(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST else f"{plain[:LONGEST]}…"


def _dotted(parts: list[str]) -> str:
    return " · ".join(part for part in parts if part)
