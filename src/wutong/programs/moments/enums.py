"""The vocabulary of the calendar of moments."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MomentKind(models.TextChoices):
    """What makes the day."""

    FESTIVAL = "festival", _("festival")
    FIXED = "fixed", _("anniversary or another fixed day")
    BIRTHDAY = "birthday", _("birthday")
    GRADUATION = "graduation", _("years since graduation")
    WELCOME = "welcome", _("days after joining")
    CALL = "call", _("invitation to write to the future")
    CAPSULE = "capsule", _("letter to the future arrives")


PERSONAL = frozenset({MomentKind.BIRTHDAY, MomentKind.WELCOME, MomentKind.CAPSULE})
"""Any day of the year may be somebody's."""
YEARLY = frozenset({MomentKind.FIXED, MomentKind.GRADUATION, MomentKind.CALL})
"""On one day of the year that the plan names."""


class Festival(models.TextChoices):
    """The days of the year that the almanac knows."""

    NEW_YEAR = "new_year", pgettext_lazy("festival", "New Year")
    SPRING_EVE = "spring_eve", pgettext_lazy("festival", "Spring Festival's eve")
    SPRING = "spring", pgettext_lazy("festival", "Spring Festival")
    LANTERN = "lantern", pgettext_lazy("festival", "Lantern Festival")
    QINGMING = "qingming", pgettext_lazy("festival", "Qingming")
    YOUTH = "youth", pgettext_lazy("festival", "Youth Day")
    DRAGON_BOAT = "dragon_boat", pgettext_lazy("festival", "Dragon Boat Festival")
    TEACHERS = "teachers", pgettext_lazy("festival", "Teachers' Day")
    MID_AUTUMN = "mid_autumn", pgettext_lazy("festival", "Mid-Autumn")
    NATIONAL = "national", pgettext_lazy("festival", "National Day")
    DOUBLE_NINTH = "double_ninth", pgettext_lazy("festival", "Double Ninth")
    WINTER_SOLSTICE = "winter_solstice", pgettext_lazy("festival", "Winter Solstice")


class BirthdayCalendar(models.TextChoices):
    """By which calendar somebody keeps the birthday."""

    SOLAR = "solar", _("by the solar calendar")
    LUNAR = "lunar", _("by the lunar calendar")


class OccurrenceState(models.TextChoices):
    """What became of a moment on its day. What is in ``OPEN`` is tried again."""

    MADE = "made", pgettext_lazy("moment", "sending made")
    NOBODY = "nobody", pgettext_lazy("moment", "nobody's day")
    SKIPPED = "skipped", pgettext_lazy("moment", "left out")
    SILENT = "silent", pgettext_lazy("moment", "day of silence")
    HELD = "held", pgettext_lazy("moment", "held: not approved")
    FAILED = "failed", pgettext_lazy("moment", "could not be made")
    MISSED = "missed", pgettext_lazy("moment", "missed: too late in the day")


OPEN = (
    OccurrenceState.HELD,
    OccurrenceState.FAILED,
    OccurrenceState.SILENT,
    OccurrenceState.MISSED,
)


class Standing(models.TextChoices):
    """Where the approval of a plan stands."""

    DRAFT = "draft", pgettext_lazy("plan", "not approved")
    WAITING = "waiting", pgettext_lazy("plan", "waits for approval")
    APPROVED = "approved", pgettext_lazy("plan", "approved")
    ENDING = "ending", pgettext_lazy("plan", "approval runs out soon")
    EXPIRED = "expired", pgettext_lazy("plan", "approval has run out")
    PAUSED = "paused", pgettext_lazy("plan", "paused")


class CapsuleState(models.TextChoices):
    """Where a letter to the future stands."""

    SEALED = "sealed", pgettext_lazy("capsule", "sealed")
    DELIVERED = "delivered", pgettext_lazy("capsule", "delivered")
    WITHDRAWN = "withdrawn", pgettext_lazy("capsule", "taken back")
