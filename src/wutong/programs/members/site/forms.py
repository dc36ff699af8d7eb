"""What a member fills in. Each form asks for one thing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wutong.core.reference.models import Region
from wutong.core.rights.enums import Right
from wutong.programs.members.models import CorrectionField


class CorrectionForm(forms.Form):
    """The new value, and a remark. ``wanted`` is what the service takes."""

    value = forms.CharField(label=_("It should be"), max_length=320)
    note = forms.CharField(
        label=_("Remark for the office"), max_length=400, required=False,
        help_text=_("Only if there is something to explain."),
    )  # fmt: skip

    def wanted(self) -> dict[str, Any]:
        """The parts of the new value."""
        return {"value": self.cleaned_data["value"]}


class StudyForm(CorrectionForm):
    """Studies have many parts: the member tells it in words."""

    value = forms.CharField(
        label=_("It should be"), max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )


class DateForm(CorrectionForm):
    """A day."""

    value = forms.DateField(  # type: ignore[assignment]
        label=_("It should be"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def wanted(self) -> dict[str, Any]:
        """The day as ISO text."""
        return {"value": self.cleaned_data["value"].isoformat()}


class PlaceForm(CorrectionForm):
    """A place of the list."""

    value = forms.ModelChoiceField(  # type: ignore[assignment]
        label=_("It should be"), queryset=Region.objects.all(), empty_label=_("Choose a place")
    )

    def wanted(self) -> dict[str, Any]:
        """The place by its id."""
        return {"value": self.cleaned_data["value"].pk}


class WorkForm(CorrectionForm):
    """Employer and position."""

    value = None  # type: ignore[assignment]
    employer = forms.CharField(label=_("Employer"), max_length=200)
    title = forms.CharField(label=_("Position"), max_length=120, required=False)
    field_order = ("employer", "title", "note")

    def wanted(self) -> dict[str, Any]:
        """Both."""
        return {name: self.cleaned_data[name] for name in ("employer", "title")}


class EmailForm(CorrectionForm):
    """An address; a phone offers the right keys."""

    value = forms.EmailField(label=_("It should be"), max_length=254)


FORMS: dict[CorrectionField, type[CorrectionForm]] = {
    CorrectionField.BIRTH_DATE: DateForm,
    CorrectionField.PLACE: PlaceForm,
    CorrectionField.STUDY: StudyForm,
    CorrectionField.WORK: WorkForm,
    CorrectionField.EMAIL: EmailForm,
}


def correction_form(field: CorrectionField) -> type[CorrectionForm]:
    """The form for one field."""
    return FORMS.get(field, CorrectionForm)


class RequestForm(forms.Form):
    """What is asked of the office about one's own data."""

    kind = forms.ChoiceField(
        label=_("What would you like?"),
        choices=[
            (right.value, right.label)
            for right in (Right.EXPLAIN, Right.RESTRICT, Right.CORRECT, Right.TRANSFER, Right.VIEW)
        ],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("In your words"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
