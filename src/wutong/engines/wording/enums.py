from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LeaderKind(TextChoices):
    """Where a leader stands; the order of the kinds is that of protocol."""

    SUPERIOR = "superior", pgettext_lazy("kind of leader", "Superior authorities")
    UNIVERSITY = "university", pgettext_lazy("kind of leader", "The university")
    FORMER = "former", pgettext_lazy("kind of leader", "Former leaders of the university")
    UNIT = "unit", pgettext_lazy("kind of leader", "Departments and colleges")
    ALUMNI = "alumni", pgettext_lazy("kind of leader", "Alumni association and foundation")


class TermKind(TextChoices):
    """What a word is on the list for."""

    FORBIDDEN = "forbidden", pgettext_lazy("kind of word", "Not to be used")
    SENSITIVE = "sensitive", pgettext_lazy("kind of word", "Sensitive")
    PHRASE = "phrase", pgettext_lazy("kind of word", "Set phrase")
    SOLICITATION = "solicitation", pgettext_lazy("kind of word", "Asking for gifts")


class TermLanguage(TextChoices):
    CHINESE = "zh-hans", _("Chinese")
    ENGLISH = "en", _("English")


class FindingKind(TextChoices):
    """What is amiss at a place of a text."""

    TITLE_OUTDATED = "title_outdated", pgettext_lazy("finding", "Title no longer held")
    TITLE_WRONG = "title_wrong", pgettext_lazy("finding", "Wrong title")
    ORDER = "order", pgettext_lazy("finding", "Order of names")
    NAME = "name", pgettext_lazy("finding", "Name of a leader")
    FORBIDDEN = "forbidden", pgettext_lazy("finding", "Word not to be used")
    SENSITIVE = "sensitive", pgettext_lazy("finding", "Sensitive word")
    PHRASE = "phrase", pgettext_lazy("finding", "Set phrase")
    SOLICITATION = "solicitation", pgettext_lazy("finding", "Asking for gifts in public")
    QUOTATION = "quotation", pgettext_lazy("finding", "Quotation without permission")


class Severity(TextChoices):
    GRAVE = "grave", pgettext_lazy("severity", "mend it")
    LOOK = "look", pgettext_lazy("severity", "look at it")


SEVERITY_OF = {
    FindingKind.TITLE_OUTDATED: Severity.GRAVE,
    FindingKind.TITLE_WRONG: Severity.GRAVE,
    FindingKind.ORDER: Severity.GRAVE,
    FindingKind.NAME: Severity.LOOK,
    FindingKind.FORBIDDEN: Severity.GRAVE,
    FindingKind.SENSITIVE: Severity.LOOK,
    FindingKind.PHRASE: Severity.LOOK,
    FindingKind.SOLICITATION: Severity.GRAVE,
    FindingKind.QUOTATION: Severity.GRAVE,
}


class RemarkState(TextChoices):
    """What became of a finding."""

    OPEN = "open", pgettext_lazy("finding", "Open")
    KEPT = "kept", pgettext_lazy("finding", "Kept with a reason")
    MENDED = "mended", pgettext_lazy("finding", "Mended")
