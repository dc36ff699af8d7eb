from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from wutong.core.organisations.enums import LinkedBy
from wutong.core.organisations.models.organisation import Organisation
from wutong.core.people.models import Employment, Person


class Membership(models.Model):
    """That a person belongs to an organisation from one day until another (half-open)."""

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="+", db_index=False, verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="memberships", verbose_name=_("organisation")
    )
    valid_from = models.DateField(_("member since"))
    valid_to = models.DateField(_("member until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=120, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        indexes = (models.Index(fields=("person", "organisation"), name="organisations_member_of"),)
        constraints = (
            models.UniqueConstraint(
                fields=("person", "organisation"),
                condition=Q(valid_to__isnull=True),
                name="organisations_member_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="organisations_member_forward",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} in {self.organisation_id}"


class EmployerLink(models.Model):
    """That the employer of an employment, kept there as it was written, is this organisation."""

    employment = models.OneToOneField(
        Employment, models.CASCADE, related_name="+", verbose_name=_("employment")
    )
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="employer_links", verbose_name=_("organisation")
    )
    linked_by = models.CharField(_("linked by"), max_length=8, choices=LinkedBy)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("employer of an employment")
        verbose_name_plural = _("employers of employments")

    def __str__(self) -> str:
        return f"{self.employment_id} at {self.organisation_id}"
