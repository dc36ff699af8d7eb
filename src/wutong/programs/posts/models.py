"""Official channels, what they published, and how it was read, day by day."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.reference.models import LegalBody
from wutong.core.reference.public import in_language
from wutong.programs.posts.enums import BUSY_STEPS, Kind, Origin, Platform, State, Step


class Account(models.Model):
    """An official channel of the office. Comparisons over years hold to those open in both."""

    platform = models.CharField(
        _("platform"), max_length=10, choices=Platform.choices, default=Platform.WECHAT
    )
    name_zh = models.CharField(_("name in Chinese"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    handle = models.CharField(_("account id"), max_length=80, blank=True)
    address = models.URLField(
        pgettext_lazy("official channel", "address"), max_length=500, blank=True
    )
    legal_body = models.ForeignKey(
        LegalBody,
        models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("official channel", "in the name of"),
    )
    opened_on = models.DateField(_("opened on"))
    closed_on = models.DateField(
        pgettext_lazy("official channel", "closed on"), null=True, blank=True
    )
    wechat_app_id = models.CharField(_("app id of the WeChat account"), max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("official channel")
        verbose_name_plural = _("official channels")
        ordering = ("platform", "name_zh")
        constraints = (
            models.UniqueConstraint(fields=("platform", "name_zh"), name="posts_account_once"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="posts_account_closed_after_opened",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        """``post_account:3``."""
        return f"post_account:{self.pk}"

    @property
    def name(self) -> str:
        """In the reader's language."""
        return in_language(self.name_zh, self.name_en)


class Post(models.Model):
    """One story on one account.

    ``reads``, ``shares`` and ``likes`` repeat the latest snapshot (``counted_on``), so that no
    list looks for it. ``story_key`` names the story of the newsroom, whatever the language. A
    story stands on an account once: a corrected version takes the place of the one before, which
    is ``continued_by`` it, and whose reads are added to its own.
    """

    account = models.ForeignKey(
        Account,
        models.PROTECT,
        related_name="posts",
        verbose_name=pgettext_lazy("official channel", "channel"),
    )
    story_key = models.UUIDField(null=True, blank=True)
    language = models.CharField(max_length=10, blank=True)
    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(
        pgettext_lazy("post", "kind"), max_length=8, choices=Kind.choices, default=Kind.ORIGINAL
    )
    state = models.CharField(
        _("state"), max_length=9, choices=State.choices, default=State.PUBLISHED
    )
    published_on = models.DateField(pgettext_lazy("post", "published on"), null=True, blank=True)
    withdrawn_on = models.DateField(pgettext_lazy("post", "withdrawn on"), null=True, blank=True)
    address = models.URLField(
        pgettext_lazy("official channel", "address"), max_length=1000, blank=True
    )
    message = models.CharField(max_length=40, blank=True)  # msg_data_id_index in the statistics
    continued_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="continues", db_index=False
    )
    reads = models.PositiveBigIntegerField(pgettext_lazy("post", "reads"), default=0)
    shares = models.PositiveBigIntegerField(pgettext_lazy("post", "shares"), default=0)
    likes = models.PositiveBigIntegerField(pgettext_lazy("post", "likes"), default=0)
    counted_on = models.DateField(_("figures as of"), null=True, blank=True)
    batch_id = models.UUIDField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = pgettext_lazy("official channel", "post")
        verbose_name_plural = pgettext_lazy("official channel", "posts")
        ordering = (F("published_on").desc(nulls_first=True), "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("account", "story_key"),
                condition=Q(state=State.PUBLISHED, story_key__isnull=False),
                name="posts_story_once_an_account",
            ),
            models.UniqueConstraint(
                fields=("account", "address"),
                condition=~Q(address="") & ~Q(state=State.WITHDRAWN),
                name="posts_address_once_an_account",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PUBLISHED) | Q(published_on__isnull=False),
                name="posts_published_has_its_day",
            ),
        )
        indexes = (
            models.Index(
                fields=("published_on", "account"),
                condition=Q(state=State.PUBLISHED),
                name="posts_post_published",
            ),
            models.Index(fields=("account", "published_on"), name="posts_post_account"),
            models.Index(
                fields=("story_key",),
                condition=Q(story_key__isnull=False),
                name="posts_post_story",
            ),
            models.Index(
                fields=("batch_id",), condition=Q(batch_id__isnull=False), name="posts_post_batch"
            ),
            models.Index(
                fields=("continued_by",),
                condition=Q(continued_by__isnull=False),
                name="posts_post_continued",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> str:
        """``post:12``."""
        return f"post:{self.pk}"


class Snapshot(models.Model):
    """How a post stood at the end of a day: everything since it was published, kept for ever.

    One that stands for each post and day; a correction is a new row with its author, and the
    one it replaces stays with ``replaced_at``.
    """

    post = models.ForeignKey(Post, models.CASCADE, related_name="snapshots", db_index=False)
    day = models.DateField(_("day"))
    reads = models.PositiveBigIntegerField(pgettext_lazy("post", "reads"))
    shares = models.PositiveBigIntegerField(pgettext_lazy("post", "shares"), default=0)
    likes = models.PositiveBigIntegerField(pgettext_lazy("post", "likes"), default=0)
    origin = models.CharField(_("source"), max_length=8, choices=Origin.choices)
    note = models.CharField(_("why"), max_length=200, blank=True)
    noted_at = models.DateTimeField(_("noted"))
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False,
        verbose_name=_("noted by"),
    )  # fmt: skip
    batch_id = models.UUIDField(null=True)
    replaced_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("figures of a day")
        verbose_name_plural = _("figures of days")
        ordering = ("-day", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("post", "day"),
                condition=Q(replaced_at__isnull=True),
                include=("reads", "shares", "likes"),
                name="posts_snapshot_stands",
            ),
        )
        indexes = (
            models.Index(
                fields=("batch_id",),
                condition=Q(batch_id__isnull=False),
                name="posts_snapshot_batch",
            ),
            models.Index(
                fields=("post",),
                condition=Q(replaced_at__isnull=False),
                name="posts_snapshot_replaced",
            ),
        )

    def __str__(self) -> str:
        return f"{self.post_id} {self.day}: {self.reads}"


