from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.platform.outbox.enums import SigningAlgorithm, SigningState
from wutong.platform.vault.public import EncryptedTextField


class SigningKey(models.Model):
    """A DKIM key of a sending domain; the private half is encrypted with the keys of the house.

    DNS has the public half at ``<selector>._domainkey.<domain>``. Only keys in use sign; one that
    was retired stays on the list, because mail signed with it is still under way.
    """

    domain = models.CharField(_("domain"), max_length=253)
    selector = models.CharField(_("selector"), max_length=63)
    algorithm = models.CharField(
        _("algorithm"), max_length=16, choices=SigningAlgorithm.choices,
        default=SigningAlgorithm.RSA,
    )  # fmt: skip
    private = EncryptedTextField(purpose="outbox.signing")
    public = models.TextField(_("public half"))
    state = models.CharField(
        _("state"), max_length=8, choices=SigningState.choices, default=SigningState.WAITING
    )
    created_at = models.DateTimeField(pgettext_lazy("key", "made"), db_default=Now())
    changed_at = models.DateTimeField(pgettext_lazy("key", "changed"), db_default=Now())

    class Meta:
        verbose_name = _("signing key")
        verbose_name_plural = _("signing keys")
        constraints = [
            models.UniqueConstraint(
                fields=["domain", "selector"], name="outbox_signing_selector_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.selector}._domainkey.{self.domain}"


class DomainCheck(models.Model):
    """What DNS said about a sending domain when it was last asked.

    ``findings`` is a list of {"subject", "verdict", "detail"}; see ``dkim.dns``.
    """

    domain = models.CharField(_("domain"), max_length=253, primary_key=True)
    findings = models.JSONField(default=list)
    checked_at = models.DateTimeField(_("as of"), db_default=Now())

    class Meta:
        verbose_name = _("check of a sending domain")
        verbose_name_plural = _("checks of sending domains")

    def __str__(self) -> str:
        return self.domain


class DomainPace(models.Model):
    """How fast mail may go to the readers of one provider, and whether it asked us to wait.

    ``per_minute`` is set by staff, 0 for no limit. ``held_until``, ``strikes`` and ``last_reply``
    are the pump's: a provider that put most of a batch off (421, 450, 451) is left alone for a
    while, longer each time; one that takes mail again is forgiven.
    """

    domain = models.CharField(_("provider"), max_length=253, primary_key=True)
    per_minute = models.IntegerField(_("messages a minute"), default=0, db_default=0)
    tokens = models.FloatField(default=0, db_default=0)
    filled_at = models.DateTimeField(db_default=Now())
    held_until = models.DateTimeField(_("left alone until"), null=True)
    strikes = models.SmallIntegerField(default=0, db_default=0)
    last_reply = models.CharField(_("last reply"), max_length=500, default="", db_default="")
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("pace of a provider")
        verbose_name_plural = _("paces of providers")

    def __str__(self) -> str:
        return self.domain
