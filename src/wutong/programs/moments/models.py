"""Plans, what became of them day by day, days left out, and letters to the future."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.consent.enums import Channel
from wutong.core.people.models import Person
from wutong.core.reference.models import ClassGroup, LegalBody
from wutong.engines.audiences.models import Segment
from wutong.engines.outreach.enums import Ornament
from wutong.engines.outreach.models import Campaign
from wutong.kernel import clock
from wutong.platform.outbox.models import TextSignature
from wutong.platform.vault.public import EncryptedTextField
from wutong.programs.moments.enums import (
    BirthdayCalendar,
    CapsuleState,
    Festival,
    MomentKind,
    OccurrenceState,
    Standing,
)

FIRST_HOUR, LAST_HOUR = 9, 19
SOON = timedelta(days=30)


class Moment(models.Model):
    """A standing plan: on which days, to whom, in which words, at what hour.

    ``approved_until`` is the last day the approval covers, a year at most; ``digest`` is what was
    approved and ``definition`` the segment's tree as it was then. Any change of what was approved
    ends the approval. ``about`` is how many would get it as last counted; ``author`` is in whose
    sight the recipients are chosen.
    """

    kind = models.CharField(_("occasion"), max_length=12, choices=MomentKind.choices)
    festival = models.CharField(
        _("festival"), max_length=16, choices=Festival.choices, blank=True, default=""
    )
    month = models.PositiveSmallIntegerField(
        _("month"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    day = models.PositiveSmallIntegerField(
        pgettext_lazy("date", "day"), null=True, blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(31)],
    )  # fmt: skip
    days_before = models.PositiveSmallIntegerField(
        _("days before"), default=0, validators=[MaxValueValidator(30)]
    )
    years = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    days_after = models.PositiveSmallIntegerField(
        _("days after joining"), null=True, blank=True, validators=[MaxValueValidator(1000)]
    )
    title = models.CharField(_("title"), max_length=100)
    legal_body = models.ForeignKey(
        LegalBody, models.PROTECT, related_name="+", verbose_name=_("in the name of")
    )
    topic = models.CharField(_("topic"), max_length=40, default="greetings")
    channel = models.CharField(
        _("channel"), max_length=10, choices=Channel.choices, default=Channel.EMAIL
    )
    signature = models.ForeignKey(
        TextSignature, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=pgettext_lazy("text message", "signature"),
    )  # fmt: skip
    segment = models.ForeignKey(
        Segment, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("segment"),
    )  # fmt: skip
    ornament = models.CharField(
        _("seal"), max_length=12, choices=Ornament.choices, default=Ornament.GREETING
    )
    subject_zh = models.CharField(
        pgettext_lazy("mail", "subject in Chinese"), max_length=120, blank=True
    )
    subject_en = models.CharField(
        pgettext_lazy("mail", "subject in English"), max_length=160, blank=True
    )
    body_zh = models.TextField(_("text in Chinese"), blank=True)
    body_en = models.TextField(_("text in English"), blank=True)
    hour = models.PositiveSmallIntegerField(
        _("hour of sending"), default=FIRST_HOUR,
        validators=[MinValueValidator(FIRST_HOUR), MaxValueValidator(LAST_HOUR)],
    )  # fmt: skip
    paused = models.BooleanField(_("paused"), default=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author")
    )
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("approved by"),
    )  # fmt: skip
    approved_from = models.DateField(null=True, blank=True)
    approved_until = models.DateField(_("approved until"), null=True, blank=True)
    waiting = models.BooleanField(default=False)
    digest = models.CharField(max_length=64, blank=True)
    definition = models.JSONField(null=True, blank=True)
    about = models.PositiveIntegerField(_("about how many"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(_("last changed"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("moment")
        verbose_name_plural = _("moments")
        ordering = ("kind", "days_after", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(hour__gte=FIRST_HOUR, hour__lte=LAST_HOUR), name="moments_waking_hours"
            ),
            models.CheckConstraint(
                condition=Q(approved_until__isnull=True)
                | Q(approved_until__lte=F("approved_from") + timedelta(days=366)),
                name="moments_a_year_at_most",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> str:
        """``moment:12``."""
        return f"moment:{self.pk}"

    @property
    def by_text(self) -> bool:
        """It is a text message."""
        return self.channel == Channel.SMS

    @property
    def subject(self) -> str:
        """How it begins, in the reader's language."""
        chinese = (translation.get_language() or "").startswith("zh")
        zh, en = self.subject_zh, self.subject_en
        if self.by_text:
            zh, en = self.body_zh, self.body_en
        return (zh or en) if chinese else (en or zh)

    def approved_on(self, day: object) -> bool:
        """Whether the approval covers ``day``."""
        first, last = self.approved_from, self.approved_until
        return first is not None and last is not None and first <= day <= last  # type: ignore[operator]

    @property
    def standing(self) -> Standing:
        """Where the approval stands today, what is most pressing first."""
        today = clock.today()
        if self.paused:
            return Standing.PAUSED
        if self.approved_until is None or not self.digest:
            return Standing.WAITING if self.waiting else Standing.DRAFT
        if self.approved_until < today:
            return Standing.WAITING if self.waiting else Standing.EXPIRED
        if self.approved_until - today <= SOON:
            return Standing.WAITING if self.waiting else Standing.ENDING
        return Standing.APPROVED


