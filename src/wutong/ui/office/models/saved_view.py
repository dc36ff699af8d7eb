"""A list somebody wants to find again."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """The state of a list under a name: filters, order and columns, never rows.

    ``query`` is the list's own query string. A shared view is offered to everybody who may
    open the list; each still sees only the rows of their own scope.
    """

    list_key = models.CharField(max_length=60)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name of the view"), max_length=60)
    query = models.TextField(blank=True)
    shared = models.BooleanField(_("for everybody"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("list_key", "owner", "name"), name="office_saved_view_once"
            ),
        )

    def __str__(self) -> str:
        return self.name
