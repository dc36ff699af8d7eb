"""A permission given to one account for a time."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PermissionGrant(models.Model):
    """What a role does not allow by itself, allowed to one account until ``expires_at``.

    Rows stay: they say who was allowed what, when, by whom and why.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="permission_grants"
    )
    permission = models.CharField(_("permission"), max_length=80)
    reason = models.CharField(_("reason"), max_length=300)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    granted_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("until"))
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("permission for a time")
        verbose_name_plural = _("permissions for a time")
        indexes = (
            models.Index(fields=("user", "permission", "expires_at"), name="access_grant_live"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.permission}"
