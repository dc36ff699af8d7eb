"""New contact details through a link: only for whoever knows the year of entry.

A forwarded letter must not let a stranger take over somebody's record, so the link asks for a
second fact, shows nothing of what is on record, and only adds.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from wutong.core.people.enums import ContactKind, SourceKind
from wutong.core.people.errors import ContactAlreadyThereError
from wutong.core.people.models import ContactPoint, Degree, Person
from wutong.core.people.public import Source, add_contact, contact_columns, end_contact
from wutong.engines.outreach.models import Campaign
from wutong.kernel import masking
from wutong.kernel.actors import Actor
from wutong.kernel.errors import WutongError
from wutong.platform.links.public import Button, LinkPage, Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.utils.functional import _StrOrPromise

    from wutong.platform.links.public import LinkContext

KINDS = {"email": ContactKind.EMAIL, "phone": ContactKind.PHONE}


class ContactForm(forms.Form):
    """A new address, a new number, or both."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Mobile phone"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )

    def clean(self) -> dict[str, Any]:
        """At least one of the two, and each one a machine can use."""
        data = super().clean() or self.cleaned_data
        if not data.get("email") and not data.get("phone"):
            raise forms.ValidationError(_("Please enter an e-mail address or a phone number."))
        for name, kind in KINDS.items():
            if data.get(name):
                try:
                    contact_columns(kind, data[name])
                except WutongError as error:
                    self.add_error(name, str(error))
        return data


class ContactAction:
    """Adds contact points with the link as their source; undoing ends them again."""

    title: _StrOrPromise = gettext_lazy("Update how we reach you")
    valid_for = timedelta(days=180)
    single_use = True
    form_class: type[forms.Form] | None = ContactForm
    challenge: _StrOrPromise = gettext_lazy("In which year did you enter the university?")

    def page(self, context: LinkContext) -> LinkPage | None:
        """The name and the question; nothing of what is on record."""
        person = Person.objects.filter(
            pk=context.subject_id, deceased=False, merged_into__isnull=True
        ).first()
        campaign = Campaign.objects.filter(pk=context.params["campaign"]).first()
        if person is None or campaign is None:
            return None
        language = context.language or person.language
        name = (person.name_latin or person.name) if language == "en" else person.name
        with override(language):
            return LinkPage(
                language=language,
                heading=_("Dear %(name)s") % {"name": name},
                lines=[_("Enter only what is new; what we have stays on record.")],
                buttons=[Button("save", _("Save what I entered"))],
                signature=str(campaign.legal_body),
            )

    def initial(self, context: LinkContext) -> dict[str, Any]:
        """Empty: the page tells nothing."""
        return {}

    def challenge_passed(self, context: LinkContext, answer: str) -> bool:
        """Whether ``answer`` is a year the person entered in."""
        year = answer.strip()
        entered = Degree.objects.filter(person_id=context.subject_id, entry_year__isnull=False)
        return year.isdecimal() and entered.filter(entry_year=int(year[:4])).exists()

    def perform(self, context: LinkContext, button: str, data: Mapping[str, Any]) -> Outcome:
        """Add what is new; what is on record already is no error."""
        actor = Actor.link(context.action, context.subject_ref)
        source = Source(kind=SourceKind.LINK, label=_("answered through the link in a greeting"))
        added, answer = [], {}
        for name, kind in KINDS.items():
            if not data.get(name):
                continue
            mask = masking.email if name == "email" else masking.phone
            answer[name] = mask(data[name])
            try:
                point = add_contact(
                    actor=actor,
                    person_id=context.subject_id,
                    kind=kind,
                    value=data[name],
                    is_primary=True,
                    source=source,
                )
            except ContactAlreadyThereError:
                continue
            added.append(point.pk)
        return Outcome(answer=answer, undo={"contacts": added})

    def understood(
        self,
        context: LinkContext,
        answer: Mapping[str, Any],
    ) -> Sequence[str]:
        """What was noted, masked: the page may be opened again by somebody else."""
        lines = []
        if answer.get("email"):
            lines.append(
                _("Thank you. From now on we write to %(address)s.") % {"address": answer["email"]}
            )
        if answer.get("phone"):
            lines.append(
                _("Thank you. We have noted your phone number %(number)s.")
                % {"number": answer["phone"]}
            )
        return lines

    def undo(self, context: LinkContext, undo: Mapping[str, Any]) -> None:
        """End what was added, if it still stands."""
        standing = ContactPoint.objects.filter(
            pk__in=undo["contacts"], person_id=context.subject_id, valid_to__isnull=True
        )
        for pk in list(standing.values_list("pk", flat=True)):
            end_contact(actor=Actor.link(context.action, context.subject_ref), contact_id=pk)
