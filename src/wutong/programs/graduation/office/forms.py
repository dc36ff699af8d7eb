"""What is asked before graduates are taken in."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.reference.models import LegalBody
from wutong.kernel.hanzi import fold
from wutong.programs.graduation import letters

_BETWEEN = re.compile(r"[\s,;、]+")
MOST_LIAISONS = 3_000


class ChoicesForm(forms.Form):
    """In whose name, which cards, which letter, who looks after the classes."""

    title = forms.CharField(
        label=pgettext_lazy("intake", "Title"), max_length=120,
        help_text=_("Such as “Graduates of June 2026”; it is the source of every field."),
    )  # fmt: skip
    legal_body = forms.ModelChoiceField(
        label=_("In the name of"), queryset=LegalBody.objects.all(), empty_label=None
    )
    with_cards = forms.BooleanField(label=_("Issue the alumni card"), required=False)
    liaisons = forms.CharField(
        label=_("Class liaisons"), required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=_(
            "Their student numbers, one after the other; each looks after the class they studied"
            " in. Classes without a liaison can be given one afterwards."
        ),
    )  # fmt: skip
    with_letter = forms.BooleanField(
        label=_("Write a first letter"), required=False,
        help_text=_("It goes out after a second person has approved it."),
    )  # fmt: skip
    subject_zh = forms.CharField(label=_("Subject in Chinese"), max_length=120, required=False)
    body_zh = forms.CharField(
        label=_("Text in Chinese"), required=False,
        widget=forms.Textarea(attrs={"rows": 10, "lang": "zh-Hans"}),
    )  # fmt: skip
    subject_en = forms.CharField(label=_("Subject in English"), max_length=160, required=False)
    body_en = forms.CharField(
        label=_("Text in English"), required=False,
        widget=forms.Textarea(attrs={"rows": 10, "lang": "en"}),
    )  # fmt: skip

    def clean_liaisons(self) -> list[str]:
        """Student numbers as the register has them."""
        numbers = [fold(part).upper() for part in _BETWEEN.split(self.cleaned_data["liaisons"])]
        found = list(dict.fromkeys(number for number in numbers if number))
        if len(found) > MOST_LIAISONS:
            raise forms.ValidationError(_("These are too many liaisons."))
        return found

    def values(self) -> dict[str, Any]:
        """What the services write."""
        return {name: self.cleaned_data[name] for name in ChoicesForm.base_fields}


class IntakeForm(ChoicesForm):
    """The same, with the file first."""

    file = forms.FileField(
        label=_("The registrar's file"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xlsm,.csv,.txt,.tsv"}),
        error_messages={"required": _("Choose a file first.")},
    )
    field_order = ("file",)


def proposed() -> dict[str, Any]:
    """What a new intake begins with."""
    return {
        "with_cards": True,
        "with_letter": True,
        "subject_zh": letters.SUBJECT_ZH,
        "body_zh": letters.BODY_ZH,
        "subject_en": letters.SUBJECT_EN,
        "body_en": letters.BODY_EN,
    }
