"""The postal list as a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from wutong.core.people.public import people_cards, visible_people
from wutong.platform.access.public import scope
from wutong.platform.tabular.exports.public import ExportTable, exports
from wutong.programs.journal import rules
from wutong.programs.journal.enums import REASONS
from wutong.programs.journal.labels import addressees_of, count_addressees
from wutong.programs.journal.models import Issue
from wutong.programs.journal.selectors import judged_as

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet
    from django.utils.functional import _StrOrPromise

    from wutong.core.people.models import Person
    from wutong.platform.accounts.models import User
    from wutong.programs.journal.models import Judged

POSTAL, JUDGED = "journal.postal", "journal.judged"
CHUNK = 2_000


class PostalSource:
    """Who is on the fixed postal list, with address and code, in the order of the labels."""

    label: _StrOrPromise = gettext_lazy("Postal list of the journal")

    def permission(self, params: dict[str, Any]) -> str:
        """As for the labels."""
        return rules.LABELS

    def needs_reason(self, params: dict[str, Any]) -> bool:
        """Addresses leave: say why."""
        return True

    def open(self, user: User, params: dict[str, Any]) -> ExportTable:
        """As the acting user may see them."""
        issue = get_object_or_404(scope(user, Issue), pk=params["issue"])
        rows = addressees_of(issue, user)
        return ExportTable(
            name=_("%(issue)s postal list") % {"issue": issue.label},
            columns=[
                _("Postcode"),
                _("Address"),
                _("Addressee"),
                pgettext("postal", "Code"),
                _("Number"),
            ],
            rows=([one.postcode, one.address, one.line, one.code, one.person_id] for one in rows),
            total=count_addressees(issue, user),
            about=[(_("Issue"), issue.label)],
        )


class JudgedSource:
    """Everybody judged the same way for the postal list."""

    label: _StrOrPromise = gettext_lazy("Who gets the journal by post, and who does not")

    def permission(self, params: dict[str, Any]) -> str:
        """Lists of readers need a permission of their own."""
        return rules.EXPORT

    def needs_reason(self, params: dict[str, Any]) -> bool:
        """The file says what it is about."""
        return False

    def open(self, user: User, params: dict[str, Any]) -> ExportTable:
        """Names and studies; addresses stay inside."""
        issue = get_object_or_404(scope(user, Issue), pk=params["issue"])
        reason = params["reason"] if params["reason"] in REASONS else ""
        people = visible_people(user)
        rows = judged_as(issue, reason, people)
        words = str(REASONS[reason]) if reason else _("Gets a copy by post")
        return ExportTable(
            name=f"{issue.label} {words}",
            columns=[_("Number"), _("Name"), _("Studies"), _("Judged")],
            rows=_lines(rows, people, words),
            total=rows.count(),
            about=[(_("Issue"), issue.label), (_("Judged"), words)],
        )


def _lines(rows: QuerySet[Judged], people: QuerySet[Person], words: str) -> Iterator[list[Any]]:
    last = 0
    while ids := list(rows.filter(person_id__gt=last).values_list("person_id", flat=True)[:CHUNK]):
        cards = people_cards(people.filter(pk__in=ids))
        for pk in ids:
            if pk in cards:
                yield [pk, cards[pk].name, cards[pk].study, words]
        last = ids[-1]


exports.register(POSTAL, PostalSource())
exports.register(JUDGED, JudgedSource())
