"""The engagement ledger: one row per act."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from wutong.core.people.models import Person
from wutong.core.reference.enums import Grade, OfficeRole, Population, SourceGrade
from wutong.kernel.ids import uuid7

from .enums import CaseMode, SubjectKind


class Act(models.Model):
    """What somebody did, once.

    Rows are never deleted and, but for three things, never changed (a database trigger holds
    it): ``voided_at`` is set on an act and on its reversal together; merging people re-points
    ``person``; erasing a person replaces it by an irreversible ``participant_key``. Acts that
    stand have ``voided_at IS NULL``. A correction is a reversal row (``reverses``, negative
    quantity) plus a new act. Nothing holds a foreign key to this table.
    """

    pk = models.CompositePrimaryKey("occurred_on", "id")
    id = models.UUIDField(default=uuid7, editable=False)
    occurred_on = models.DateField(_("day"))
    recorded_at = models.DateTimeField(_("recorded at"))
    subject_kind = models.CharField(_("subject"), max_length=12, choices=SubjectKind)
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("person"),
    )
    participant_key = models.BinaryField(null=True, max_length=16)
    subject_ref = models.CharField(max_length=64, blank=True)
    kind = models.CharField(_("kind"), max_length=40)
    case_mode = models.CharField(_("CASE mode"), max_length=16, choices=CaseMode)
    counts_for_aem = models.BooleanField(_("counts for CASE"))
    quantity = models.BigIntegerField(_("quantity"), default=1)
    unit = models.CharField(_("unit"), max_length=24)
    population = models.CharField(_("population"), max_length=12, choices=Population)
    legal_body = models.CharField(_("legal body"), max_length=16)
    office_role = models.CharField(_("role of the office"), max_length=12, choices=OfficeRole)
    source_ref = models.CharField(_("source object"), max_length=96)
    source_grade = models.CharField(_("source grade"), max_length=1, choices=SourceGrade)
    grade = models.SmallIntegerField(_("confidentiality"), choices=Grade, default=Grade.INTERNAL)
    note = models.CharField(_("note"), max_length=200, blank=True)
    idempotency_key = models.CharField(max_length=120)
    reverses = models.UUIDField(null=True)
    voided_at = models.DateTimeField(null=True)
    batch_ref = models.CharField(max_length=64, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        db_table = "engagement_act"
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        constraints = [
            models.UniqueConstraint(
                fields=["occurred_on", "idempotency_key"], name="engagement_act_once"
            ),
            models.CheckConstraint(
                name="engagement_act_subject",
                condition=(
                    models.Q(subject_kind="person", person__isnull=False)
                    | models.Q(
                        subject_kind="erased", person__isnull=True, participant_key__isnull=False
                    )
                    | models.Q(
                        subject_kind__in=["organisation", "device", "count"], person__isnull=True
                    )
                ),
            ),
            models.CheckConstraint(
                name="engagement_act_mode",
                condition=~models.Q(counts_for_aem=True, case_mode="none"),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-occurred_on"], name="engagement_act_person"),
            models.Index(fields=["source_ref"], name="engagement_act_source"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.occurred_on}"
