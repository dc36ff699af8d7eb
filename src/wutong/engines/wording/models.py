"""What the propaganda office keeps, every version of it, and the answers to what was found."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.reference.models import LegalBody
from wutong.engines.wording.enums import (
    FindingKind,
    LeaderKind,
    RemarkState,
    TermKind,
    TermLanguage,
)


class Leader(models.Model):
    """Somebody whose name, titles and place in an enumeration must be right. ``rank`` sorts
    within ``kind``; kinds sort as they are declared.
    """

    name = models.CharField(_("name"), max_length=40)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=LeaderKind)
    rank = models.PositiveSmallIntegerField(_("place in protocol"), default=100)
    note = models.CharField(_("note"), max_length=200, blank=True)
    retired = models.BooleanField(_("no longer looked for"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("leader")
        verbose_name_plural = _("leaders")
        ordering = ("kind", "rank", "name")
        constraints = (
            models.UniqueConstraint(fields=("name", "kind"), name="wording_leader_once"),
        )

    def __str__(self) -> str:
        return self.name


class LeaderTitle(models.Model):
    """A title from one day to another; without ``until`` it is still held."""

    leader = models.ForeignKey(Leader, models.CASCADE, related_name="titles")
    title = models.CharField(pgettext_lazy("of a leader", "title"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    since = models.DateField(pgettext_lazy("of a title", "since"), null=True, blank=True)
    until = models.DateField(pgettext_lazy("of a title", "until"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("title of a leader")
        verbose_name_plural = _("titles of leaders")
        ordering = ("leader", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
                name="wording_title_forward",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Term(models.Model):
    """A word that is looked for. ``within`` are longer words in which it may stand, one a line."""

    kind = models.CharField(_("kind"), max_length=12, choices=TermKind)
    language = models.CharField(
        _("language"), max_length=10, choices=TermLanguage, default=TermLanguage.CHINESE
    )
    words = models.CharField(pgettext_lazy("wording", "word"), max_length=80)
    advice = models.CharField(_("write instead"), max_length=160, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    within = models.TextField(_("allowed in"), blank=True)
    retired = models.BooleanField(_("no longer looked for"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("word")
        verbose_name_plural = _("words")
        ordering = ("kind", "-language", "words")
        constraints = (
            models.UniqueConstraint(fields=("language", "words"), name="wording_term_once"),
        )

    def __str__(self) -> str:
        return self.words


class ListVersion(models.Model):
    """The lists as somebody left them: every save and every import makes the next."""

    made_at = models.DateTimeField(_("made on"), db_default=Now(), editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+",
        verbose_name=_("author"),
    )  # fmt: skip
    author_label = models.CharField(max_length=120, blank=True)
    note = models.CharField(_("why"), max_length=200, blank=True)
    entries = models.PositiveIntegerField(_("entries changed"), default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("version of the lists")
        verbose_name_plural = _("versions of the lists")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return _("Version %(number)s") % {"number": self.pk}


class ListChange(models.Model):
    """One entry before and after; ``before`` is null for a new one, ``after`` for one removed."""

    made_in = models.ForeignKey(ListVersion, models.CASCADE, related_name="changes")
    table = models.CharField(max_length=8)
    entry_id = models.BigIntegerField()
    label = models.CharField(_("entry"), max_length=120)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("change of the lists")
        verbose_name_plural = _("changes of the lists")
        ordering = ("pk",)
        indexes = (models.Index(fields=("table", "entry_id"), name="wording_change_entry"),)

    def __str__(self) -> str:
        return self.label


class Certificate(models.Model):
    """That a legal body may raise funds in public, from one day to another."""

    legal_body = models.ForeignKey(
        LegalBody, models.PROTECT, related_name="+", verbose_name=_("legal body")
    )
    number = models.CharField(_("number of the certificate"), max_length=80)
    since = models.DateField(_("valid from"))
    until = models.DateField(_("valid until"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("certificate of public fundraising")
        verbose_name_plural = _("certificates of public fundraising")
        ordering = ("legal_body", "-since")

    def __str__(self) -> str:
        return self.number


class Remark(models.Model):
    """What was found in a text and what became of it. ``key`` names the finding wherever it
    stands in the text; ``subject_ref`` the text.
    """

    subject_ref = models.CharField(max_length=60)
    key = models.CharField(max_length=24)
    kind = models.CharField(_("kind"), max_length=16, choices=FindingKind)
    found = models.CharField(pgettext_lazy("wording", "found"), max_length=120)
    state = models.CharField(_("state"), max_length=8, choices=RemarkState)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+",
        verbose_name=_("answered by"),
    )  # fmt: skip
    seen_at = models.DateTimeField(db_default=Now(), editable=False)
    answered_at = models.DateTimeField(_("answered on"), null=True)
    lists = models.BigIntegerField(_("version of the lists"), default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("subject_ref", "key"), name="wording_remark_once"),
            models.CheckConstraint(
                condition=~Q(state="kept") | ~Q(reason=""), name="wording_kept_says_why"
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject_ref} {self.found}"
