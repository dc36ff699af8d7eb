from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.interactions.enums import Criterion, Level
from wutong.core.people.models import Person


class KeyAlumnus(models.Model):
    """Somebody the office keeps close: by which criterion, how closely, and who looks after them.

    ``ended_on`` is the first day on which they are no longer on the list.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("person"))
    criterion = models.CharField(_("criterion"), max_length=10, choices=Criterion)
    level = models.CharField(pgettext_lazy("key alumni", "level"), max_length=1, choices=Level)
    steward = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+",
        verbose_name=_("steward"),
    )  # fmt: skip
    note = models.CharField(_("why"), max_length=300, blank=True)
    since = models.DateField(_("on the list since"))
    ended_on = models.DateField(_("off the list since"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("key alumnus")
        verbose_name_plural = _("key alumni")
        ordering = ("level", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("person",), condition=Q(ended_on__isnull=True), name="interactions_key_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.level}"
