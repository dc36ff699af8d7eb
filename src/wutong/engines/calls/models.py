"""A call, what came in answer to it, and every step of each entry.

Rounds, judges and prizes stand between an entry and its publication where a call has them; none
of these tables needs to change for that.
"""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.consent.models import ConsentText
from wutong.core.people.models import Person
from wutong.core.reference.models import AcademicUnit
from wutong.engines.calls.enums import Act, EntryState, Openness, Reach
from wutong.kernel.clock import today
from wutong.platform.files.models import StoredFile
from wutong.platform.vault.public import EncryptedTextField
from wutong.ui.design.typography import is_chinese


class Call(models.Model):
    """What people are asked for. ``program`` is the room that runs it; ``purpose`` the separate
    consent without which nothing is published ("" where nothing is).
    """

    program = models.CharField(max_length=20)
    slug = models.SlugField(_("address"), max_length=40, unique=True)
    title_zh = models.CharField(_("title in Chinese"), max_length=60)
    title_en = models.CharField(_("title in English"), max_length=120)
    asked_zh = models.TextField(_("what is asked, in Chinese"), max_length=600)
    asked_en = models.TextField(_("what is asked, in English"), max_length=1200)
    topic_zh = models.CharField(_("topic in Chinese"), max_length=20, blank=True)
    topic_en = models.CharField(_("topic in English"), max_length=40, blank=True)
    opens_on = models.DateField(_("opens"))
    closes_on = models.DateField(_("closes"), null=True, blank=True)
    openness = models.CharField(
        pgettext_lazy("call", "who may answer"), max_length=10, choices=Openness.choices,
        default=Openness.LINK,
    )  # fmt: skip
    shortest = models.PositiveSmallIntegerField(
        _("shortest text"), default=10, validators=(MinValueValidator(1), MaxValueValidator(5000))
    )
    longest = models.PositiveSmallIntegerField(
        _("longest text"), default=300, validators=(MinValueValidator(1), MaxValueValidator(5000))
    )
    purpose = models.CharField(max_length=40, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("created by"),
    )  # fmt: skip
    created_at = models.DateTimeField(_("created"))
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ("-opens_on", "-pk")

    def __str__(self) -> str:
        return self.title_zh if is_chinese() else self.title_en

    @property
    def ref(self) -> str:
        """``call:12``."""
        return f"call:{self.pk}"

    @property
    def asked(self) -> str:
        """In the reader's language."""
        return self.asked_zh if is_chinese() else self.asked_en

    @property
    def topic(self) -> str:
        """In the reader's language."""
        return self.topic_zh if is_chinese() else self.topic_en

    @property
    def is_open(self) -> bool:
        """Whether something may be handed in today."""
        day = today()
        return self.opens_on <= day and (self.closes_on is None or day <= self.closes_on)


class Entry(models.Model):
    """Somebody's words. Behind them stands a person on record, or a name with a contact that was
    proven by a code; in front stands ``shown_as``, with college and class as the writer wants.
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="entries", verbose_name=_("call"))
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    name = models.CharField(pgettext_lazy("person", "name"), max_length=80, blank=True)
    contact_kind = models.CharField(max_length=8, blank=True)
    contact = EncryptedTextField(_("contact"), purpose="calls.contact", blank=True, default="")
    contact_hash = models.BinaryField(max_length=32, null=True)
    code_hash = models.BinaryField(max_length=32, null=True)
    code_until = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    language = models.CharField(_("language"), max_length=10, default="zh-hans")
    text = models.TextField(_("text"))
    shown_as = models.CharField(_("name shown"), max_length=40)
    college = models.ForeignKey(
        AcademicUnit, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("college"),
    )  # fmt: skip
    class_year = models.PositiveSmallIntegerField(_("class of"), null=True, blank=True)
    picture = models.ForeignKey(
        StoredFile, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("picture"),
    )  # fmt: skip
    reach = models.CharField(
        pgettext_lazy("entry", "where"), max_length=8, choices=Reach.choices, default=Reach.SITE
    )
    consent_text = models.ForeignKey(
        ConsentText, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("words agreed to"),
    )  # fmt: skip
    consent_at = models.DateTimeField(pgettext_lazy("entry", "agreed"), null=True, blank=True)
    consent_ended_at = models.DateTimeField(_("consent ended"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=EntryState.choices)
    findings = models.PositiveSmallIntegerField(pgettext_lazy("entry", "findings"), default=0)
    grave = models.BooleanField(default=False)
    received_at = models.DateTimeField(_("received"))
    received_on = models.DateField(_("day of receipt"))
    decided_at = models.DateTimeField(pgettext_lazy("entry", "decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=pgettext_lazy("entry", "decided by"),
    )  # fmt: skip
    reason = models.CharField(pgettext_lazy("entry", "reason"), max_length=300, blank=True)
    published_on = models.DateField(pgettext_lazy("entry", "published"), null=True, blank=True)
    act_id = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = pgettext_lazy("call", "entry")
        verbose_name_plural = pgettext_lazy("call", "entries")
        constraints = (
            models.CheckConstraint(
                name="calls_published_on",
                condition=~Q(state="published") | Q(published_on__isnull=False),
            ),
        )
        indexes = (
            models.Index(fields=("call", "state", "-published_on"), name="calls_by_call"),
            models.Index(fields=("published_on",), name="calls_published",
                         condition=Q(state="published")),
            models.Index(fields=("received_at",), name="calls_waiting",
                         condition=Q(state__in=("received", "moderation"))),
            models.Index(fields=("received_on",), name="calls_received"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.shown_as} · {self.call}"

    @property
    def ref(self) -> str:
        """``entry:12``."""
        return f"entry:{self.pk}"

    @property
    def is_published(self) -> bool:
        """Whether everybody may read it."""
        return self.state == EntryState.PUBLISHED

    @property
    def agreed(self) -> bool:
        """Whether the writer's consent stands."""
        return self.consent_at is not None and self.consent_ended_at is None

    @property
    def writer(self) -> str:
        """Who is behind it."""
        return self.person.name if self.person is not None else self.name


class EntryStep(models.Model):
    """A step, its author and reason, and the words it was about: kept as the log that those who
    publish others' texts must keep. Never changed.
    """

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="steps")
    act = models.CharField(max_length=16, choices=Act.choices)
    by = models.CharField(max_length=200)
    reason = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("step of an entry")
        verbose_name_plural = _("steps of entries")
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.entry_id} {self.act}"
