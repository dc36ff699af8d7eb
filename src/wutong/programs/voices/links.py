"""The button "Write a few lines": one tap, and on to the writer's own page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.core.people.models import Person
from wutong.core.people.public import standing_id
from wutong.engines.calls.models import Call
from wutong.platform.links.public import Button, LinkPage, Outcome, mint, minter_for
from wutong.programs.voices.names import PROGRAM, VALID_FOR, WRITE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django import forms
    from django.utils.functional import _StrOrPromise

    from wutong.kernel.actors import Actor
    from wutong.platform.links.public import LinkContext


def writer_of(context: LinkContext) -> Person | None:
    """Whose link it is."""
    return Person.objects.filter(pk=standing_id(context.subject_id), deceased=False).first()


def call_of(context: LinkContext) -> Call | None:
    """The call a person's link is about: named in it, or that of the sending it came with."""
    if context.action != WRITE:
        return None
    rows = Call.objects.filter(program=PROGRAM)
    call, campaign = context.params.get("call"), context.params.get("campaign")
    if isinstance(call, int):
        return rows.filter(pk=call).first()
    return rows.filter(askings__campaign=campaign).first() if isinstance(campaign, int) else None


def writer_path(context: LinkContext) -> str:
    """Where the writer of this link writes."""
    token = minter_for(context.grant_key).token(context.subject_id)
    return reverse("voices_writer:write", args=[token])


def link_for(*, actor: Actor, call: Call, person_id: int) -> str:
    """One person's link to a call, for a colleague to pass on."""
    return mint(
        actor=actor, action=WRITE, subject_ref=f"person:{person_id}", params={"call": call.pk}
    )


class WriteAction:
    """Write for a call; the page behind it is the writer's own for as long as the words stand."""

    title: _StrOrPromise = gettext_lazy("Testimonials")
    valid_for = VALID_FOR
    single_use = False
    form_class: type[forms.Form] | None = None
    challenge: _StrOrPromise = ""

    def page(self, context: LinkContext) -> LinkPage | None:
        """What is asked."""
        call, person = call_of(context), writer_of(context)
        if call is None or person is None:
            return None
        language = context.language or person.language
        with translation.override(language):
            return LinkPage(
                language=language,
                heading=str(call),
                lines=[call.asked],
                buttons=(Button("write", _("Write a few lines")),),
            )

    def initial(self, context: LinkContext) -> dict[str, Any]:
        """No form."""
        return {}

    def challenge_passed(self, context: LinkContext, answer: str) -> bool:
        """Nothing is asked."""
        return True

    def perform(self, context: LinkContext, button: str, data: Mapping[str, Any]) -> Outcome:
        """Nothing yet: the words are written on the next page."""
        return Outcome()

    def leads_to(self, context: LinkContext) -> str:
        """The writer's page."""
        return writer_path(context)

    def understood(self, context: LinkContext, answer: Mapping[str, Any]) -> Sequence[str]:
        """The page asks again instead."""
        return []

    def undo(self, context: LinkContext, undo: Mapping[str, Any]) -> None:
        """Nothing was done."""
