"""Django's own words where a colleague would say it otherwise; our catalogue wins over Django's."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

WORDS = (
    _("This field is required."),
    _("Enter a valid email address."),
    _("Enter a whole number."),
    _("Enter a valid date."),
    _("Select a valid choice. That choice is not one of the available choices."),
    _("No file was submitted. Check the encoding type on the form."),
    _("The submitted file is empty."),
)
