"""An access key of a program."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from wutong.kernel import clock


class ApiToken(models.Model):
    """A program may act as ``user``, no further than ``scopes`` allow.

    The key itself is not here: ``digest`` is its SHA-256 (it is 256 random bits, so no slow hash is
    needed), ``hint`` its first characters, to recognise it by.
    """

    name = models.CharField(_("program"), max_length=80)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+",
        verbose_name=_("acts for"),
    )  # fmt: skip
    scopes = ArrayField(models.CharField(max_length=40), verbose_name=_("may"))
    hint = models.CharField(max_length=16, editable=False)
    digest = models.BinaryField(max_length=32, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)
    last_used_from = models.GenericIPAddressField(null=True, editable=False)
    revoked_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)

    class Meta:
        verbose_name = _("access key")
        verbose_name_plural = _("access keys")
        ordering = ("-made_at", "-id")

    def __str__(self) -> str:
        return self.name

    @property
    def counts(self) -> bool:
        """Whether it opens anything now; the account's own state apart."""
        return self.revoked_at is None and self.expires_at > clock.now()


class ApiUse(models.Model):
    """How often a key was used in the current minute. The table is unlogged: it may be lost."""

    token = models.OneToOneField(ApiToken, on_delete=models.CASCADE, primary_key=True)
    minute = models.DateTimeField()
    used = models.PositiveIntegerField()

    class Meta:
        db_table = "api_use"

    def __str__(self) -> str:
        return f"{self.token_id}: {self.used}"
