"""Praise and honours kept, permissions to quote, and where the words are used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from wutong.core.reference.enums import Grade
from wutong.kernel.clock import today
from wutong.platform.audit.public import record
from wutong.platform.files.public import delete_stored, keep_upload
from wutong.programs.press.enums import HonourKind, Permission, QuoteScope
from wutong.programs.press.errors import ChangedMeanwhileError, DayError, UsedError
from wutong.programs.press.models import Honour, QuotationUse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from django.core.files.uploadedfile import UploadedFile

    from wutong.kernel.actors import Actor
    from wutong.programs.press.models import Briefing

FIELDS = (
    "kind", "person", "name", "office", "said_on", "occasion", "words", "language", "words_other",
    "source", "order",
)  # fmt: skip


def _note(actor: Actor, verb: str, honour: Honour, **data: Any) -> None:
    person = honour.person
    hidden = person is not None and person.grade >= Grade.SENSITIVE
    about = f"person:{honour.person_id}" if honour.person_id else ""
    record(
        actor=actor, verb=verb, subject=honour.ref, data={"about": about, **data},
        subject_label=honour.get_kind_display() if hidden else str(honour)[:120],
    )  # fmt: skip


def _locked(honour_id: int, version: int | None = None) -> Honour:
    honour = Honour.objects.select_for_update(of=("self",)).select_related("person").get(
        pk=honour_id
    )  # fmt: skip
    if version is not None and honour.version != version:
        raise ChangedMeanwhileError
    honour.version += 1
    return honour


@transaction.atomic
def save_honour(
    *,
    actor: Actor,
    fields: Mapping[str, Any],
    scan: UploadedFile[bytes] | None = None,
    honour_id: int | None = None,
    version: int | None = None,
) -> Honour:
    """What was said, new or changed. Other words than those permitted need a permission of their
    own. Raises `DayError`, `ChangedMeanwhileError`, `FileRefusedError`.
    """
    honour = _locked(honour_id, version) if honour_id is not None else Honour()
    before = honour.words
    for name in FIELDS:
        if name in fields:
            setattr(honour, name, fields[name])
    if honour.said_on > today():
        raise DayError(_("This day is still to come."))
    if before and honour.words != before and honour.permission == Permission.GRANTED:
        honour.permission, honour.scope = Permission.ASKED, ""
        honour.permitted_until = None
    old = honour.scan
    if scan:
        honour.scan = keep_upload(actor=actor, file=scan, kind="honour")
    honour.save()
    if scan and old is not None:
        delete_stored(old)
    _note(actor, "press.honour_saved", honour)
    return honour


@transaction.atomic
def set_permission(
    *,
    actor: Actor,
    honour_id: int,
    permission: str,
    scope: str = "",
    until: date | None = None,
    note: str = "",
    version: int | None = None,
) -> Honour:
    """What the person said about quoting them: asked, given for a scope and a time, refused."""
    honour = _locked(honour_id, version)
    granted = permission == Permission.GRANTED
    honour.permission = permission
    honour.scope = scope if granted else ""
    honour.permitted_until = until if granted else None
    honour.permission_note = note.strip()[:300]
    honour.save()
    _note(actor, "press.permission_set", honour, permission=permission, scope=honour.scope)
    return honour


@transaction.atomic
def note_use(
    *,
    actor: Actor,
    honour_id: int,
    label: str,
    scope: str,
    url: str = "",
    where_ref: str = "",
) -> QuotationUse:
    """The words stand somewhere; the same place is noted once."""
    honour = _locked(honour_id)
    values = {
        "label": label.strip()[:200], "url": url, "scope": scope, "noted_by_id": actor.user_id,
        "noted_on": today(), "ended_on": None,
    }  # fmt: skip
    if where_ref:
        use, _new = QuotationUse.objects.update_or_create(
            honour=honour, where_ref=where_ref, defaults=values
        )
    else:
        use = QuotationUse.objects.create(honour=honour, **values)
    _note(actor, "press.quoted", honour, where=use.label)
    return use


def note_quotations(*, actor: Actor, briefing: Briefing) -> None:
    """The words of praise that stand in a briefing, as it is now: each is a use, and one that was
    left out again is one no longer.
    """
    rows = briefing.items.filter(picked=True, key__startswith="honour:")
    texts = {int(row.key.partition(":")[2]): row.text for row in rows}
    rows_of_praise = Honour.objects.filter(pk__in=texts).exclude(kind=HonourKind.AWARD)
    quoted = [one.pk for one in rows_of_praise if one.words in texts[one.pk]]
    standing = QuotationUse.objects.filter(where_ref=briefing.ref, ended_on=None)
    noted = dict(standing.values_list("honour_id", "label"))
    label = str(briefing)[:200]
    for pk in quoted:
        if noted.get(pk) != label:
            note_use(
                actor=actor, honour_id=pk, label=label, scope=QuoteScope.INTERNAL,
                url=reverse("office:press-briefing", args=[briefing.pk]), where_ref=briefing.ref,
            )  # fmt: skip
    for use in standing.exclude(honour__in=quoted):
        end_use(actor=actor, honour_id=use.honour_id, use_id=use.pk)


@transaction.atomic
def end_use(*, actor: Actor, honour_id: int, use_id: int) -> None:
    """The words no longer stand there."""
    honour = _locked(honour_id)
    QuotationUse.objects.filter(honour=honour, pk=use_id, ended_on__isnull=True).update(
        ended_on=today()
    )
    _note(actor, "press.quotation_ended", honour)


@transaction.atomic
def remove_honour(*, actor: Actor, honour_id: int) -> None:
    """Entered by mistake. Raises `UsedError` while the words stand somewhere."""
    honour = _locked(honour_id)
    if honour.uses.filter(ended_on__isnull=True).exists():
        raise UsedError
    _note(actor, "press.honour_removed", honour)
    stored = honour.scan
    honour.delete()
    if stored is not None:
        delete_stored(stored)
