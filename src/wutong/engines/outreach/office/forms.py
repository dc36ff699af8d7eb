"""The composer and the small forms of a sending."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wutong.core.consent.public import topics
from wutong.engines.audiences.models import Segment
from wutong.engines.outreach.errors import MarkupError
from wutong.engines.outreach.markup import to_html
from wutong.engines.outreach.merge_fields import fallbacks_in, fields_in
from wutong.engines.outreach.models import Campaign
from wutong.platform.access.public import scope

if TYPE_CHECKING:
    from wutong.platform.accounts.models import User

LANGUAGES = (("zh", "zh-hans"), ("en", "en"))


class CampaignForm(forms.ModelForm[Campaign]):
    """Who writes to whom about what, in both languages."""

    class Meta:
        model = Campaign
        fields = (
            "title",
            "legal_body",
            "topic",
            "segment",
            "ornament",
            "subject_zh",
            "body_zh",
            "subject_en",
            "body_en",
        )
        widgets = {
            "body_zh": forms.Textarea(attrs={"rows": 12, "lang": "zh-Hans"}),
            "body_en": forms.Textarea(attrs={"rows": 12, "lang": "en"}),
            "subject_zh": forms.TextInput(attrs={"lang": "zh-Hans"}),
            "subject_en": forms.TextInput(attrs={"lang": "en"}),
        }
        help_texts = {
            "title": _("For colleagues; recipients do not see it."),
            "legal_body": _("Its name and signature stand in the letter; it answers for the data."),
            "topic": _("People can leave each topic by itself."),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"] = forms.ChoiceField(
            label=_("Topic"),
            choices=[(topic.code, topic.label) for topic in topics],
            help_text=self.fields["topic"].help_text,
        )
        segments = self.fields["segment"]
        assert isinstance(segments, forms.ModelChoiceField)
        segments.queryset = scope(user, Segment).order_by("name")
        segments.empty_label = _("Choose later")

    def written(self, half: str) -> tuple[str, ...]:
        """The fields that make up one language."""
        return (f"subject_{half}", f"body_{half}")

    def problem_with(self, text: str, language: str) -> str:
        """What is wrong with one of them; "" when nothing is."""
        del language
        return _markup_problem(text)

    def values(self) -> dict[str, Any]:
        """What the service keeps."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def clean(self) -> dict[str, Any]:
        """Merge fields and markup, each error at the text it is in."""
        data = super().clean() or self.cleaned_data
        for half, language in LANGUAGES:
            texts = []
            for name in self.written(half):
                text = data.get(name) or ""
                if problem := self.problem_with(text, language):
                    self.add_error(name, problem)
                else:
                    texts.append(text)
            try:
                fallbacks_in(texts, language)
            except MarkupError as error:
                self.add_error(f"body_{half}", str(error))
        return data


def _markup_problem(text: str) -> str:
    try:
        fields_in([text])
        to_html(text)
    except MarkupError as error:
        return str(error)
    return ""


class ScheduleForm(forms.Form):
    """When it leaves."""

    at = forms.DateTimeField(
        label=_("At this time instead (campus time)"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )


class DecisionForm(forms.Form):
    """The second person's word."""

    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed when you send it back."),
    )
