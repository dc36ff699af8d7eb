"""An intake of graduates: whom it made alumni, and everything it made for them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.people.models import Person
from wutong.core.reference.models import ClassGroup, LegalBody
from wutong.engines.outreach.models import Campaign
from wutong.platform.tabular.models import ImportBatch
from wutong.programs.graduation.enums import IntakeState
from wutong.programs.members.models import Card
from wutong.programs.rosters.models import RosterKeeper


class Intake(models.Model):
    """The graduates of one day, from the registrar's file to the first letter.

    `liaisons` are student numbers, one a class; `counts` says what the run made. The letter is a
    sending like any other and goes out when a second person has approved it.
    """

    title = models.CharField(pgettext_lazy("intake", "title"), max_length=120)
    batch = models.ForeignKey(
        ImportBatch, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("import"),
    )  # fmt: skip
    state = models.CharField(
        _("state"), max_length=10, choices=IntakeState.choices, default=IntakeState.PREPARING
    )
    legal_body = models.ForeignKey(
        LegalBody, models.PROTECT, related_name="+", verbose_name=_("in the name of")
    )
    with_cards = models.BooleanField(_("issue the alumni card"), default=True)
    with_letter = models.BooleanField(_("write a first letter"), default=True)
    subject_zh = models.CharField(max_length=120, blank=True, default="")
    subject_en = models.CharField(max_length=160, blank=True, default="")
    body_zh = models.TextField(blank=True, default="")
    body_en = models.TextField(blank=True, default="")
    liaisons = models.JSONField(default=list)
    campaign = models.ForeignKey(
        Campaign, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("first letter"),
    )  # fmt: skip
    counts = models.JSONField(default=dict)
    problem = models.CharField(max_length=400, blank=True, default="")
    progress_id = models.UUIDField(null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("created by")
    )
    created_at = models.DateTimeField(_("created"))
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("intake of graduates")
        verbose_name_plural = _("intakes of graduates")
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> str:
        """``intake:12``."""
        return f"intake:{self.pk}"

    @property
    def is_busy(self) -> bool:
        """Whether a background job holds it."""
        return self.state in {IntakeState.RUNNING, IntakeState.UNDOING}


class IntakeMember(models.Model):
    """A graduate of an intake, the class, and the card made for them by this intake."""

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    class_group = models.ForeignKey(ClassGroup, models.PROTECT, null=True, related_name="+")
    card = models.OneToOneField(Card, models.SET_NULL, null=True, related_name="+")
    keeper = models.OneToOneField(RosterKeeper, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("graduate of an intake")
        verbose_name_plural = _("graduates of an intake")
        constraints = (
            models.UniqueConstraint(fields=("intake", "person"), name="graduation_member_once"),
        )
        indexes = (models.Index(fields=("intake", "class_group"), name="graduation_classes"),)

    def __str__(self) -> str:
        return f"{self.intake_id}: {self.person_id}"
