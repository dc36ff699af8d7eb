from __future__ import annotations

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.engines.inbox.rules import CHANGE
from wutong.platform.access.public import can
from wutong.platform.accounts.models import User

SHORT = 100


class AssignForm(forms.Form):
    """Into whose hands."""

    user = forms.ModelChoiceField(
        label=_("In the hands of"), queryset=User.objects.none(), required=False,
        empty_label=pgettext_lazy("hands", "nobody"),
    )  # fmt: skip

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        staff = User.objects.filter(is_active=True, groups__isnull=False).distinct()
        able = [user.pk for user in staff if can(user, CHANGE)]
        field = self.fields["user"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = User.objects.filter(pk__in=able).order_by("display_name")


class AnswerForm(forms.Form):
    """Our words."""

    text = forms.CharField(
        label=pgettext_lazy("inbound", "Your answer"),
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args: object, longest: int = 0, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["text"]
        assert isinstance(field, forms.CharField)
        field.max_length = longest or None
        if longest:
            field.validators.append(MaxLengthValidator(longest))
            field.widget.attrs["maxlength"] = longest
            field.widget.attrs["rows"] = 6 if longest > SHORT else 2
