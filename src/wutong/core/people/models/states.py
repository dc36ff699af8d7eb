import pghistory
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from wutong.core.people.enums import SourcedFrom, StateKind
from wutong.core.people.models.person import Person


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["recorded_at"]
)
class PersonState(models.Model):
    """That something was so of a person from one day until another.

    The span is half-open: a state holds on `valid_from` and no longer on `valid_to`; without
    `valid_to` it still holds. So any past day can be counted, and a change leaves two rows that
    touch. Values: life → `LifeState`; contact → `ContactState` (a living person always has
    exactly one open); membership → `AlumniGroup` or `STUDENT`.
    """

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="states", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=StateKind.choices)
    value = models.CharField(_("value"), max_length=16)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(
        _("source"), max_length=8, choices=SourcedFrom.choices, default=SourcedFrom.STAFF,
        db_default=SourcedFrom.STAFF.value,
    )  # fmt: skip
    note = models.CharField(_("note"), max_length=200, blank=True, default="", db_default="")
    batch_id = models.UUIDField(_("import"), null=True, blank=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("dated state")
        verbose_name_plural = _("dated states")
        indexes = (
            models.Index(
                fields=("value", "valid_from", "valid_to", "person"),
                name="people_state_contact_days",
                condition=Q(kind="contact"),
            ),
            models.Index(
                fields=("valid_from", "valid_to", "person"),
                name="people_state_life_days",
                condition=Q(kind="life"),
            ),
            models.Index(
                fields=("batch_id",), name="people_state_batch",
                condition=Q(batch_id__isnull=False),
            ),
        )  # fmt: skip
        constraints = (
            models.UniqueConstraint(
                fields=("person", "kind"),
                name="people_state_one_open",
                condition=Q(valid_to__isnull=True, kind__in=("life", "contact")),
            ),
            models.UniqueConstraint(
                fields=("person", "value"),
                name="people_state_membership_once",
                condition=Q(valid_to__isnull=True, kind="membership"),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="people_state_forward",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}={self.value} {self.valid_from}–{self.valid_to or ''}"
