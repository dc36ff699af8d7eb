"""People named one by one, from a file or a pasted text."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.core.people.models import Person
from wutong.engines.audiences.enums import OPEN_VERDICTS, LineVerdict, MatchedBy
from wutong.engines.audiences.models.segment import SharedThing


class PeopleList(SharedThing):
    """A list somebody brought: who is meant by each of its lines, by whom and when it was read.

    Unlike a segment it does not follow the records: whoever is on it stays on it. ``counts`` are
    its lines by verdict, ``people`` how many are recognised; nobody is counted twice.
    """

    name = models.CharField(_("name of the list"), max_length=120)
    note = models.CharField(_("note"), max_length=300, blank=True)
    source = models.CharField(pgettext_lazy("list", "source"), max_length=200, blank=True)
    counts = models.JSONField(default=dict)
    people = models.PositiveIntegerField(pgettext_lazy("list", "people"), default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("list of people")
        verbose_name_plural = _("lists of people")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["owner", "-created_at"], name="audiences_list_owner")]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        """``people_list:12``."""
        return f"people_list:{self.pk}"

    @property
    def waiting(self) -> int:
        """Lines somebody should decide."""
        return sum(self.counts.get(verdict, 0) for verdict in OPEN_VERDICTS)


class ListLine(models.Model):
    """A line: ``person`` once it is known who is meant, ``candidates`` while several fit.

    ``text`` is as it was given, numbers and addresses masked; a recognised line needs none and
    keeps none.
    """

    people_list = models.ForeignKey(
        PeopleList,
        models.CASCADE,
        related_name="lines",
        db_index=False,
        verbose_name=pgettext_lazy("list", "list"),
    )
    place = models.PositiveIntegerField()
    text = models.CharField(pgettext_lazy("list", "line"), max_length=200, blank=True, default="", db_default="")  # fmt: skip
    verdict = models.CharField(_("verdict"), max_length=10, choices=LineVerdict.choices)
    matched_by = models.CharField(
        _("recognised by"), max_length=10, choices=MatchedBy.choices, blank=True, default="",
        db_default="",
    )  # fmt: skip
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("person"),
        db_index=False,
    )  # fmt: skip
    candidates = ArrayField(models.BigIntegerField(), default=list, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("line of a list")
        verbose_name_plural = _("lines of lists")
        ordering = ["place"]
        indexes = [
            models.Index(fields=["people_list", "verdict", "place"], name="audiences_line_verdict"),
            models.Index(
                fields=["person", "people_list"],
                condition=Q(verdict="matched"),
                name="audiences_line_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.people_list_id}/{self.place}"
