from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.interactions.enums import Channel, ToldBy
from wutong.core.people.models import Person
from wutong.kernel.ids import uuid7


class PastedUpdate(models.Model):
    """That a pasted text was read and parts of it were taken over into a record.

    The text itself is not kept. ``fields`` are those that were taken over; ``steps`` name the rows
    they are in and what these held before (never a contact value), so that all of it can be taken
    back. ``id`` is the ``batch_id`` of the provenance that was written.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("person"))
    channel = models.CharField(_("came by"), max_length=8, choices=Channel)
    told_by = models.CharField(_("told by"), max_length=8, choices=ToldBy)
    note = models.CharField(pgettext_lazy("update", "note"), max_length=120, blank=True)
    told_on = models.DateField(_("told on"))
    fields = models.JSONField(_("taken over"), default=list)
    steps = models.JSONField(default=list)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+",
        verbose_name=_("taken over by"),
    )  # fmt: skip
    taken_at = models.DateTimeField(_("taken over on"), auto_now_add=True)
    undone_at = models.DateTimeField(_("taken back"), null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("contact update")
        verbose_name_plural = _("contact updates")
        ordering = ("-taken_at",)
        indexes = (models.Index(fields=("-taken_at",), name="interactions_update_newest"),)

    def __str__(self) -> str:
        return str(self.pk)
