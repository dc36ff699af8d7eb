"""Outlets and mentions kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from wutong.kernel.clock import today
from wutong.platform.audit.public import record
from wutong.platform.files.public import delete_stored, keep_upload
from wutong.programs.press.enums import Evidence
from wutong.programs.press.errors import (
    ChangedMeanwhileError,
    DayError,
    KnownError,
    NoEvidenceError,
    UsedError,
)
from wutong.programs.press.models import Mention, Outlet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.core.files.uploadedfile import UploadedFile

    from wutong.kernel.actors import Actor

OUTLET_FIELDS = ("name", "name_en", "kind", "licence", "account", "website", "contact", "note")
MENTION_FIELDS = (
    "outlet", "title", "published_on", "link", "about", "about_ref", "source_on", "note",
)  # fmt: skip
FILES = ("clipping", "screenshot")


def _note(actor: Actor, verb: str, row: Outlet | Mention, **data: Any) -> None:
    record(actor=actor, verb=verb, subject=row.ref, subject_label=str(row)[:120], data=data)


@transaction.atomic
def save_outlet(
    *,
    actor: Actor,
    fields: Mapping[str, Any],
    outlet_id: int | None = None,
    version: int | None = None,
) -> Outlet:
    """An outlet, new or changed. Raises `KnownError`, `ChangedMeanwhileError`."""
    outlet = Outlet()
    if outlet_id is not None:
        outlet = Outlet.objects.select_for_update().get(pk=outlet_id)
        if version is not None and outlet.version != version:
            raise ChangedMeanwhileError
        outlet.version += 1
    for name in OUTLET_FIELDS:
        if name in fields:
            setattr(outlet, name, fields[name])
    outlet.name = outlet.name.strip()
    if Outlet.objects.filter(name=outlet.name).exclude(pk=outlet.pk).exists():
        raise KnownError(outlet.name)
    outlet.save()
    _note(actor, "press.outlet_saved", outlet)
    return outlet


def evidence_of(mention: Mention) -> Evidence:
    """What the mention rests on as it is now; a colleague's look holds while something is
    there to be looked at.
    """
    there = Evidence.CLIPPING if mention.clipping_id or mention.screenshot_id else Evidence.NONE
    if mention.link and there == Evidence.NONE:
        there = Evidence.LINK
    if there != Evidence.NONE and mention.checked_on is not None:
        return Evidence.CHECKED
    return there


@transaction.atomic
def save_mention(
    *,
    actor: Actor,
    fields: Mapping[str, Any],
    files: Mapping[str, UploadedFile[bytes] | None] | None = None,
    mention_id: int | None = None,
    version: int | None = None,
) -> Mention:
    """What an outlet wrote, new or changed. A new link or clipping has not been looked at.

    Raises `KnownError`, `DayError`, `ChangedMeanwhileError`, `FileRefusedError`.
    """
    mention = Mention()
    if mention_id is not None:
        mention = Mention.objects.select_for_update(of=("self",)).get(pk=mention_id)
        if version is not None and mention.version != version:
            raise ChangedMeanwhileError
        mention.version += 1
    before = mention.link
    for name in MENTION_FIELDS:
        if name in fields:
            setattr(mention, name, fields[name])
    _refuse(mention)
    fresh = mention.link != before
    for name in FILES:
        upload = (files or {}).get(name)
        if upload:
            old = getattr(mention, name)
            setattr(mention, name, keep_upload(actor=actor, file=upload, kind="press"))
            fresh = True
            if old is not None:
                mention.save()
                delete_stored(old)
    if fresh:
        mention.checked_on = mention.checked_by = None
    mention.evidence = evidence_of(mention)
    mention.save()
    _note(actor, "press.mention_saved", mention, outlet=mention.outlet_id)
    return mention


def _refuse(mention: Mention) -> None:
    if mention.published_on > today():
        raise DayError(_("The day of publication lies in the future."))
    if mention.source_on and mention.source_on > mention.published_on:
        raise DayError(_("Our text cannot have left after theirs was published."))
    same = Mention.objects.filter(
        outlet=mention.outlet, title=mention.title, published_on=mention.published_on
    )
    if same.exclude(pk=mention.pk).exists():
        raise KnownError(mention.title)


@transaction.atomic
def look_at_evidence(*, actor: Actor, mention_id: int) -> Mention:
    """A colleague has opened the link or the clipping: it says what the register says."""
    mention = Mention.objects.select_for_update(of=("self",)).get(pk=mention_id)
    mention.checked_on, mention.checked_by_id = today(), actor.user_id
    mention.evidence = evidence_of(mention)
    if mention.evidence != Evidence.CHECKED:
        raise NoEvidenceError
    mention.version += 1
    mention.save()
    _note(actor, "press.evidence_checked", mention)
    return mention


@transaction.atomic
def remove_mention(*, actor: Actor, mention_id: int) -> None:
    """Entered by mistake."""
    mention = Mention.objects.select_for_update(of=("self",)).get(pk=mention_id)
    _note(actor, "press.mention_removed", mention, outlet=mention.outlet_id, link=mention.link)
    stored = [one for one in (mention.clipping, mention.screenshot) if one]
    mention.delete()
    for one in stored:
        delete_stored(one)


@transaction.atomic
def remove_outlet(*, actor: Actor, outlet_id: int) -> None:
    """Entered by mistake. Raises `UsedError` where it has written something."""
    outlet = Outlet.objects.select_for_update().get(pk=outlet_id)
    if outlet.mentions.exists():
        raise UsedError
    _note(actor, "press.outlet_removed", outlet)
    outlet.delete()
