"""The link somebody gets who is to be seen in a picture: one tap takes it off, everywhere."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.core.consent.public import Method
from wutong.kernel.actors import Actor
from wutong.platform.links.public import Button, LinkPage, Outcome, mint
from wutong.programs.publishing.enums import Ending
from wutong.programs.publishing.models import Portrait
from wutong.programs.publishing.services.pictures import (
    end_portrait,
    reopen_portrait,
    take_back_all,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django import forms
    from django.utils.functional import _StrOrPromise

    from wutong.platform.links.public import LinkContext

ACTION = "publishing.portrait"
ONE, ALL = "one", "all"


def link_for(*, actor: Actor, portrait: Portrait) -> str:
    """The address to send to them."""
    return mint(actor=actor, action=ACTION, subject_ref=f"portrait:{portrait.pk}")


class PortraitAction:
    """Take this picture off, or every picture of me."""

    title: _StrOrPromise = gettext_lazy("Pictures of you")
    valid_for = timedelta(days=3650)
    single_use = False
    form_class: type[forms.Form] | None = None
    challenge: _StrOrPromise = ""

    def _portrait(self, context: LinkContext) -> Portrait | None:
        rows = Portrait.objects.select_related("person", "picture")
        return rows.filter(pk=context.subject_id).first()

    def page(self, context: LinkContext) -> LinkPage | None:
        """Which picture it is, and what can be done."""
        portrait = self._portrait(context)
        if portrait is None:
            return None
        language = context.language or (portrait.person.language if portrait.person else "zh-hans")
        with translation.override(language):
            lines = [_("We show a picture in which you are to be seen: %(title)s.") % {"title": portrait.picture.title}]  # fmt: skip
            if portrait.ended_at:
                lines = [_("This picture is no longer shown anywhere.")]
            buttons = [Button(ONE, _("Take this picture off"))]
            if portrait.person_id:
                buttons.append(Button(ALL, _("Take every picture of me off")))
            return LinkPage(
                language=language,
                heading=_("Pictures of you"),
                lines=[*lines, _("Nobody asks why, and nothing else changes for you.")],
                buttons=() if portrait.ended_at else tuple(buttons),
            )

    def initial(self, context: LinkContext) -> dict[str, Any]:
        """No form."""
        return {}

    def challenge_passed(self, context: LinkContext, answer: str) -> bool:
        """Nothing is asked."""
        return True

    def perform(self, context: LinkContext, button: str, data: Mapping[str, Any]) -> Outcome:
        """Gone within the minute."""
        portrait = self._portrait(context)
        actor = Actor.link(ACTION, context.subject_ref)
        if portrait is None:
            return Outcome()
        if button == ALL and portrait.person_id:
            take_back_all(actor=actor, person_id=portrait.person_id, method=Method.LINK)
            end_portrait(actor=actor, portrait_id=portrait.pk, how=Ending.LINK)
            return Outcome(answer={"all": True})
        end_portrait(actor=actor, portrait_id=portrait.pk, how=Ending.LINK)
        return Outcome(answer={"all": False}, undo={"portrait": portrait.pk})

    def understood(self, context: LinkContext, answer: Mapping[str, Any]) -> Sequence[str]:
        """What was done."""
        if answer.get("all"):
            return [_("No picture of you is shown any more, on the website, in letters, on WeChat or in the journal on the web.")]  # fmt: skip
        return [_("This picture is no longer shown anywhere. Printed issues cannot be called back.")]  # fmt: skip

    def undo(self, context: LinkContext, undo: Mapping[str, Any]) -> None:
        """It was a slip."""
        reopen_portrait(
            actor=Actor.link(ACTION, context.subject_ref), portrait_id=int(undo["portrait"])
        )
