"""What members and visitors fill in, on a phone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wutong.programs.comments.enums import Ground
from wutong.programs.comments.names import LONGEST, NICKNAME_LONGEST


class CommentForm(forms.Form):
    """The words; before the first ones also the name in front."""

    nickname = forms.CharField(
        label=gettext_lazy("Nickname"), max_length=NICKNAME_LONGEST,
        help_text=gettext_lazy("Everybody reads it above your comments. It cannot be changed later."),
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("Your comment"),
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST}),
    )

    def __init__(self, *args: Any, nickname: str = "", **options: Any) -> None:
        options.setdefault("auto_id", "comment_%s")
        super().__init__(*args, **options)
        if nickname:
            del self.fields["nickname"]
        self.fields["text"].help_text = _("At most %(most)s characters, plain text.") % {
            "most": LONGEST
        }


class ReportForm(forms.Form):
    """What is wrong with it, and for visitors where the answer may go."""

    ground = forms.ChoiceField(
        label=gettext_lazy("What is wrong with it?"), choices=Ground.choices,
        widget=forms.RadioSelect,
    )  # fmt: skip
    words = forms.CharField(
        label=pgettext_lazy("report", "In a few words"), max_length=300, required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 300}),
    )  # fmt: skip
    contact = forms.EmailField(
        label=gettext_lazy("E-mail address"), required=False, max_length=254,
        help_text=gettext_lazy("Only if you want to know what became of it."),
    )  # fmt: skip

    def __init__(self, *args: Any, known: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if known:
            del self.fields["contact"]


class MendForm(forms.Form):
    """Other words for the same comment."""

    text = forms.CharField(
        label=gettext_lazy("Your comment"),
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST}),
    )


class AppealForm(forms.Form):
    """Why it should stand."""

    says = forms.CharField(
        label=gettext_lazy("Why it should stand"), max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 300}),
    )  # fmt: skip
