from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wutong.kernel.ids import uuid7


class SingleMail(models.Model):
    """The finished text of one mail outside any stream (a log-in code, a notice).

    ``raw`` is the message with CRLF line ends and 7-bit bodies; it is emptied once every
    delivery of it is settled, because it may carry a code.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    subject = models.CharField(pgettext_lazy("mail", "subject"), max_length=300, default="")
    sender_address = models.CharField(_("sender's address"), max_length=320, default="")
    raw = models.BinaryField(_("message"))
    actor = models.CharField(_("by"), max_length=200, default="")
    created_at = models.DateTimeField(_("created"), db_default=Now())

    class Meta:
        verbose_name = _("single mail")
        verbose_name_plural = _("single mails")

    def __str__(self) -> str:
        return self.subject
