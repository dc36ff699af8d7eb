from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wutong.core.people.enums import MatchDecision, MatchStrength
from wutong.core.people.models.merges import Merge
from wutong.core.people.models.person import Person


class MatchRun(models.Model):
    """One search for records of the same person: of everybody, or of those new or changed
    since the run before. `model` holds what was learnt, so that an increment need not learn.
    """

    class Kind(models.TextChoices):
        FULL = "full", _("All records")
        INCREMENT = "increment", _("New and changed records")
        IMPORT = "import", _("An import")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    started_at = models.DateTimeField(_("search began"))
    finished_at = models.DateTimeField(_("search ended"), null=True, blank=True)
    batch_id = models.UUIDField(null=True, blank=True)
    people = models.PositiveIntegerField(_("records"), default=0, db_default=0)
    subjects = models.PositiveIntegerField(_("looked at"), default=0, db_default=0)
    compared = models.PositiveBigIntegerField(_("pairs compared"), default=0, db_default=0)
    candidates = models.PositiveIntegerField(_("possible duplicates"), default=0, db_default=0)
    merged = models.PositiveIntegerField(_("merged by rule"), default=0, db_default=0)
    model = models.JSONField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("search for duplicates")
        verbose_name_plural = _("searches for duplicates")

    def __str__(self) -> str:
        return f"{self.kind} {self.started_at:%Y-%m-%d %H:%M}"


class MatchCandidate(models.Model):
    """Two records that may be one person, and what was decided about them.

    `first` is the lower id. `score` is the model's probability, `evidence` a list of findings
    `{"code": …, …}` that `matching.wording` puts into words. Once decided, a pair is not asked
    about again: "different" is remembered for good, "later" until somebody looks for it. No
    foreign-key checks: a candidate must not stand in the way of taking an import back.
    """

    first = models.ForeignKey(Person, models.CASCADE, related_name="+", db_constraint=False)
    second = models.ForeignKey(Person, models.CASCADE, related_name="+", db_constraint=False)
    run = models.ForeignKey(MatchRun, models.SET_NULL, null=True, blank=True, related_name="+")
    score = models.FloatField(_("likeness"))
    strength = models.PositiveSmallIntegerField(_("strength"), choices=MatchStrength.choices)
    evidence = models.JSONField(default=list)
    decision = models.CharField(
        _("decision"), max_length=10, choices=MatchDecision.choices, default=MatchDecision.OPEN,
        db_default=MatchDecision.OPEN.value, blank=True,
    )  # fmt: skip
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_label = models.CharField(_("decided by"), max_length=120, blank=True, default="", db_default="")  # fmt: skip
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    merge = models.ForeignKey(
        Merge, models.SET_NULL, null=True, blank=True, related_name="candidates"
    )
    found_at = models.DateTimeField(_("found on"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("possible duplicate")
        verbose_name_plural = _("possible duplicates")
        constraints = (
            models.UniqueConstraint(fields=("first", "second"), name="people_candidate_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="people_candidate_ordered"
            ),
        )
        indexes = (
            models.Index(fields=("decision", "-strength", "-score", "id"), name="people_candidate_queue"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.first_id}–{self.second_id} {self.score:.3f}"
