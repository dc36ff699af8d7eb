"""What this room holds about a person. Numbered letters are archives of the legal body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wutong.platform.documents.models import IssuedDocument
from wutong.platform.files.models import StoredFile
from wutong.platform.files.public import delete_stored
from wutong.platform.privacy.enums import Fate
from wutong.platform.privacy.public import Holding, Table, holdings, reads, table_of
from wutong.programs.correspondence.enums import OPEN
from wutong.programs.correspondence.models import FormalLetter

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.kernel.actors import Actor
    from wutong.platform.privacy.public import Subject


def _letters(subject: Subject) -> QuerySet[FormalLetter]:
    return FormalLetter.objects.filter(person__in=subject.ids("person")).order_by("pk")


def _erase(actor: Actor, subject: Subject) -> int:
    """Drafts go; of numbered letters number, kind and days stay."""
    rows = _letters(subject)
    for stored in StoredFile.objects.filter(pk__in=rows.values("answer_file")):
        delete_stored(stored)
    gone = rows.filter(state__in=OPEN).delete()[0]
    return gone + rows.update(
        addressee="", position="", position_on=None, occasion="", salutation="", body="",
        closing="", answer="", sent_note="", seal_note="",
        mail_key="",
    )  # fmt: skip


def _papers(subject: Subject) -> Table:
    rows = IssuedDocument.objects.filter(pk__in=_letters(subject).values("document"))
    return table_of(
        rows.order_by("issued_on", "number"), "number_text", "issued_on", "subject_label", "state"
    )


holdings.register(
    "correspondence.letters",
    Holding(
        title=_("Formal letters that concern you"),
        purpose=_("To congratulate, thank, invite and stand by you in the university's name."),
        fate=Fate.ANONYMISE,
        ground=_("That a numbered letter was sent stays in the register, without name or text."),
        read=reads(
            FormalLetter, "kind", "number_text", "title", "addressee", "position", "occasion",
            "body", "state", "sealed_on", "sent_on", "sent_by", "answered_on", "answer",
        ),
        erase=_erase,
        tables=("correspondence_formalletter",),
    ),
    order=45,
)  # fmt: skip
holdings.register(
    "correspondence.papers",
    Holding(
        title=_("The papers of numbered letters"),
        purpose=_("So that each letter can be verified."),
        fate=Fate.LOCK,
        ground=_(
            "Numbered letters are archives of the legal body that issued them (Archives Law); "
            "they are kept, shown to nobody, and used for nothing else."
        ),
        read=_papers,
        tables=("documents_issueddocument",),
    ),
    order=46,
)
