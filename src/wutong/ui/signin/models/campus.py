"""What ties an account to the university's staff directory, and the one account that is not."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class StaffNumber(models.Model):
    """The number under which the university's directory knows the holder of an account."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="staff_number",
        verbose_name=_("account"),
    )  # fmt: skip
    number = models.CharField(_("staff number"), max_length=40, unique=True)
    seen_at = models.DateTimeField(_("last seen in the staff directory"), null=True, blank=True)
    left_at = models.DateTimeField(_("left the staff directory"), null=True, blank=True)

    class Meta:
        verbose_name = _("staff number")
        verbose_name_plural = _("staff numbers")

    def __str__(self) -> str:
        return self.number


class SealedAccount(models.Model):
    """The local account in the envelope: for the day the university's log-in does not work."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="sealed", verbose_name=_("account")
    )
    sealed_at = models.DateTimeField(_("sealed"))
    used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    class Meta:
        verbose_name = _("sealed account")
        verbose_name_plural = _("sealed accounts")

    def __str__(self) -> str:
        return str(self.user)
