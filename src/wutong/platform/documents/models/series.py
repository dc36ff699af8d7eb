from django.db import models
from django.utils.translation import gettext_lazy as _


class NumberSeries(models.Model):
    """The numbers of one kind of document of one legal body in one year.

    ``last`` is the number given last. It is raised under a row lock in the transaction that
    issues the document, so numbers have no gaps and none is given twice. ``pattern`` is filled
    with ``year`` and ``number``, such as ``校友聘字〔{year}〕第{number:04}号``.
    """

    kind = models.CharField(max_length=40)
    body = models.CharField(_("legal body"), max_length=20)
    year = models.PositiveSmallIntegerField(_("year"))
    pattern = models.CharField(_("form of the number"), max_length=80)
    last = models.PositiveIntegerField(_("last number"), default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("number series")
        verbose_name_plural = _("number series")
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "body", "year"), name="documents_one_series_a_year"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.body} {self.year}"
