from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from wutong.core.organisations.enums import AppointmentRole, BatchState, Verdict
from wutong.core.organisations.models.organisation import Organisation
from wutong.core.people.models import Person
from wutong.core.reference.models import AcademicUnit, LegalBody


class AppointmentBatch(models.Model):
    """Many appointments to one office: checked line by line, then made in the background.

    ``counts`` are the lines by verdict. Before it runs nobody is appointed; after a crash it goes
    on where it stopped, because each candidate knows its appointment.
    """

    title = models.CharField(_("title of the batch"), max_length=120)
    role = models.CharField(_("office"), max_length=12, choices=AppointmentRole)
    office_title = models.CharField(_("title of the office"), max_length=60, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("organisation"),
    )  # fmt: skip
    unit = models.ForeignKey(
        AcademicUnit, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("college"),
    )  # fmt: skip
    legal_body = models.ForeignKey(
        LegalBody, models.PROTECT, related_name="+", verbose_name=_("legal body")
    )
    term_from = models.DateField(_("term from"))
    term_to = models.DateField(_("term to"), null=True, blank=True)
    appointed_on = models.DateField(_("appointed on"))
    source = models.CharField(_("people come from"), max_length=200)
    state = models.CharField(
        _("state"), max_length=10, choices=BatchState, default=BatchState.CHECKED
    )
    counts = models.JSONField(default=dict)
    progress_id = models.UUIDField(null=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("batch of appointments")
        verbose_name_plural = _("batches of appointments")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.title


class Candidate(models.Model):
    """A line of a batch: who is meant, and what is to be done. ``line`` is as it was given."""

    batch = models.ForeignKey(AppointmentBatch, models.CASCADE, related_name="candidates")
    place = models.PositiveIntegerField()
    line = models.CharField(_("line"), max_length=300, blank=True)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("person")
    )
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict)
    appointment = models.OneToOneField(
        "organisations.Appointment", models.PROTECT, null=True, related_name="+"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        ordering = ("place",)
        indexes = (models.Index(fields=("batch", "verdict", "place"), name="organisations_cand"),)

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.place}"
