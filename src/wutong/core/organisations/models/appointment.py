from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.organisations.enums import AppointmentRole, AppointmentState
from wutong.core.organisations.models.batch import AppointmentBatch
from wutong.core.organisations.models.organisation import Organisation
from wutong.core.people.models import Person
from wutong.core.reference.models import AcademicUnit, ClassGroup, LegalBody
from wutong.platform.documents.models import IssuedDocument


class Appointment(models.Model):
    """That a person holds an office for a term: in an organisation, a college, a class, or for
    the university as a whole.

    ``term_to`` is the last day; without one the office is held until further notice.
    ``appointed_on`` is set with the appointment and ``ended_on`` is the first day on which the
    office is no longer held, whatever the reason. ``successor`` is the next holder after a hand-over or the same person's
    next term after a renewal; ``document`` is the letter that counts now, older ones are behind
    it by ``supersedes``.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("person"))
    role = models.CharField(_("office"), max_length=12, choices=AppointmentRole)
    office_title = models.CharField(_("title of the office"), max_length=60, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="appointments",
        verbose_name=_("organisation"),
    )  # fmt: skip
    unit = models.ForeignKey(
        AcademicUnit, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("college"),
    )  # fmt: skip
    class_group = models.ForeignKey(
        ClassGroup, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("class"),
    )  # fmt: skip
    legal_body = models.ForeignKey(
        LegalBody, models.PROTECT, related_name="+", verbose_name=_("legal body")
    )
    term_from = models.DateField(_("term from"))
    term_to = models.DateField(_("term to"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=AppointmentState, default=AppointmentState.PROPOSED
    )
    appointed_on = models.DateField(_("appointed on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    end_reason = models.CharField(_("reason"), max_length=300, blank=True)
    handover_note = models.TextField(_("hand-over note"), blank=True)
    successor = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="predecessor",
        verbose_name=pgettext_lazy("appointment", "successor"),
    )  # fmt: skip
    document = models.OneToOneField(
        IssuedDocument, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("letter"),
    )  # fmt: skip
    batch = models.ForeignKey(
        AppointmentBatch, models.SET_NULL, null=True, blank=True, related_name="appointments",
        verbose_name=_("batch"),
    )  # fmt: skip
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(_("last changed"), db_default=Now(), editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ("-term_from", "-id")
        indexes = (
            models.Index(fields=("role", "appointed_on"), name="organisations_appt_role"),
            models.Index(
                fields=("term_to",), condition=Q(state="appointed"), name="organisations_appt_due"
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(term_to__isnull=True) | Q(term_to__gte=F("term_from")),
                name="organisations_term_forward",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed") | Q(state="ended") | Q(appointed_on__isnull=False),
                name="organisations_appointed_day",
            ),
            models.UniqueConstraint(
                fields=("person", "role", "organisation", "unit", "class_group"),
                condition=Q(state__in=("proposed", "appointed")),
                nulls_distinct=False,
                name="organisations_office_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.term_from}"

    @property
    def place(self) -> str:
        """Where the office is held: the organisation, the class or the college, or "" for the
        university as a whole.
        """
        found = self.organisation or self.class_group or self.unit
        return str(found) if found else ""

    @property
    def office(self) -> str:
        """What the office is called: its title, or the kind."""
        return self.office_title or str(AppointmentRole(self.role).label)
