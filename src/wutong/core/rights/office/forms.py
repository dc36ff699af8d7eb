"""The forms of the rights desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.people.public import WhoForm
from wutong.core.reference.models import LegalBody
from wutong.core.rights.enums import RefusalGround, Right, Via
from wutong.kernel.clock import today
from wutong.platform.privacy.models import Processor
from wutong.ui.office.fields import DayInput

if TYPE_CHECKING:
    from wutong.platform.accounts.models import User


class OptionalWhoForm(WhoForm):
    """Whose record it is about, as far as it is known yet."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["who"].required = False
        self.fields["who"].label = _("Whose record")


class CaseForm(OptionalWhoForm):
    """A request that came by phone, letter or visit."""

    kind = forms.ChoiceField(label=_("What is asked"), choices=Right.choices)
    via = forms.ChoiceField(
        label=_("Received by"),
        choices=[choice for choice in Via.choices if choice[0] != Via.MEMBER.value],
    )
    received_on = forms.DateField(label=_("Received on"), widget=DayInput, initial=today)
    applicant = forms.CharField(
        label=_("Who asks"), max_length=120, required=False,
        help_text=_("If nobody on record fits yet, or a relative asks for somebody who died."),
    )  # fmt: skip
    contact = forms.CharField(label=_("How to answer"), max_length=320, required=False)
    words = forms.CharField(
        label=_("In their words"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    field_order = ("who", "person", "kind", "via", "received_on", "applicant", "contact", "words")

    def clean_received_on(self) -> Any:
        """Not in the future."""
        day = self.cleaned_data["received_on"]
        if day > today():
            raise forms.ValidationError(_("This day is still to come."))
        return day

    def clean(self) -> dict[str, Any]:
        """Somebody has to be named."""
        cleaned = super().clean()
        if not cleaned.get("person") and not cleaned.get("applicant") and not self.errors:
            self.add_error("who", _("Name the person on record, or who asks."))
        return cleaned


class IdentityForm(OptionalWhoForm):
    """By what it was made sure who asks."""

    how = forms.CharField(
        label=_("Confirmed by"), max_length=200,
        help_text=_(
            "For instance: call back to the number on record; answers about the time of study. "
            "Do not keep a copy of an identity card."
        ),
    )  # fmt: skip
    field_order = ("who", "person", "how")


class AnswerForm(forms.Form):
    """What was done, in words the person reads."""

    answer = forms.CharField(
        label=_("Answer"), widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The person gets it by e-mail, in the language of the record."),
    )  # fmt: skip


class RefusalForm(AnswerForm):
    """Why not."""

    ground = forms.ChoiceField(label=_("Ground"), choices=RefusalGround.choices)
    field_order = ("ground", "answer")


class ProcessorForm(forms.ModelForm[Processor]):
    """An entry of the register."""

    legal_body = forms.ChoiceField(label=pgettext_lazy("processor", "On behalf of"), required=False)

    class Meta:
        model = Processor
        fields = (
            "name", "kind", "legal_body", "purpose", "data_types", "safeguards", "abroad",
            "contact", "contract", "valid_from", "valid_to",
        )  # fmt: skip
        widgets = {
            "safeguards": forms.Textarea(attrs={"rows": 3}),
            "valid_from": DayInput,
            "valid_to": DayInput,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = [(body.code, str(body)) for body in LegalBody.objects.all()]
        field = self.fields["legal_body"]
        field.choices = [("", _("All bodies")), *bodies]  # type: ignore[attr-defined]
        for name, one in self.fields.items():
            if name != "version" and one.label:
                one.label = str(one.label)[:1].upper() + str(one.label)[1:]
