from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LetterKind(TextChoices):
    """What a formal letter is for."""

    CONGRATULATION = "congratulation", _("Letter of congratulation")
    CONDOLENCE = "condolence", _("Letter of condolence")
    CONSOLATION = "consolation", _("Letter of sympathy")
    THANKS = "thanks", _("Letter of thanks")
    INVITATION = "invitation", _("Letter of invitation")


class LetterState(TextChoices):
    """Where a letter stands. A number is given once, with the seal."""

    DRAFT = "draft", pgettext_lazy("letter", "Draft")
    REVIEW = "review", pgettext_lazy("letter", "Waits for sign-off")
    APPROVED = "approved", pgettext_lazy("letter", "Signed off")
    SEALED = "sealed", pgettext_lazy("letter", "Numbered and sealed")
    SENT = "sent", pgettext_lazy("letter", "Sent")
    ANSWERED = "answered", pgettext_lazy("letter", "Answered")
    VOID = "void", pgettext_lazy("letter", "Void")


NUMBERED = (LetterState.SEALED, LetterState.SENT, LetterState.ANSWERED)
OPEN = (LetterState.DRAFT, LetterState.REVIEW, LetterState.APPROVED)


class Theme(TextChoices):
    """The larger work a letter belongs to; figures count by it."""

    NONE = "", pgettext_lazy("theme of a letter", "None")
    RELIEF = "relief", pgettext_lazy("theme of a letter", "Relief work")
    ANNIVERSARY = "anniversary", pgettext_lazy("theme of a letter", "University anniversary")
    AWARD = "award", pgettext_lazy("theme of a letter", "Election, appointment or award")
    GIFT = "gift", pgettext_lazy("theme of a letter", "Gift or support")


class Way(TextChoices):
    """How a letter left the house."""

    EMAIL = "email", pgettext_lazy("way of a letter", "By e-mail")
    POST = "post", pgettext_lazy("way of a letter", "Printed and posted")
    HAND = "hand", pgettext_lazy("way of a letter", "Handed over")


class Language(TextChoices):
    CHINESE = "zh-hans", _("Chinese")
    ENGLISH = "en", _("English")
