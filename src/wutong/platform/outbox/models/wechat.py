"""Fans of the Official Account, what they allowed, and the templates it may send."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class WechatFan(models.Model):
    """A WeChat account that follows ours, and who it belongs to as far as they told us.

    ``subject_ref`` (``person:12``) is set by the fan's own doing only, and emptied the moment they
    leave. ``heard_at`` is when they last wrote: for 48 hours they can be answered in free words.
    A ``tester`` gets the tests of sendings.
    """

    openid = models.CharField(_("openid"), max_length=64, unique=True)
    openid_hash = models.BinaryField(_("address hash"), unique=True)
    unionid = models.CharField(_("unionid"), max_length=64, default="", db_default="")
    masked = models.CharField(_("openid"), max_length=64)
    subject_ref = models.CharField(_("about"), max_length=80, default="", db_default="")
    follows = models.BooleanField(pgettext_lazy("WeChat", "follows"), default=True, db_default=True)
    tester = models.BooleanField(_("gets tests"), default=False, db_default=False)
    followed_at = models.DateTimeField(_("follows since"), null=True)
    left_at = models.DateTimeField(pgettext_lazy("WeChat", "left on"), null=True)
    bound_at = models.DateTimeField(_("bound on"), null=True)
    heard_at = models.DateTimeField(_("last wrote on"), null=True)
    created_at = models.DateTimeField(_("since"), db_default=Now())

    class Meta:
        verbose_name = _("WeChat follower")
        verbose_name_plural = _("WeChat followers")
        indexes = [
            models.Index(
                fields=["subject_ref"],
                condition=~Q(subject_ref=""),
                name="outbox_wechatfan_subject",
            )
        ]

    def __str__(self) -> str:
        return self.masked


class WechatRight(models.Model):
    """What a fan allowed: ``left`` one-time notices of a template, or any number (``lasting``)."""

    fan = models.ForeignKey(WechatFan, models.CASCADE, related_name="rights")
    template = models.CharField(_("template"), max_length=64)
    left = models.PositiveIntegerField(pgettext_lazy("WeChat", "left"), default=0)
    lasting = models.BooleanField(_("lasting"), default=False)
    refused = models.BooleanField(_("refused"), default=False)
    changed_at = models.DateTimeField(_("last changed"), db_default=Now())

    class Meta:
        verbose_name = _("right to send on WeChat")
        verbose_name_plural = _("rights to send on WeChat")
        constraints = [
            models.UniqueConstraint(fields=["fan", "template"], name="outbox_wechatright_once")
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.left}"


class WechatTemplate(models.Model):
    """A template of the account as WeChat lists it; ``standing`` as long as it does.

    ``content`` has its keywords, ``label:{{thing1.DATA}}`` line by line. ``lasting``: one consent
    allows any number of notices; otherwise each notice needs one.
    """

    code = models.CharField(_("template number"), max_length=64, unique=True)
    title = models.CharField(pgettext_lazy("WeChat", "template"), max_length=80)
    content = models.TextField(_("keywords"))
    example = models.TextField(_("example"), default="", blank=True)
    lasting = models.BooleanField(_("lasting"), default=False)
    standing = models.BooleanField(pgettext_lazy("WeChat", "can be used"), default=True)
    fetched_at = models.DateTimeField(_("as of"), db_default=Now())

    class Meta:
        verbose_name = _("WeChat template")
        verbose_name_plural = _("WeChat templates")

    def __str__(self) -> str:
        return self.title
