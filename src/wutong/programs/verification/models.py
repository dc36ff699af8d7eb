"""A round of verification, the list of each college, and what it said of each person."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.people.models import Person
from wutong.core.reference.models import AcademicUnit
from wutong.programs.verification.enums import Answer, Review


class VerificationRound(models.Model):
    """What the colleges are asked to look through: whoever left between two years, or everybody."""

    title = models.CharField(pgettext_lazy("verification", "title"), max_length=120)
    leave_from = models.PositiveSmallIntegerField(_("left from"), null=True, blank=True)
    leave_to = models.PositiveSmallIntegerField(_("left until"), null=True, blank=True)
    due_on = models.DateField(_("to be signed by"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("created by")
    )
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("round of verification")
        verbose_name_plural = _("rounds of verification")
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> str:
        """``verification:12``."""
        return f"verification:{self.pk}"


class UnitList(models.Model):
    """The list of one college. `digest` pins every answer at the moment of the signature."""

    round = models.ForeignKey(
        VerificationRound, models.CASCADE, related_name="lists", verbose_name=_("round")
    )
    unit = models.ForeignKey(
        AcademicUnit, models.PROTECT, related_name="+", verbose_name=_("college")
    )
    people = models.PositiveIntegerField(pgettext_lazy("verification", "people"), default=0)
    looked_at = models.PositiveIntegerField(pgettext_lazy("verification", "looked at"), default=0)
    right = models.PositiveIntegerField(pgettext_lazy("verification", "right"), default=0)
    changed = models.PositiveIntegerField(pgettext_lazy("verification", "changed"), default=0)
    unknown = models.PositiveIntegerField(pgettext_lazy("verification", "unknown"), default=0)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=pgettext_lazy("verification", "signed by"),
    )  # fmt: skip
    signed_name = models.CharField(max_length=120, blank=True, default="")
    signed_at = models.DateTimeField(pgettext_lazy("verification", "signed"), null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        verbose_name = _("list of a college")
        verbose_name_plural = _("lists of colleges")
        constraints = (
            models.UniqueConstraint(fields=("round", "unit"), name="verification_list_once"),
        )

    def __str__(self) -> str:
        return f"{self.unit} · {self.round}"

    @property
    def ref(self) -> str:
        """``verification_list:12``."""
        return f"verification_list:{self.pk}"

    @property
    def is_signed(self) -> bool:
        """Whether the college has put its name to it."""
        return self.signed_at is not None

    @property
    def share(self) -> int:
        """Looked at, in whole percent, rounded down."""
        return 100 * self.looked_at // self.people if self.people else 100


class Line(models.Model):
    """One person of a list. `changes` are what the college gives as new, field by field, with what
    was on record then (`{"employer": {"old": …, "new": …}}`); `shown` is what a workbook told,
    so that only a cell that somebody changed counts as a change. No foreign-key check: to be listed
    must not stand in the way of taking an import back.
    """

    unit_list = models.ForeignKey(UnitList, models.CASCADE, related_name="lines")
    person = models.ForeignKey(
        Person, models.CASCADE, db_constraint=False, related_name="+", verbose_name=_("person")
    )
    answer = models.CharField(
        _("answer"), max_length=8, choices=Answer.choices, blank=True, default=Answer.OPEN
    )
    changes = models.JSONField(default=dict)
    shown = models.JSONField(null=True)
    answered_by = models.CharField(_("answered by"), max_length=120, blank=True, default="")
    answered_at = models.DateTimeField(_("answered"), null=True)
    review = models.CharField(
        _("review"), max_length=8, choices=Review.choices, blank=True, default=Review.WAITING
    )
    reviewed_by = models.CharField(_("reviewed by"), max_length=120, blank=True, default="")
    reviewed_at = models.DateTimeField(_("reviewed"), null=True)

    class Meta:
        verbose_name = _("line of a college's list")
        verbose_name_plural = _("lines of colleges' lists")
        constraints = (
            models.UniqueConstraint(fields=("unit_list", "person"), name="verification_line_once"),
        )
        indexes = (
            models.Index(fields=("unit_list", "answer", "id"), name="verification_answers"),
            models.Index(
                fields=("answered_at",), name="verification_to_review",
                condition=Q(answer="changed", review=""),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.person_id}: {self.answer}"
