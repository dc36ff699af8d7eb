"""What joining keeps: invitations, proofs of a contact, applications with their papers."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.kernel.ids import uuid7
from wutong.programs.joining.enums import WAITING, InvitationState, Purpose, Reason, State, Way


class Invitation(models.Model):
    """A link sent to one person at one address. Only the address's keyed hash is kept: if the
    record's address has changed since, the link that went to the old one opens nothing.
    """

    person = models.ForeignKey(
        "people.Person", models.CASCADE, related_name="invitations", verbose_name=_("person")
    )
    address_hash = models.BinaryField(max_length=32)
    state = models.CharField(
        _("state"), max_length=10, choices=InvitationState.choices, default=InvitationState.SENT
    )
    sent_at = models.DateTimeField(_("sent"))
    sent_by = models.CharField(_("sent by"), max_length=120)
    used_at = models.DateTimeField(_("used"), null=True, blank=True)
    guesses = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("invitation to join")
        verbose_name_plural = _("invitations to join")

    def __str__(self) -> str:
        return f"{self.person_id} {self.state}"


class ContactProof(models.Model):
    """A code sent to a contact, to learn whether it is the visitor's. Kept for a day."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    kind = models.CharField(max_length=8)
    value = models.CharField(max_length=320)
    value_hash = models.BinaryField(max_length=32)
    code_hash = models.BinaryField(max_length=16)
    tries = models.PositiveSmallIntegerField(default=0)
    guesses = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(db_index=True)
    expires_at = models.DateTimeField()
    proven_at = models.DateTimeField(null=True)
    spent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("proof of a contact")
        verbose_name_plural = _("proofs of contacts")

    def __str__(self) -> str:
        return f"{self.purpose} {self.kind}"


class Application(models.Model):
    """Somebody who wants to join: what they gave, and what became of it.

    The contact is blanked when the application is decided: the record has it, or nobody needs
    it. ``candidates`` are the records that came near when it was made.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    way = models.CharField(_("way"), max_length=12, choices=Way.choices, default=Way.REGISTER)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PROVING
    )
    language = models.CharField(_("language"), max_length=10, default="zh-hans")
    name = models.CharField(pgettext_lazy("person", "name"), max_length=120)
    student_no = models.CharField(_("student number"), max_length=40, blank=True)
    unit = models.ForeignKey(
        "reference.AcademicUnit", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("college"),
    )  # fmt: skip
    entry_year = models.PositiveSmallIntegerField(_("year of entry"), null=True, blank=True)
    class_name = models.CharField(_("class"), max_length=120, blank=True)
    certificate_no = models.CharField(_("certificate number"), max_length=40, blank=True)
    note = models.CharField(_("remark"), max_length=600, blank=True)
    contact_kind = models.CharField(max_length=8)
    contact = models.CharField(_("contact"), max_length=320, blank=True)
    contact_hash = models.BinaryField(max_length=32)
    contact_masked = models.CharField(_("contact"), max_length=120)
    campus_provider = models.CharField(max_length=40, blank=True)
    campus_uid = models.CharField(max_length=191, blank=True)
    vouched = models.BooleanField(default=False)
    reasons = ArrayField(
        models.CharField(max_length=16, choices=Reason.choices), default=list, blank=True
    )
    candidates = ArrayField(models.BigIntegerField(), default=list, blank=True)
    asked_at = models.DateTimeField(_("asked"))
    due_on = models.DateField(_("due"), null=True)
    person = models.ForeignKey(
        "people.Person", models.SET_NULL, null=True, blank=True, related_name="applications",
        verbose_name=_("person"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("decided by"),
    )  # fmt: skip
    answer = models.CharField(_("message to the applicant"), max_length=600, blank=True)

    class Meta:
        verbose_name = _("application to join")
        verbose_name_plural = _("applications to join")
        indexes = (
            models.Index(
                fields=("due_on", "asked_at"),
                name="joining_application_waiting",
                condition=Q(state__in=[str(state) for state in WAITING]),
            ),
            models.Index(fields=("contact_hash",), name="joining_application_contact"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def waiting(self) -> bool:
        """Somebody still has to decide."""
        return self.state in WAITING


class ApplicationPaper(models.Model):
    """A scan the applicant handed in; deleted thirty days after the decision."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="papers")
    file = models.ForeignKey("files.StoredFile", models.CASCADE, related_name="+")
    handed_in_at = models.DateTimeField(_("handed in"))

    class Meta:
        verbose_name = _("paper of an application")
        verbose_name_plural = _("papers of applications")

    def __str__(self) -> str:
        return str(self.file)
