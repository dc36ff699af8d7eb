"""What the links of a greeting do."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from wutong.core.people.models import Person
from wutong.engines.outreach.enums import ReplyKind
from wutong.engines.outreach.models import Campaign
from wutong.engines.outreach.services.grants import bind_path
from wutong.engines.outreach.services.replies import record_reply, undo_of, undo_reply
from wutong.kernel.actors import Actor
from wutong.platform.links.public import Button, LinkPage, NextStep, Outcome, minter_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.utils.functional import _StrOrPromise

    from wutong.platform.links.public import LinkContext


class ReplyForm(forms.Form):
    """One optional line."""

    text = forms.CharField(
        label=gettext_lazy("A line to us, if you like"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReplyAction:
    """Two answers, "I received it" and "greetings back", with an optional line."""

    title: _StrOrPromise = gettext_lazy("Answer a greeting")
    valid_for = timedelta(days=180)
    single_use = True
    form_class: type[forms.Form] | None = ReplyForm
    challenge: _StrOrPromise = ""

    def page(self, context: LinkContext) -> LinkPage | None:
        """The name, the subject of the greeting, two buttons."""
        person = Person.objects.filter(pk=context.subject_id).first()
        campaign = (
            Campaign.objects.filter(pk=context.params["campaign"])
            .select_related("legal_body")
            .first()
        )
        if person is None or campaign is None or person.deceased:
            return None
        language = context.language or person.language
        english = language == "en"
        with override(language):
            name = (person.name_latin or person.name) if english else person.name
            heading = _("Dear %(name)s") % {"name": name}
            lines = [_("thank you for opening our letter of greetings.")]
            signature = (
                campaign.legal_body.signature_en if english else campaign.legal_body.signature_zh
            )
            buttons = [
                Button(ReplyKind.GREETING, _("Send greetings back")),
                Button(ReplyKind.RECEIVED, _("I received it")),
            ]
            wishes = minter_for(f"{campaign.ref}:wishes").token(context.subject_id)
            contact = minter_for(f"{campaign.ref}:contact").token(context.subject_id)
            steps = [
                NextStep(_("Update my contact details"), f"/a/{contact}"),
                NextStep(_("Choose what you receive"), f"/u/{wishes}"),
            ]
            if bind := bind_path(campaign.ref, context.subject_id):
                steps.insert(1, NextStep(_("Receive it on WeChat"), bind))
        return LinkPage(
            language=language,
            heading=heading,
            lines=lines,
            buttons=buttons,
            signature=signature or str(campaign.legal_body),
            next_steps=steps,
        )

    def initial(self, context: LinkContext) -> dict[str, Any]:
        """An empty line."""
        return {}

    def challenge_passed(self, context: LinkContext, answer: str) -> bool:
        """Nothing is asked."""
        return True

    def perform(self, context: LinkContext, button: str, data: Mapping[str, Any]) -> Outcome:
        """Write the answer and its act."""
        kind = ReplyKind.RECEIVED if button == ReplyKind.RECEIVED else ReplyKind.GREETING
        reply = record_reply(
            actor=Actor.link(context.action, context.subject_ref),
            campaign_id=int(context.params["campaign"]),
            person_id=context.subject_id,
            kind=kind,
            text=str(data.get("text", "")).strip(),
        )
        return Outcome(answer={"kind": kind, "text": reply.text}, undo=undo_of(reply))

    def understood(
        self,
        context: LinkContext,
        answer: Mapping[str, Any],
    ) -> Sequence[str]:
        """The answer as a fact."""
        lines = [
            _("We have noted that our letter reached you.")
            if answer.get("kind") == ReplyKind.RECEIVED
            else _("Your greetings have reached us. Thank you.")
        ]
        if answer.get("text"):
            lines.append(_("You wrote: “%(text)s”") % {"text": answer["text"]})
        return lines

    def undo(self, context: LinkContext, undo: Mapping[str, Any]) -> None:
        """As if nothing had been said."""
        undo_reply(
            actor=Actor.link(context.action, context.subject_ref),
            undo=undo,
            reason="taken back by the person",
        )
