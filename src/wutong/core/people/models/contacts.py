import pghistory
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from wutong.core.people.enums import ContactKind, ContactStatus
from wutong.core.people.models.person import Person


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    exclude=["value", "normalised", "created_at"],
)
class ContactPoint(models.Model):
    """One way to reach a person.

    `value` is as it was given, `normalised` what machines use (lower-case address, E.164
    number), `value_hash` the keyed hash of that for look-ups that must not know it, `masked`
    what a screen may show unasked. History keeps only the mask and the hash, so that a number
    that was to be forgotten is.
    """

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="contact_points", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=ContactKind.choices)
    value = models.CharField(_("value"), max_length=320)
    normalised = models.CharField(max_length=320, editable=False)
    masked = models.CharField(max_length=120, blank=True, default="", db_default="", editable=False)
    value_hash = models.BinaryField(max_length=32, editable=False)
    is_primary = models.BooleanField(_("preferred"), default=False, db_default=False)
    verified_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=8, choices=ContactStatus.choices, default=ContactStatus.OK,
        db_default=ContactStatus.OK.value,
    )  # fmt: skip
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("contact point")
        verbose_name_plural = _("contact points")
        indexes = (
            models.Index(fields=("value_hash",), name="people_contact_hash"),
            models.Index(
                fields=("person",), name="people_contact_email_ok",
                condition=Q(kind="email", status="ok", valid_to__isnull=True),
            ),
            # Who has none but addresses that came back, told apart from who never had one.
            models.Index(
                fields=("person",), name="people_contact_email_not_ok",
                condition=Q(kind="email", valid_to__isnull=True) & ~Q(status="ok"),
            ),
        )  # fmt: skip
        constraints = (
            models.UniqueConstraint(
                fields=("person", "kind", "value_hash"),
                name="people_contact_once",
                condition=Q(valid_to__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return self.masked
