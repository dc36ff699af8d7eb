"""Classes as boards: how each stands, who looks after it, and what classmates told us."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.people.models import Person
from wutong.core.reference.models import ClassGroup
from wutong.programs.rosters.enums import SuggestionKind, SuggestionState


class ClassRoster(models.Model):
    """How a class stood when it was last counted; the board itself is always of this moment.

    People graded sensitive are in none of the numbers: a liaison must not learn from a
    difference that there is somebody to be silent about.
    """

    class_group = models.OneToOneField(
        ClassGroup, models.CASCADE, primary_key=True, related_name="roster", verbose_name=_("class")
    )
    people = models.PositiveIntegerField(_("classmates"), default=0)
    found = models.PositiveIntegerField(pgettext_lazy("roster", "found"), default=0)
    lost = models.PositiveIntegerField(pgettext_lazy("roster", "lost"), default=0)
    deceased = models.PositiveIntegerField(pgettext_lazy("roster", "deceased"), default=0)
    share = models.PositiveSmallIntegerField(_("share found, in percent"), default=0)
    counted_at = models.DateTimeField(_("counted"))

    class Meta:
        verbose_name = _("class roster")
        verbose_name_plural = _("class rosters")
        indexes = (models.Index(fields=("-lost", "class_group"), name="rosters_worst_first"),)

    def __str__(self) -> str:
        return str(self.class_group)


class RosterKeeper(models.Model):
    """A classmate who has been sent the link to the class's board, until it is ended."""

    class_group = models.ForeignKey(
        ClassGroup, models.PROTECT, related_name="keepers", verbose_name=_("class")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="kept_rosters", verbose_name=_("liaison")
    )
    grant_id = models.BigIntegerField()
    invited_at = models.DateTimeField(_("invited"))
    invited_by = models.CharField(max_length=120)
    seen_at = models.DateTimeField(_("last seen"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("liaison of a class")
        verbose_name_plural = _("liaisons of classes")
        constraints = (
            models.UniqueConstraint(
                fields=("class_group", "person"),
                condition=Q(ended_at__isnull=True),
                name="rosters_keeper_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} · {self.class_group}"

    @property
    def ref(self) -> str:
        """``roster_keeper:12``."""
        return f"roster_keeper:{self.pk}"


class Suggestion(models.Model):
    """What one classmate told us about another; nothing of it is on record until confirmed.

    ``effect`` is what confirming changed, so that it can be taken back; ``found`` says that the
    person had been lost until then. ``rounds`` counts confirmations, for the ledger's key.
    """

    class_group = models.ForeignKey(
        ClassGroup, models.PROTECT, related_name="suggestions", verbose_name=_("class")
    )
    about = models.ForeignKey(
        Person,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="roster_suggestions",
        verbose_name=_("classmate"),
    )
    kind = models.CharField(_("suggestion"), max_length=10, choices=SuggestionKind.choices)
    value = models.CharField(max_length=320, blank=True)
    masked = models.CharField(_("what"), max_length=320, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    keeper = models.ForeignKey(
        RosterKeeper, models.PROTECT, related_name="suggestions", verbose_name=_("suggested by")
    )
    made_at = models.DateTimeField(_("suggested"))
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=SuggestionState.choices,
        default=SuggestionState.WAITING,
    )
    second = models.ForeignKey(
        RosterKeeper,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="confirmed",
        verbose_name=_("confirmed by a classmate"),
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    found = models.BooleanField(default=False)
    rounds = models.PositiveSmallIntegerField(default=0)
    effect = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("suggestion of a classmate")
        verbose_name_plural = _("suggestions of classmates")
        indexes = (
            models.Index(fields=("class_group", "state"), name="rosters_of_class"),
            models.Index(fields=("made_at",), condition=Q(state="waiting"), name="rosters_waiting"),
            models.Index(
                fields=("decided_at",), condition=Q(found=True), name="rosters_found_again"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.about or self.value}"

    @property
    def ref(self) -> str:
        """``roster_suggestion:12``."""
        return f"roster_suggestion:{self.pk}"

    @property
    def is_waiting(self) -> bool:
        """Whether it can still be decided."""
        return self.state == SuggestionState.WAITING