class Article(models.Model):
    """A post that goes out through WeChat's interfaces: what is there, and what is asked of it.

    ``step`` says where it stands; steps that end in -ing belong to a background job. ``code`` is
    WeChat's errcode of the last refusal, or 0. A corrected article ``replaces`` the one before,
    which is deleted once this one is out.
    """

    post = models.OneToOneField(Post, models.CASCADE, related_name="article", primary_key=True)
    title = models.CharField(_("title on WeChat"), max_length=64)
    step = models.CharField(_("state"), max_length=12, choices=Step.choices, default=Step.WRITING)
    media = models.CharField(max_length=128, blank=True)
    pictures = models.JSONField(default=list)  # what it shows, by our own addresses
    job = models.CharField(max_length=64, blank=True)
    article = models.CharField(max_length=128, blank=True)
    code = models.IntegerField(default=0)
    said = models.CharField(max_length=300, blank=True)
    replaces = models.ForeignKey(
        Post, models.SET_NULL, null=True, related_name="replaced_by", db_index=False
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    stepped_at = models.DateTimeField(auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("article on WeChat")
        verbose_name_plural = _("articles on WeChat")
        indexes = (
            models.Index(
                fields=("stepped_at",),
                condition=Q(step__in=BUSY_STEPS),
                name="posts_article_busy",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_busy(self) -> bool:
        """Whether a background job has it."""
        return self.step in BUSY_STEPS


class AccountDay(models.Model):
    """What a platform says of a whole account for one day (not since the beginning)."""

    pk = models.CompositePrimaryKey("account_id", "day")
    account = models.ForeignKey(Account, models.CASCADE, related_name="days", db_index=False)
    day = models.DateField()
    reads = models.PositiveBigIntegerField()
    shares = models.PositiveBigIntegerField(default=0)
    likes = models.PositiveBigIntegerField(default=0)
    comments = models.PositiveBigIntegerField(default=0)
    published = models.PositiveIntegerField(default=0)
    taken_at = models.DateTimeField()
    articles_at = models.DateTimeField(null=True)  # when the day's readers by article were taken

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.account_id} {self.day}"


class StoryDay(models.Model):
    """Reads of a story on our own site on one day, and how many of the readers are known."""

    pk = models.CompositePrimaryKey("story_key", "day")
    story_key = models.UUIDField()
    day = models.DateField()
    reads = models.PositiveBigIntegerField(default=0)
    readers = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        indexes = (models.Index(fields=("day",), name="posts_storyday_day"),)

    def __str__(self) -> str:
        return f"{self.story_key} {self.day}: {self.reads}"


class Spool(models.Model):
    """How far a spool file of reads is counted: written in the transaction that counts them."""

    name = models.CharField(max_length=120, primary_key=True)
    offset = models.PositiveBigIntegerField(default=0)
    unreadable = models.PositiveIntegerField(default=0)
    seen_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.name}: {self.offset}"
