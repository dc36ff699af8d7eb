"""What this room holds about a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wutong.core.people.models import Person
from wutong.platform.documents.models import IssuedDocument
from wutong.platform.files.models import StoredFile
from wutong.platform.files.public import delete_stored
from wutong.platform.privacy.enums import Fate
from wutong.platform.privacy.public import Holding, holdings, reads, table_of
from wutong.programs.press.models import Briefing, BriefingItem, Honour

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.kernel.actors import Actor
    from wutong.platform.privacy.public import Subject, Table

SOMEBODY = {"zh-hans": "一位校友", "en": "an alumnus or alumna"}


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


def _names(subject: Subject) -> list[str]:
    """As the records have them, the longest first."""
    rows = Person.objects.filter(pk__in=subject.ids("person")).values_list("name", "name_latin")
    return sorted({name for both in rows for name in both if len(name) > 1}, key=len, reverse=True)


def _unmistakable(subject: Subject, names: list[str]) -> list[str]:
    """Those nobody else on record bears: in what was written by hand they can mean only one."""
    others = Person.objects.filter(name__in=names).exclude(pk__in=subject.ids("person"))
    shared = set(others.values_list("name", flat=True))
    return [name for name in names if name not in shared]


def _lines(subject: Subject) -> QuerySet[BriefingItem]:
    told = Q(people__overlap=subject.ids("person"))
    for name in _unmistakable(subject, _names(subject)):
        told |= Q(text__contains=name)
    return BriefingItem.objects.filter(told).order_by("briefing", "pk")


def _read_lines(subject: Subject) -> Table:
    return table_of(_lines(subject).filter(picked=True), "briefing", "text", "on")


def _forget_lines(actor: Actor, subject: Subject) -> int:
    """A line that is not issued yet goes, if the rooms gathered it; elsewhere the name does."""
    names = _names(subject)
    gone = 0
    for row in list(_lines(subject).select_related("briefing").select_for_update(of=("self",))):
        gone += 1
        if row.briefing.document_id is None and row.gathered:
            row.delete()
            continue
        other = SOMEBODY.get(row.briefing.language, SOMEBODY["en"])
        for name in names:
            row.text = row.text.replace(name, other)
            row.gathered = row.gathered.replace(name, other)
        row.people = [pk for pk in row.people if pk not in subject.ids("person")]
        row.url, row.nameless = "", True
        row.save()
    for name in _unmistakable(subject, names):
        for briefing in Briefing.objects.filter(lead__contains=name).select_for_update():
            other = SOMEBODY.get(briefing.language, SOMEBODY["en"])
            briefing.lead = briefing.lead.replace(name, other)
            briefing.save(update_fields=["lead"])
            gone += 1
    return gone


def _papers(subject: Subject) -> Table:
    issued = _lines(subject).filter(picked=True, briefing__document__isnull=False)
    rows = IssuedDocument.objects.filter(pk__in=issued.values("briefing__document"))
    return table_of(rows.order_by("issued_on", "number"), "number_text", "issued_on")


holdings.register(
    "press.briefings",
    Holding(
        title=_("Lines about you in work briefings"),
        purpose=_("To tell the university what its alumni office did."),
        fate=Fate.ANONYMISE,
        ground=_("What happened stays in the briefing, without your name."),
        read=_read_lines,
        erase=_forget_lines,
        tables=("press_briefing", "press_briefingitem"),
    ),
    order=30,
)
holdings.register(
    "press.papers",
    Holding(
        title=_("Numbered work briefings that name you"),
        purpose=_("So that each briefing can be verified."),
        fate=Fate.LOCK,
        ground=_(
            "Numbered letters are archives of the legal body that issued them (Archives Law); "
            "they are kept, shown to nobody, and used for nothing else."
        ),
        read=_papers,
        tables=("documents_issueddocument",),
    ),
    order=31,
)
