"""The people of a segment, and the lines of a list with their verdicts, as files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from wutong.core.people.public import people_cards, visible_people
from wutong.engines.audiences.compiler import in_words, people_in
from wutong.engines.audiences.definitions import loads
from wutong.engines.audiences.models import PeopleList, Segment
from wutong.platform.access.public import scope
from wutong.platform.tabular.exports.public import ExportTable, exports
from wutong.ui.design.typography import as_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet
    from django.utils.functional import _StrOrPromise

    from wutong.core.people.models import Person
    from wutong.engines.audiences.models import ListLine
    from wutong.platform.accounts.models import User

SEGMENT_EXPORT, LIST_EXPORT = "segments.people", "segments.list_lines"
CHUNK = 2_000


class SegmentSource:
    """Everybody whom a segment covers for the acting user, by number."""

    label: _StrOrPromise = gettext_lazy("People of a segment")

    def permission(self, params: dict[str, Any]) -> str:
        """As any list of people."""
        return "people.record.export"

    def needs_reason(self, params: dict[str, Any]) -> bool:
        """What it is for."""
        return True

    def open(self, user: User, params: dict[str, Any]) -> ExportTable:
        """Names and studies; contact points stay inside."""
        segment = get_object_or_404(scope(user, Segment), pk=params["segment"])
        root = loads(segment.definition)
        people = people_in(root, user)
        return ExportTable(
            name=segment.name,
            columns=[_("Number"), _("Name"), _("Studies"), _("Can be reached")],
            rows=_people(people),
            total=people.order_by().count(),
            about=[(_("Segment"), segment.name), (_("Conditions"), in_words(root))],
        )


def _people(people: QuerySet[Person]) -> Iterator[list[Any]]:
    """One statement finds all, so that a segment is not searched once for every chunk."""
    ids = list(people.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        cards = people_cards(people.model.objects.filter(pk__in=ids[start : start + CHUNK]))
        for pk in ids[start : start + CHUNK]:
            if pk in cards:
                card = cards[pk]
                yield [pk, card.name, card.study, _("yes") if card.contactable else _("no")]


class ListSource:
    """The match report: every line with its verdict."""

    label: _StrOrPromise = gettext_lazy("Lines of a list of people")

    def permission(self, params: dict[str, Any]) -> str:
        """Whoever works with segments."""
        return "segments.change"

    def needs_reason(self, params: dict[str, Any]) -> bool:
        """It was brought by a colleague."""
        return False

    def open(self, user: User, params: dict[str, Any]) -> ExportTable:
        """Line by line."""
        found = get_object_or_404(scope(user, PeopleList), pk=params["list"])
        lines = found.lines.order_by("place", "pk")
        return ExportTable(
            name=found.name,
            columns=[
                _("Line"), _("As given"), _("Verdict"), _("Recognised by"), _("Number"),
                _("Name"), _("Studies"),
            ],
            rows=_lines(lines, visible_people(user)),
            total=lines.count(),
            about=[
                (pgettext("list", "List"), found.name),
                (_("Source"), found.source),
                (_("Read by"), str(found.owner)),
                (_("Read on"), as_day(found.created_at)),
            ],
        )  # fmt: skip


def _lines(lines: QuerySet[ListLine], people: QuerySet[Person]) -> Iterator[list[Any]]:
    start = 0
    while rows := list(lines[start : start + CHUNK]):
        start += CHUNK
        ids = [row.person_id for row in rows if row.person_id]
        cards = people_cards(people.filter(pk__in=ids))
        for row in rows:
            card = cards.get(row.person_id or 0)
            person = [card.id, card.name, card.study] if card else ["", "", ""]
            yield [
                row.place,
                row.text,
                str(row.get_verdict_display()),
                str(row.get_matched_by_display()) if row.matched_by else "",
                *person,
            ]


exports.register(SEGMENT_EXPORT, SegmentSource())
exports.register(LIST_EXPORT, ListSource())
