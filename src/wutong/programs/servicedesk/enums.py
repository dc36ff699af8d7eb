from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import pgettext_lazy


class Channel(TextChoices):
    """Which way it came."""

    PHONE = "phone", pgettext_lazy("case channel", "Phone call")
    EMAIL = "email", pgettext_lazy("case channel", "E-mail")
    SMS = "sms", pgettext_lazy("case channel", "SMS")
    WECHAT = "wechat", pgettext_lazy("case channel", "WeChat")
    WALK_IN = "walk_in", pgettext_lazy("case channel", "At the counter")
    LETTER = "letter", pgettext_lazy("case channel", "Letter")


class CaseState(TextChoices):
    """Where a case stands."""

    NEW = "new", pgettext_lazy("case", "New")
    WORK = "work", pgettext_lazy("case", "In work")
    HANDED = "handed", pgettext_lazy("case", "With a department")
    WAITING = "waiting", pgettext_lazy("case", "Waits for the alumnus")
    ANSWERED = "answered", pgettext_lazy("case", "Answered")
    CLOSED = "closed", pgettext_lazy("case", "Closed without answer")
    JOINED = "joined", pgettext_lazy("case", "Joined to another")


OPEN = (CaseState.NEW, CaseState.WORK, CaseState.HANDED, CaseState.WAITING)


class Rating(IntegerChoices):
    """How an alumnus found it."""

    FIVE = 5, pgettext_lazy("rating", "5: very good")
    FOUR = 4, pgettext_lazy("rating", "4: good")
    THREE = 3, pgettext_lazy("rating", "3: fair")
    TWO = 2, pgettext_lazy("rating", "2: poor")
    ONE = 1, pgettext_lazy("rating", "1: very poor")


SATISFIED, LOW = 4, 2


class NoteKind(TextChoices):
    """What a line of a case's history is."""

    NOTE = "note", pgettext_lazy("case history", "Note")
    HANDED = "handed", pgettext_lazy("case history", "Handed to a department")
    REPLY = "reply", pgettext_lazy("case history", "The department replied")
    RETURNED = "returned", pgettext_lazy("case history", "Sent back by the department")
    ANSWER = "answer", pgettext_lazy("case history", "Answered")
    RATED = "rated", pgettext_lazy("case history", "Rated")
    REOPENED = "reopened", pgettext_lazy("case history", "Opened again")
    CLOSED = "closed", pgettext_lazy("case history", "Closed without answer")
    JOINED = "joined", pgettext_lazy("case history", "A repeat was joined")
