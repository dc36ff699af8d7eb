from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _


class PublicDocument(models.Model):
    """One public thing in one language, as its room offered it: what is searched, fed, mapped and
    described to machines.

    Everything here is derived and can be made again from the rooms (``indexing.repair``). ``text``
    is plain. ``tokens`` holds what finds it anywhere, ``title_tokens`` what finds it by its title
    or names. ``alone``: it has no version in another language, so readers of every language are
    shown it. ``digest`` is of what the room said, and stands in the address of its card.
    """

    area = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    language = models.CharField(max_length=8)
    path = models.CharField(max_length=300)
    title = models.CharField(_("title"), max_length=300)
    summary = models.TextField(blank=True)
    text = models.TextField(blank=True)
    author = models.CharField(max_length=200, blank=True)
    topics = models.JSONField(default=list)
    topic_slugs = ArrayField(models.CharField(max_length=80), default=list)
    published_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)
    picture = models.CharField(max_length=300, blank=True)
    picture_alt = models.CharField(max_length=300, blank=True)
    schema = models.CharField(max_length=40, blank=True)
    alone = models.BooleanField(default=True)
    title_tokens = ArrayField(models.TextField(), default=list)
    tokens = ArrayField(models.TextField(), default=list)
    digest = models.CharField(max_length=16)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("public document")
        verbose_name_plural = _("public documents")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("key", "language"), name="portal_document_once")
        ]
        indexes: ClassVar = [
            GinIndex(fields=("tokens",), name="portal_document_tokens"),
            GinIndex(fields=("title_tokens",), name="portal_document_titles"),
            GinIndex(fields=("topic_slugs",), name="portal_document_topics"),
            models.Index(fields=("path",), name="portal_document_path"),
            models.Index(
                fields=("area", "language", "-published_at", "-id"), name="portal_document_latest"
            ),
        ]

    def __str__(self) -> str:
        return self.title
