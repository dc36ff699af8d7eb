from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SuggestionKind(TextChoices):
    """What a liaison can tell the office about a classmate."""

    PHONE = "phone", pgettext_lazy("suggestion", "Mobile phone")
    EMAIL = "email", pgettext_lazy("suggestion", "E-mail address")
    WORK = "work", pgettext_lazy("suggestion", "Where they work")
    DECEASED = "deceased", pgettext_lazy("suggestion", "Has died")
    NOT_OURS = "not_ours", pgettext_lazy("suggestion", "Was not in our class")
    MISSING = "missing", pgettext_lazy("suggestion", "Is missing from the list")


CONTACT_KINDS = (SuggestionKind.PHONE, SuggestionKind.EMAIL)
CLASSMATES_MAY_CONFIRM = (*CONTACT_KINDS, SuggestionKind.WORK)
"""A death, a wrong class and a missing classmate are looked into by the office."""


class SuggestionState(TextChoices):
    WAITING = "waiting", pgettext_lazy("suggestion", "Waiting")
    CONFIRMED = "confirmed", pgettext_lazy("suggestion", "Confirmed")
    DECLINED = "declined", pgettext_lazy("suggestion", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("suggestion", "Taken back")


class Reach(TextChoices):
    """How a classmate stands on the board."""

    FOUND = "found", _("Found")
    LOST = "lost", _("Lost")
    DECEASED = "deceased", _("Deceased")
