"""Whom public stories tell of."""

from __future__ import annotations

from django.db import models


class Told(models.Model):
    """That a public story names somebody; written when it is published, so that no list of people
    opens the bodies of all stories.
    """

    page = models.ForeignKey("publishing.StoryPage", models.CASCADE, related_name="told")
    profile = models.ForeignKey("publishing.Profile", models.CASCADE, related_name="told")
    place = models.PositiveSmallIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ("place",)
        constraints = (
            models.UniqueConstraint(fields=("page", "profile"), name="publishing_told_once"),
        )

    def __str__(self) -> str:
        return f"{self.page_id} {self.profile_id}"
