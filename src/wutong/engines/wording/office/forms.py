"""The forms of the lists."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wutong.core.reference.models import LegalBody
from wutong.engines.wording.enums import LeaderKind, TermKind, TermLanguage
from wutong.kernel.clock import today
from wutong.platform.tabular.public import parse_date
from wutong.ui.office.fields import DayInput

SEPARATOR = "|"
LONGEST_TRY = 60_000


def titles_in_lines(rows: list[dict[str, Any]]) -> str:
    """Titles as somebody types them, one a line."""
    return "\n".join(
        f" {SEPARATOR} ".join(
            part or "" for part in (row["title"], row["title_en"], row["since"], row["until"])
        ).rstrip(f" {SEPARATOR}")
        for row in rows
    )


class LeaderForm(forms.Form):
    """Name, place in protocol and titles."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=40, min_length=2)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=80, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=LeaderKind.choices)
    rank = forms.IntegerField(
        label=gettext_lazy("Place in protocol"), min_value=1, max_value=999,
        help_text=gettext_lazy("Within the kind; the smaller number stands first."),
    )  # fmt: skip
    lines = forms.CharField(
        label=gettext_lazy("Titles"), max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "One title a line: title | in English | since | until. What is not known is left empty;"
            " a title without “until” is still held. Such as: 校长 | President | 2023-05-10"
        ),
    )  # fmt: skip
    note = forms.CharField(label=gettext_lazy("Note"), max_length=200, required=False)
    retired = forms.BooleanField(label=gettext_lazy("No longer looked for"), required=False)
    why = forms.CharField(
        label=gettext_lazy("Why it is changed"), max_length=200, required=False,
        help_text=gettext_lazy("Such as the number of the appointment notice."),
    )  # fmt: skip

    def clean_lines(self) -> list[tuple[str, str, Any, Any]]:
        """Each line as (title, in English, since, until)."""
        found = []
        text = self.cleaned_data["lines"].replace("\uff5c", SEPARATOR)
        for number, line in enumerate(filter(str.strip, text.splitlines()), 1):
            parts = [part.strip() for part in line.split(SEPARATOR)]
            parts += [""] * (4 - len(parts))
            days = [self._day(part, number) for part in parts[2:4]]
            if len(parts) > 4 or not parts[0] or len(parts[0]) > 80 or len(parts[1]) > 120:
                raise forms.ValidationError(
                    _("Line %(number)s cannot be read as a title.") % {"number": number}
                )
            if days[0] and days[1] and days[1] < days[0]:
                raise forms.ValidationError(
                    _("Line %(number)s: the title ends before it begins.") % {"number": number}
                )
            found.append((parts[0], parts[1], *days))
        return found

    def _day(self, text: str, number: int) -> Any:
        if not text:
            return None
        read = parse_date(text)
        if read is None:
            raise forms.ValidationError(
                _("Line %(number)s: “%(text)s” is no date. Write it like 2024-06-30.")
                % {"number": number, "text": text}
            )
        return read[0]


class TermForm(forms.Form):
    """A word, what to write instead, and why."""

    words = forms.CharField(
        label=pgettext_lazy("wording", "Word"), max_length=80, min_length=2,
        help_text=gettext_lazy(
            "It is found in full width, in traditional characters and with gaps, too."
        ),
    )  # fmt: skip
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=TermKind.choices)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=TermLanguage.choices)
    advice = forms.CharField(
        label=gettext_lazy("Write instead"), max_length=160, required=False,
        help_text=gettext_lazy("For a set phrase: the phrase in full."),
    )  # fmt: skip
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200, required=False)
    within = forms.CharField(
        label=gettext_lazy("Allowed in"), max_length=400, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Longer words in which it may stand, one a line."),
    )  # fmt: skip
    retired = forms.BooleanField(label=gettext_lazy("No longer looked for"), required=False)
    why = forms.CharField(label=gettext_lazy("Why it is changed"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """A set phrase says how it is written in full."""
        cleaned = super().clean() or {}
        cleaned["within"] = "\n".join(
            line.strip() for line in cleaned.get("within", "").splitlines() if line.strip()
        )
        if cleaned.get("kind") == TermKind.PHRASE and not cleaned.get("advice"):
            self.add_error("advice", _("Say how the phrase is written in full."))
        return cleaned


class CertificateForm(forms.Form):
    """Whose, which, from when to when."""

    legal_body = forms.ModelChoiceField(
        label=gettext_lazy("Legal body"), queryset=LegalBody.objects.all(), empty_label=None
    )
    number = forms.CharField(label=gettext_lazy("Number of the certificate"), max_length=80)
    since = forms.DateField(label=gettext_lazy("Valid from"), widget=DayInput, initial=today)
    until = forms.DateField(label=gettext_lazy("Valid until"), widget=DayInput, required=False)

    def clean(self) -> dict[str, Any]:
        """Forward in time."""
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("It ends before it begins."))
        return cleaned


class TryForm(forms.Form):
    """A text that is nobody's yet."""

    text = forms.CharField(
        label=gettext_lazy("Text"), max_length=LONGEST_TRY,
        widget=forms.Textarea(attrs={"rows": 10}),
    )  # fmt: skip
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=TermLanguage.choices)
    on = forms.DateField(
        label=gettext_lazy("Titles as of"), widget=DayInput, initial=today, required=False
    )
    legal_body = forms.ModelChoiceField(
        label=gettext_lazy("Published in the name of"), queryset=LegalBody.objects.all(),
        required=False, empty_label=gettext_lazy("Not published"),
        help_text=gettext_lazy(
            "Where everybody can read it, wording that asks for gifts is looked for, too."
        ),
    )  # fmt: skip


class AnswerForm(forms.Form):
    """Why something stays."""

    key = forms.CharField(max_length=24, widget=forms.HiddenInput)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300, required=False)
