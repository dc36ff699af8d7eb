"""What this room holds about a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wutong.platform.files.models import StoredFile
from wutong.platform.files.public import delete_stored
from wutong.platform.privacy.enums import Fate
from wutong.platform.privacy.public import Holding, holdings, reads
from wutong.programs.press.models import Honour

if TYPE_CHECKING:
    from wutong.kernel.actors import Actor
    from wutong.platform.privacy.public import Subject


def _erase(actor: Actor, subject: Subject) -> int:
    """Words, scan and permission go together; nothing is quoted any more."""
    rows = Honour.objects.filter(person__in=subject.ids("person"))
    stored = list(StoredFile.objects.filter(pk__in=rows.values("scan")))
    gone = rows.delete()[0]
    for one in stored:
        delete_stored(one)
    return gone


holdings.register(
    "press.honours",
    Holding(
        title=_("What you said of the university"),
        purpose=_("To quote you rightly, and only as far as you allowed."),
        fate=Fate.ERASE,
        read=reads(
            Honour, "kind", "name", "office", "said_on", "occasion", "words", "permission", "scope",
            "permitted_until",
        ),
        erase=_erase,
        tables=("press_honour",),
    ),
    order=49,
)  # fmt: skip
