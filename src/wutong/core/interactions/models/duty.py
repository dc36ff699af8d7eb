from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.interactions.enums import DutyKind, DutyState
from wutong.core.organisations.models import Appointment, Organisation
from wutong.core.people.models import Person
from wutong.core.reference.models import AcademicUnit
from wutong.kernel.clock import first_of_quarter, today
from wutong.platform.vault.public import EncryptedTextField


class DutyEntry(models.Model):
    """Whom the office calls: an officer of an alumni organisation, the coordinator of a college, or
    somebody added by hand. Asked again each quarter. The number is one given for this directory,
    kept encrypted; ``previous_phone`` lets an answer be taken back.
    """

    kind = models.CharField(_("kind"), max_length=8, choices=DutyKind)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=120)
    title = models.CharField(pgettext_lazy("duty directory", "office"), max_length=60, blank=True)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    appointment = models.OneToOneField(
        Appointment, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("appointment"),
    )  # fmt: skip
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("organisation"),
    )  # fmt: skip
    unit = models.ForeignKey(
        AcademicUnit, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("college"),
    )  # fmt: skip
    phone = EncryptedTextField(_("phone"), purpose="interactions.duty", blank=True, default="")
    masked = models.CharField(max_length=40, blank=True, editable=False)
    previous_phone = EncryptedTextField(
        purpose="interactions.duty", blank=True, default="", editable=False
    )
    email = models.EmailField(_("e-mail"), blank=True)
    hours = models.CharField(_("when to call"), max_length=80, blank=True)
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    ended_on = models.DateField(_("out of the directory since"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("entry of the duty directory")
        verbose_name_plural = _("entries of the duty directory")
        ordering = ("kind", "id")
        indexes = (
            models.Index(
                fields=("kind",), condition=Q(ended_on__isnull=True), name="interactions_duty_now"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        """Where they serve."""
        found = self.organisation or self.unit
        return str(found) if found else ""

    @property
    def state(self) -> DutyState:
        """Where this quarter's confirmation stands."""
        first = first_of_quarter(today())
        if self.confirmed_on is not None and self.confirmed_on >= first:
            return DutyState.CONFIRMED
        if self.asked_on is not None and self.asked_on >= first:
            return DutyState.WAITING
        return DutyState.OLD
