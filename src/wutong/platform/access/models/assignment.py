"""Who holds which role, and for which part of the university."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class RoleAssignment(models.Model):
    """A role of an account; scoped roles name what they are limited to.

    ``scope_kind`` is "college" (later region, organisation) and ``scope_ref`` its code; both
    empty means the whole university, for roles that may have it.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="role_assignments"
    )
    role = models.CharField(_("role"), max_length=40)
    scope_kind = models.CharField(_("limited to"), max_length=20, blank=True)
    scope_ref = models.CharField(max_length=60, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("role assignment")
        verbose_name_plural = _("role assignments")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "role", "scope_kind", "scope_ref"), name="access_role_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.scope_ref}".strip()
