from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class RateBucket(models.Model):
    """A rate window shared by all workers: how many messages may leave now, by database clock."""

    name = models.CharField(_("name"), max_length=60, primary_key=True)
    tokens = models.FloatField(_("left"), default=0)
    filled_at = models.DateTimeField(_("as of"), db_default=Now())

    class Meta:
        verbose_name = _("rate window")
        verbose_name_plural = _("rate windows")

    def __str__(self) -> str:
        return self.name
