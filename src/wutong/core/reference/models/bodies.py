from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wutong.core.reference.enums import AlumniGroup


def in_language(zh: str, en: str) -> str:
    """The Chinese text for Chinese readers, else the English one; never an empty string if
    either is filled.
    """
    chinese = (get_language() or "").startswith("zh")
    return (zh or en) if chinese else (en or zh)


class LegalBody(models.Model):
    """One of the three legal bodies that act in the office; each signs in its own name and is
    the controller of the data it collects.
    """

    code = models.CharField(_("code"), max_length=20, primary_key=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=160)
    signature_zh = models.CharField(_("signature in Chinese"), max_length=160, blank=True)
    signature_en = models.CharField(_("signature in English"), max_length=200, blank=True)
    contact = models.CharField(_("contact"), max_length=200, blank=True)
    data_controller_name = models.CharField(_("data controller"), max_length=160, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("legal body")
        verbose_name_plural = _("legal bodies")
        ordering = ("order", "code")

    def __str__(self) -> str:
        return in_language(self.name_zh, self.name_en)


class AlumniDefinition(models.Model):
    """A version of the rule who is an alumnus; every count names the version it was made by."""

    version = models.PositiveSmallIntegerField(_("version"), unique=True)
    valid_from = models.DateField(_("valid from"))
    groups = ArrayField(
        models.CharField(max_length=20, choices=AlumniGroup.choices), verbose_name=_("groups")
    )
    text_zh = models.TextField(_("definition in Chinese"))
    text_en = models.TextField(_("definition in English"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("definition of alumnus")
        verbose_name_plural = _("definitions of alumnus")
        ordering: ClassVar = ["version"]

    def __str__(self) -> str:
        return _("Definition of alumnus, version %(version)s") % {"version": self.version}

    @property
    def text(self) -> str:
        return in_language(self.text_zh, self.text_en)
