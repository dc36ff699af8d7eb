"""Forms about segments and lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.core.reference.models import AcademicUnit
from wutong.engines.audiences.enums import Sharing
from wutong.engines.audiences.sharing import SharedWith
from wutong.platform.access.public import scopes_of

if TYPE_CHECKING:
    from wutong.engines.audiences.models import Segment
    from wutong.platform.accounts.models import User


class SharingForm(forms.Form):
    """Who may use what is saved. ``colleges`` are those the user may share with."""

    sharing = forms.ChoiceField(
        label=gettext_lazy("Who may use it"),
        choices=Sharing.choices,
        initial=Sharing.OWNER,
        widget=forms.RadioSelect,
    )
    shared_unit = forms.ModelChoiceField(
        label=gettext_lazy("College that shares it"),
        queryset=AcademicUnit.objects.none(),
        required=False,
        empty_label=gettext_lazy("choose a college"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = AcademicUnit.objects.filter(parent__isnull=True, valid_to__isnull=True)
        scopes = scopes_of(user)
        if not scopes.everything:
            units = units.filter(code__in=scopes.colleges)
        field = self.fields["shared_unit"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = units.order_by("code")

    def clean(self) -> dict[str, Any]:
        """A college where a college shares."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("sharing") == Sharing.UNIT and not cleaned.get("shared_unit"):
            self.add_error("shared_unit", _("Choose the college whose colleagues may use it."))
        return cleaned

    def shared(self) -> SharedWith:
        """The answer; only of a valid form."""
        given = self.cleaned_data
        return SharedWith(Sharing(given["sharing"]), given["shared_unit"])


class SegmentForm(SharingForm):
    """What a segment is called and who may use it."""

    name = forms.CharField(label=gettext_lazy("Name of the segment"), max_length=120)
    note = forms.CharField(label=gettext_lazy("Note"), max_length=300, required=False)
    field_order = ("name", "note", "sharing", "shared_unit")

    @classmethod
    def of(cls, segment: Segment | None, *args: Any, user: User) -> SegmentForm:
        """Filled with a segment's words."""
        initial = {name: getattr(segment, name) for name in cls.field_order} if segment else {}
        return cls(*args, user=user, initial=initial)


class ListForm(SharingForm):
    """A list as a file or as lines."""

    name = forms.CharField(label=gettext_lazy("Name of the list"), max_length=120)
    note = forms.CharField(label=gettext_lazy("Note"), max_length=300, required=False)
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xlsm,.csv,.txt,.tsv"}),
        help_text=gettext_lazy(
            "Excel or CSV with a heading such as 学号, 姓名, 手机, 邮箱, 届, 班级; further columns"
            " are left alone."
        ),
    )
    lines = forms.CharField(
        label=gettext_lazy("Or paste lines"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "One person a line: a student number, phone number, e-mail address, or a name with"
            " year, class or college."
        ),
    )
    field_order = ("name", "file", "lines", "note", "sharing", "shared_unit")

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        cleaned = super().clean()
        if bool(cleaned.get("file")) == bool(cleaned.get("lines", "").strip()):
            self.add_error("file", _("Choose a file or paste lines, one of the two."))
        return cleaned
