from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Verdict(TextChoices):
    """How a proposal stands to what is on record."""

    NEW = "new", pgettext_lazy("proposal", "New")
    SAME = "same", pgettext_lazy("proposal", "The same")
    CHANGES = "changes", pgettext_lazy("proposal", "Changes")
    CONTRADICTS = "contradicts", pgettext_lazy("proposal", "Contradicts")


class How(TextChoices):
    """What taking a proposal over does."""

    ADD = "add", pgettext_lazy("proposal", "put beside what is there")
    REPLACE = "replace", pgettext_lazy("proposal", "in place of what is there")
    CONFIRM = "confirm", pgettext_lazy("proposal", "confirm as of today")
    END = "end", pgettext_lazy("proposal", "end what is there")


class Channel(TextChoices):
    """Which way something reached the office, or the office somebody."""

    WECHAT = "wechat", pgettext_lazy("channel", "WeChat")
    PHONE = "phone", pgettext_lazy("channel", "Phone call")
    EMAIL = "email", pgettext_lazy("channel", "E-mail")
    LETTER = "letter", pgettext_lazy("channel", "Letter")
    VISIT = "visit", pgettext_lazy("channel", "Visit")
    MEETING = "meeting", pgettext_lazy("channel", "Meeting or event")
    OTHER = "other", pgettext_lazy("channel", "Other")


class ToldBy(TextChoices):
    """Who said so; how sure a fact is follows from it."""

    SELF = "self", pgettext_lazy("told by", "The person")
    KNOWN = "known", pgettext_lazy("told by", "A class liaison, classmate or colleague")
    OTHERS = "others", pgettext_lazy("told by", "Somebody else, or found elsewhere")


class Criterion(TextChoices):
    """Why somebody is a key alumnus."""

    LEADER = "leader", _("Leader in government or a public body")
    SCHOLAR = "scholar", _("Academician or leading scholar")
    ENTREPRENEUR = "business", _("Entrepreneur or executive")
    DONOR = "donor", _("Donor")
    PROSPECT = "prospect", _("May give")
    ORGANISER = "organiser", _("Heart of an alumni organisation")
    PUBLIC = "public", _("Known in culture, sports or the media")
    OTHER = "other", pgettext_lazy("criterion", "Other")


class Level(TextChoices):
    """How closely the office keeps in touch; the first is the president's."""

    FIRST = "1", pgettext_lazy("key alumni", "First")
    SECOND = "2", pgettext_lazy("key alumni", "Second")
    THIRD = "3", pgettext_lazy("key alumni", "Third")


class DutyKind(TextChoices):
    """Why somebody is in the duty directory."""

    OFFICER = "officer", _("Officer of an alumni organisation")
    COORDINATOR = "unit", _("College coordinator")
    OTHER = "other", pgettext_lazy("duty directory", "Other")


class DutyState(TextChoices):
    """Where the quarter's confirmation stands."""

    CONFIRMED = "confirmed", pgettext_lazy("duty directory", "Confirmed this quarter")
    WAITING = "waiting", pgettext_lazy("duty directory", "Asked, not answered")
    OLD = "old", pgettext_lazy("duty directory", "Not yet asked")


class GroupKind(TextChoices):
    """Whom a WeChat group gathers."""

    CLASS = "class", pgettext_lazy("WeChat group", "Class")
    CHAPTER = "chapter", pgettext_lazy("WeChat group", "Alumni organisation")
    COLLEGE = "college", pgettext_lazy("WeChat group", "College")
    WORK = "work", pgettext_lazy("WeChat group", "Work")
    OTHER = "other", pgettext_lazy("WeChat group", "Other")