class Occurrence(models.Model):
    """A moment on one of its days, once: whatever happens to a worker, the pair of moment and
    day is here at most once, and its sending names each person at most once.
    """

    moment = models.ForeignKey(Moment, models.PROTECT, related_name="occurrences")
    on = models.DateField(pgettext_lazy("moment", "day"))
    state = models.CharField(_("state"), max_length=8, choices=OccurrenceState.choices)
    campaign = models.OneToOneField(
        Campaign, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=pgettext_lazy("moment", "sending"),
    )  # fmt: skip
    problem = models.CharField(_("what was wrong"), max_length=300, blank=True)
    made_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("day of a moment")
        verbose_name_plural = _("days of moments")
        ordering = ("-on", "-pk")
        constraints = (models.UniqueConstraint(fields=("moment", "on"), name="moments_once_a_day"),)
        indexes = (models.Index(fields=("-on", "-id"), name="moments_occurrence_on"),)

    def __str__(self) -> str:
        return f"{self.moment} {self.on}"


class Skip(models.Model):
    """A day left out: of one plan, or, without a plan, a day of silence for the whole house."""

    moment = models.ForeignKey(Moment, models.CASCADE, null=True, blank=True, related_name="skips")
    on = models.DateField(pgettext_lazy("moment", "day"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    made_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("day left out")
        verbose_name_plural = _("days left out")
        constraints = (
            models.UniqueConstraint(
                fields=("moment", "on"), name="moments_skip_once", nulls_distinct=False
            ),
        )

    def __str__(self) -> str:
        return f"{self.moment_id or '*'} {self.on}"


class BirthdayChoice(models.Model):
    """By which calendar somebody keeps the birthday; no row means the solar one."""

    person = models.OneToOneField(
        Person, models.CASCADE, related_name="birthday_choice", verbose_name=_("person")
    )
    calendar = models.CharField(
        _("calendar"), max_length=6, choices=BirthdayCalendar.choices,
        default=BirthdayCalendar.LUNAR,
    )  # fmt: skip
    changed_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("choice of calendar")
        verbose_name_plural = _("choices of calendar")
        constraints = (models.UniqueConstraint(
            fields=("calendar", "person"), name="moments_birthday_calendar"
        ),)  # fmt: skip

    def __str__(self) -> str:
        return f"person:{self.person_id} {self.calendar}"


class Capsule(models.Model):
    """A letter to the future: to oneself, or from one to the whole class.

    The words lie encrypted and no page of the office shows them. It arrives at whatever address
    is on record on its day; who cannot be reached then gets it when they can.
    """

    writer = models.ForeignKey(
        Person, models.CASCADE, related_name="capsules", verbose_name=_("written by")
    )
    class_group = models.ForeignKey(
        ClassGroup, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("to the class"),
    )  # fmt: skip
    text = EncryptedTextField(pgettext_lazy("capsule", "letter"), purpose="moments.capsule")
    written_on = models.DateField(pgettext_lazy("capsule", "written on"))
    opens_on = models.DateField(_("opens on"))
    state = models.CharField(
        _("state"), max_length=10, choices=CapsuleState.choices, default=CapsuleState.SEALED
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("entered by"),
    )  # fmt: skip
    grant = models.BigIntegerField(null=True, blank=True, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("letter to the future")
        verbose_name_plural = _("letters to the future")
        ordering = ("opens_on", "pk")
        indexes = (
            models.Index(
                fields=("opens_on",), name="moments_capsule_sealed", condition=Q(state="sealed")
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(opens_on__gt=F("written_on")), name="moments_capsule_forward"
            ),
        )

    def __str__(self) -> str:
        return f"capsule:{self.pk}"

    @property
    def ref(self) -> str:
        """``capsule:12``."""
        return f"capsule:{self.pk}"


class Arrival(models.Model):
    """A letter to the future and one of those it is for: when it reached them, when it was opened."""

    capsule = models.ForeignKey(Capsule, models.CASCADE, related_name="arrivals")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    campaign = models.ForeignKey(Campaign, models.SET_NULL, null=True, blank=True, related_name="+")
    arrived_on = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("arrival of a letter")
        verbose_name_plural = _("arrivals of letters")
        constraints = (
            models.UniqueConstraint(fields=("capsule", "person"), name="moments_arrival_once"),
        )
        indexes = (
            models.Index(
                fields=("person",), name="moments_arrival_open",
                condition=Q(arrived_on__isnull=True),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.capsule_id}→{self.person_id}"
