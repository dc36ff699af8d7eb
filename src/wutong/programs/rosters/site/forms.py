"""What a liaison can tell about one classmate."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.core.people.public import contact_columns
from wutong.kernel.errors import WutongError
from wutong.programs.rosters.enums import CONTACT_KINDS, SuggestionKind


class TellForm(forms.Form):
    """A number, an address, a workplace: whatever is known; one suggestion each."""

    phone = forms.CharField(
        label=gettext_lazy("Mobile phone"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    email = forms.CharField(
        label=gettext_lazy("E-mail address"),
        required=False,
        max_length=254,
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "off"}),
    )
    work = forms.CharField(
        label=gettext_lazy("Where they work now"),
        required=False,
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    note = forms.CharField(
        label=gettext_lazy("How you know"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """At least one thing, and each one a machine can use."""
        data = super().clean() or self.cleaned_data
        if not self.errors and not self.told(data):
            raise forms.ValidationError(_("Please enter at least one thing you know."))
        for kind in CONTACT_KINDS:
            if data.get(kind.value):
                try:
                    contact_columns(kind, data[kind.value])
                except WutongError as error:
                    self.add_error(kind.value, str(error))
        return data

    def told(self, data: dict[str, Any] | None = None) -> list[tuple[SuggestionKind, str]]:
        """The suggestions in it."""
        data = self.cleaned_data if data is None else data
        kinds = (*CONTACT_KINDS, SuggestionKind.WORK)
        return [(kind, data[kind.value]) for kind in kinds if data.get(kind.value)]


class MissingForm(forms.Form):
    """A classmate who is not on the list."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    note = forms.CharField(
        label=gettext_lazy("What you know of them"), required=False, max_length=300
    )
