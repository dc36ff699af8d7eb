"""The form of a call."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.engines.calls.models import Call
from wutong.programs.voices.names import RESERVED
from wutong.ui.office.fields import DayInput

CHINESE, ENGLISH = {"lang": "zh-Hans"}, {"lang": "en"}
BEGINS = re.compile(r"[a-z]")


class CallForm(forms.ModelForm[Call]):
    """What is asked, of whom, until when."""

    class Meta:
        model = Call
        fields = (
            "title_zh", "title_en", "asked_zh", "asked_en", "topic_zh", "topic_en", "slug",
            "opens_on", "closes_on", "openness", "shortest", "longest",
        )  # fmt: skip
        widgets = {
            "title_zh": forms.TextInput(attrs=CHINESE),
            "title_en": forms.TextInput(attrs=ENGLISH),
            "asked_zh": forms.Textarea(attrs={"rows": 3, **CHINESE}),
            "asked_en": forms.Textarea(attrs={"rows": 3, **ENGLISH}),
            "topic_zh": forms.TextInput(attrs=CHINESE),
            "topic_en": forms.TextInput(attrs=ENGLISH),
            "opens_on": DayInput(),
            "closes_on": DayInput(),
            "openness": forms.RadioSelect(),
        }
        help_texts = {
            "asked_zh": gettext_lazy(
                "One or two sentences; they stand in the letter and on the form."
            ),
            "slug": gettext_lazy("Lower-case letters, digits and hyphens; it stands in the link."),
            "closes_on": gettext_lazy("Empty: stays open."),
        }

    def clean_slug(self) -> str:
        """An address that leads nowhere else."""
        slug: str = self.cleaned_data["slug"].lower()
        if slug in RESERVED or not BEGINS.match(slug):
            raise forms.ValidationError(_("Please begin with a letter and choose another word."))
        return slug
