from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class DocumentState(TextChoices):
    """A number is never used again: what was wrong stays in the series as void."""

    VALID = "valid", pgettext_lazy("document", "Valid")
    VOID = "void", pgettext_lazy("document", "Void")
    SUPERSEDED = "superseded", pgettext_lazy("document", "Superseded")
