from typing import ClassVar

from django.db import models
from django.db.models.functions import Now


class Change(models.Model):
    """That what an area of the public site shows has changed; written with the change itself.

    Rows are only ever added, so that two changes at once never wait for each other. What a page
    showed is known by how many rows its areas had (see ``cache.versions``).
    """

    area = models.CharField(max_length=40)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [models.Index(fields=("at",), name="public_site_change_at")]

    def __str__(self) -> str:
        return self.area
