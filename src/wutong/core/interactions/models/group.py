from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.interactions.enums import GroupKind
from wutong.core.organisations.models import Organisation
from wutong.core.people.models import Person
from wutong.core.reference.models import AcademicUnit, ClassGroup


class ChatGroup(models.Model):
    """A WeChat group of alumni, as far as the office keeps it: whose it is, how many are in it, until
    when its QR code works. Who is in it is nobody's business here and never collected.
    """

    name = models.CharField(pgettext_lazy("WeChat group", "name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=8, choices=GroupKind)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("organisation"),
    )  # fmt: skip
    class_group = models.ForeignKey(
        ClassGroup, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("class"),
    )  # fmt: skip
    unit = models.ForeignKey(
        AcademicUnit, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("college"),
    )  # fmt: skip
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=pgettext_lazy("WeChat group", "owner"),
    )  # fmt: skip
    managers = models.CharField(_("managers"), max_length=200, blank=True)
    size = models.PositiveIntegerField(pgettext_lazy("WeChat group", "size"), null=True, blank=True)
    size_on = models.DateField(_("counted on"), null=True, blank=True)
    qr_until = models.DateField(_("QR code works until"), null=True, blank=True)
    note = models.CharField(pgettext_lazy("WeChat group", "note"), max_length=300, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("WeChat group")
        verbose_name_plural = _("WeChat groups")
        ordering = ("name", "id")
        indexes = (
            models.Index(
                fields=("qr_until",), condition=Q(closed_on__isnull=True),
                name="interactions_group_qr",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name


class GroupNotice(models.Model):
    """Something told in groups: each gets a short link of its own to ``target``."""

    title = models.CharField(_("title"), max_length=120)
    target = models.URLField(_("leads to"), max_length=400)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+",
        verbose_name=_("told by"),
    )  # fmt: skip
    made_at = models.DateTimeField(_("told on"), auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("notice to groups")
        verbose_name_plural = _("notices to groups")
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return self.title


class GroupLink(models.Model):
    """The link of one notice for one group, and how often it was opened. Nothing is kept of who
    opened it.
    """

    notice = models.ForeignKey(GroupNotice, models.CASCADE, related_name="links")
    group = models.ForeignKey(ChatGroup, models.CASCADE, related_name="links")
    code = models.CharField(max_length=12, unique=True)
    reads = models.PositiveIntegerField(_("reads"), default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("link for a group")
        verbose_name_plural = _("links for groups")
        ordering = ("-reads", "id")
        constraints = (
            models.UniqueConstraint(fields=("notice", "group"), name="interactions_link_once"),
        )

    def __str__(self) -> str:
        return self.code
