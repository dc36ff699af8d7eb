"""The link in a letter of the journal: one tap, and the issue is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.core.people.models import Person
from wutong.core.people.public import standing_id
from wutong.kernel.actors import Actor
from wutong.platform.links.public import Button, LinkPage, NextStep, Outcome
from wutong.programs.journal.errors import JournalError
from wutong.programs.journal.reading import (
    ACTION,
    VALID_FOR,
    channel_of,
    issue_of,
    open_issue,
    reader_path,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django import forms
    from django.utils.functional import _StrOrPromise

    from wutong.platform.links.public import LinkContext


def reader_of(context: LinkContext) -> Person | None:
    """Whose link it is."""
    return Person.objects.filter(pk=standing_id(context.subject_id), deceased=False).first()


class ReadAction:
    """Read this issue: noted once, and on to its pages."""

    title: _StrOrPromise = gettext_lazy("Alumni journal")
    valid_for = VALID_FOR
    single_use = False
    form_class: type[forms.Form] | None = None
    challenge: _StrOrPromise = ""

    def page(self, context: LinkContext) -> LinkPage | None:
        """Which issue, and what is in it."""
        issue, person = issue_of(context), reader_of(context)
        if issue is None or person is None:
            return None
        language = context.language or person.language
        with translation.override(language):
            titles = [one.title for one in issue.articles.filter(removed_at=None)[:4]]
            return LinkPage(
                language=language,
                heading=issue.title,
                lines=[issue.place, *titles],
                buttons=(Button("read", _("Read this issue")),),
                signature=str(issue.legal_body),
                next_steps=(NextStep(_("How the journal comes to you"), f"{reader_path(context)}#wish"),),
            )  # fmt: skip

    def initial(self, context: LinkContext) -> dict[str, Any]:
        """No form."""
        return {}

    def challenge_passed(self, context: LinkContext, answer: str) -> bool:
        """Nothing is asked."""
        return True

    def perform(self, context: LinkContext, button: str, data: Mapping[str, Any]) -> Outcome:
        """Opened, once for ever."""
        issue, person = issue_of(context), reader_of(context)
        if issue is None or person is None:
            raise JournalError(_("This link no longer leads anywhere."))
        actor = Actor.link(ACTION, context.subject_ref)
        first = open_issue(
            actor=actor, issue=issue, person_id=person.pk, channel=channel_of(context, issue)
        )
        return Outcome(answer={"first": first})

    def leads_to(self, context: LinkContext) -> str:
        """The pages of the issue."""
        return reader_path(context)

    def understood(self, context: LinkContext, answer: Mapping[str, Any]) -> Sequence[str]:
        """The page asks again instead: a journal is read more than once."""
        return []

    def undo(self, context: LinkContext, undo: Mapping[str, Any]) -> None:
        """What was read was read."""
