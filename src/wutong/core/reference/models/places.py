from django.db import models
from django.utils.translation import gettext_lazy as _

from wutong.core.reference.models.bodies import in_language


class Region(models.Model):
    """A province, city or country. Codes inside China follow GB/T 2260 (six digits); those
    of other countries are the two letters of ISO 3166-1.
    """

    code = models.CharField(_("code"), max_length=6, unique=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=80)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children",
        verbose_name=_("part of"),
    )  # fmt: skip
    is_overseas = models.BooleanField(_("overseas"), default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ("code",)

    def __str__(self) -> str:
        return in_language(self.name_zh, self.name_en)
