import pghistory
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from wutong.core.people.enums import RelationKind
from wutong.core.people.models.person import Person


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["created_at"]
)
class Relation(models.Model):
    """How two people on record belong together: `person` is the `kind` of `other` (a parent of,
    a teacher of; spouse and sibling say the same both ways). One row for both, from a day until
    a day, each of which may be unknown. `household`: they live together and get one letter.
    """

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="relations", verbose_name=_("person")
    )
    other = models.ForeignKey(
        Person, models.CASCADE, related_name="relations_from", verbose_name=_("the other")
    )
    kind = models.CharField(_("relation"), max_length=8, choices=RelationKind.choices)
    household = models.BooleanField(_("one household"), default=False, db_default=False)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=120, blank=True, default="", db_default="")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "other", "kind"), condition=Q(until__isnull=True),
                name="people_relation_once",
            ),
            models.CheckConstraint(condition=~Q(person=F("other")), name="people_relation_two"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.other_id}"
