"""What the account's pages ask."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.figures.public import Period
from wutong.kernel import clock

if TYPE_CHECKING:
    from django.http import QueryDict

EARLIEST = date(1950, 1, 1)
LANGUAGES = (("zh-hans", "中文"), ("en", "English"))


class PeriodForm(forms.Form):
    """The window of the account: a year, or from–to; today's year without either."""

    year = forms.IntegerField(required=False, min_value=1950, max_value=2200)
    from_ = forms.DateField(label=pgettext_lazy("period", "From"), required=False)
    to = forms.DateField(label=_("To"), required=False)
    lang = forms.ChoiceField(choices=LANGUAGES, required=False)

    @classmethod
    def read(cls, query: QueryDict) -> PeriodForm:
        """From an address, where the first day is called ``from``."""
        data = {key: query.get(key, "") for key in ("year", "to", "lang")}
        return cls(data | {"from_": query.get("from", "")})

    def clean(self) -> dict[str, Any]:
        """The window must go forward and must have begun."""
        cleaned = super().clean() or {}
        start, end = cleaned.get("from_"), cleaned.get("to")
        if bool(start) != bool(end):
            self.add_error(None, _("Give both days, the first and the last."))
        elif start and end and end < start:
            self.add_error(None, _("The last day lies before the first."))
        elif start and (start < EARLIEST or start > clock.today()):
            self.add_error(None, _("The period has not begun yet, or began before 1950."))
        return cleaned

    @property
    def period(self) -> Period:
        """What was asked for; this year where it makes no sense."""
        cleaned = self.cleaned_data if self.is_valid() else {}
        if cleaned.get("from_"):
            return Period(cleaned["from_"], cleaned["to"])
        today = clock.today()
        year = cleaned.get("year") or today.year
        return Period.year(min(year, today.year))


class ReasonForm(forms.Form):
    """Why a closed figure is restated."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("It is printed beside the figure from now on."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CommentForm(forms.Form):
    """A word for the person who closes the year."""

    comment = forms.CharField(
        label=_("Comment for the second person"), max_length=300, required=False
    )
