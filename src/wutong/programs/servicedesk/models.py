"""Cases of the service desk, what kinds there are, and which departments handle them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.people.models import Person
from wutong.core.reference.models import AcademicUnit
from wutong.core.reference.public import in_language
from wutong.kernel.clock import today
from wutong.platform.files.models import StoredFile
from wutong.platform.outbox.models import InboundMessage
from wutong.platform.vault.public import EncryptedTextField
from wutong.programs.servicedesk.enums import OPEN, CaseState, Channel, NoteKind, Rating


class Desk(models.Model):
    """A department that handles cases. Coordinators of ``unit`` see what was handed to it."""

    name_zh = models.CharField(_("name in Chinese"), max_length=80, unique=True)
    name_en = models.CharField(_("name in English"), max_length=120)
    unit = models.ForeignKey(
        AcademicUnit, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("college"),
    )  # fmt: skip
    contact = models.CharField(_("whom to ask"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    retired = models.BooleanField(_("no longer offered"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = pgettext_lazy("service desk", "department")
        verbose_name_plural = pgettext_lazy("service desk", "departments")
        ordering = ("name_zh",)

    def __str__(self) -> str:
        return in_language(self.name_zh, self.name_en)


class CaseKind(models.Model):
    """What a case is about, where it usually goes, and within how many working days."""

    name_zh = models.CharField(_("name in Chinese"), max_length=60, unique=True)
    name_en = models.CharField(_("name in English"), max_length=80)
    desk = models.ForeignKey(
        Desk, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("usual department"),
    )  # fmt: skip
    days = models.PositiveSmallIntegerField(_("working days"), default=5)
    retired = models.BooleanField(_("no longer offered"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("kind of case")
        verbose_name_plural = _("kinds of case")
        ordering = ("id",)

    def __str__(self) -> str:
        return in_language(self.name_zh, self.name_en)


class Case(models.Model):
    """What somebody asked of the office, tied to a person on record or not.

    ``contact`` is how to reach whoever is not on record; ``contact_hash`` finds repeats and
    erasures. ``settled_at`` is set while the case is answered or closed. ``grant_id`` names the
    link of the department that has it now, ``rate_grant_id`` that of the last answer.
    ``message`` is what it was opened from, where that came into the one box.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    kind = models.ForeignKey(CaseKind, models.PROTECT, related_name="+", verbose_name=_("kind"))
    channel = models.CharField(
        pgettext_lazy("case", "came by"), max_length=8, choices=Channel, default=Channel.PHONE
    )
    subject = models.CharField(pgettext_lazy("case", "matter"), max_length=120)
    question = models.TextField(_("what was asked"), blank=True)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    who_name = models.CharField(_("name given"), max_length=120, blank=True)
    contact = EncryptedTextField(
        purpose="servicedesk.contact", verbose_name=_("contact given"), blank=True, default=""
    )
    contact_masked = models.CharField(max_length=120, blank=True, editable=False)
    contact_hash = models.BinaryField(max_length=32, null=True, editable=False)
    desk = models.ForeignKey(
        Desk, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=pgettext_lazy("service desk", "department"),
    )  # fmt: skip
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("whose case"),
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=8, choices=CaseState, default=CaseState.NEW)
    opened_at = models.DateTimeField(_("opened"), db_default=Now())
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+",
        verbose_name=_("opened by"),
    )  # fmt: skip
    due_on = models.DateField(_("due"))
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    answer = models.TextField(pgettext_lazy("case", "answer"), blank=True)
    rating = models.PositiveSmallIntegerField(_("rating"), choices=Rating, null=True, blank=True)
    rating_words = models.TextField(_("words of the rating"), blank=True)
    rated_at = models.DateTimeField(_("rated"), null=True, blank=True)
    joined_to = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="repeats",
        verbose_name=_("joined to"),
    )  # fmt: skip
    message = models.OneToOneField(
        InboundMessage, models.SET_NULL, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("message it came from"),
    )  # fmt: skip
    grant_id = models.BigIntegerField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = pgettext_lazy("service desk", "case")
        verbose_name_plural = pgettext_lazy("service desk", "cases")
        ordering = ("-opened_at", "-id")
        indexes = (
            models.Index(fields=("-opened_at", "-id"), name="servicedesk_newest"),
            models.Index(
                fields=("due_on",), condition=Q(settled_at__isnull=True), name="servicedesk_due"
            ),
            models.Index(fields=("settled_at",), name="servicedesk_settled"),
            models.Index(
                fields=("contact_hash",), condition=Q(contact_hash__isnull=False),
                name="servicedesk_contact",
            ),
        )  # fmt: skip
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in OPEN])
                ^ Q(settled_at__isnull=False),
                name="servicedesk_settled_state",
            ),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__gte=1, rating__lte=5),
                name="servicedesk_rating_1_to_5",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"

    @property
    def ref(self) -> str:
        """How other rooms name it."""
        return f"case:{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.settled_at is None

    @property
    def overdue(self) -> bool:
        """Open past its day."""
        return self.is_open and self.due_on < today()

    @property
    def who(self) -> str:
        """Who asks: the person on record, or the name that was given."""
        return self.person.name if self.person else self.who_name


class CaseNote(models.Model):
    """A line of a case's history, sometimes with a file."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="notes")
    kind = models.CharField(_("kind"), max_length=8, choices=NoteKind, default=NoteKind.NOTE)
    at = models.DateTimeField(_("when"), db_default=Now())
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("by whom"),
    )  # fmt: skip
    by_label = models.CharField(_("by whom"), max_length=120, blank=True)
    text = models.TextField(pgettext_lazy("case", "text"), blank=True)
    file = models.ForeignKey(
        StoredFile, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("file")
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("line of a case")
        verbose_name_plural = _("lines of a case")
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"
