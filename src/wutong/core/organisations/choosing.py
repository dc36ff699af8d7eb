"""Asking for an organisation in a form: by its name, as far as the user sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wutong.core.organisations.models import Organisation
from wutong.platform.access.public import scope

if TYPE_CHECKING:
    from wutong.platform.accounts.models import User


class OrganisationField(forms.CharField):
    """An organisation by its name; no list of thousands to scroll."""

    def __init__(self, user: User, **options: Any) -> None:
        options.setdefault("help_text", _("Its name, as it is on record."))
        super().__init__(max_length=200, **options)
        self.user = user

    def prepare_value(self, value: Any) -> Any:
        """An organisation is shown by its name."""
        if isinstance(value, int):
            value = scope(self.user, Organisation).filter(pk=value).first()
        return value.name_zh if isinstance(value, Organisation) else value

    def clean(self, value: Any) -> Any:
        """The one organisation of that name."""
        text = super().clean(value).strip()
        if not text:
            return None
        rows = scope(self.user, Organisation)
        found = list(rows.filter(name_zh=text)[:2]) or list(rows.filter(name_en__iexact=text)[:2])
        if len(found) != 1:
            raise forms.ValidationError(
                _("There is no organisation of this name, or more than one.")
            )
        return found[0]
