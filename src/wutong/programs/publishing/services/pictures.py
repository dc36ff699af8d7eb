"""Rights of pictures and the faces in them: given, ended, and gone from every page at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import ReferenceIndex

from wutong.core.consent.public import LawfulBasis, Method, record_consent, withdraw_consent
from wutong.core.people.public import standing_id
from wutong.kernel import clock
from wutong.kernel.actors import Actor
from wutong.kernel.errors import ConflictError
from wutong.platform.audit.public import record
from wutong.programs.publishing.consents import PORTRAIT
from wutong.programs.publishing.enums import Basis, Ending, Place, StoryChange
from wutong.programs.publishing.errors import StoryError
from wutong.programs.publishing.events import StoryChanged, picture_listeners, tell
from wutong.programs.publishing.models import Picture, PictureRendition, Portrait, StoryPage
from wutong.programs.publishing.registry import copies

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from uuid import UUID

RIGHTS = ("licence", "credit", "rights_until", "rights_note", "alt_zh", "alt_en", "nobody")


def note(actor: Actor, picture: Picture, verb: str, **data: Any) -> None:
    """Into the trail."""
    record(
        actor=actor, verb=verb, subject=f"picture:{picture.pk}", subject_label=picture.title,
        data=data,
    )  # fmt: skip


def locked(picture_id: int) -> Picture:
    """The picture, locked."""
    row: Picture = Picture.objects.select_for_update(of=("self",)).get(pk=picture_id)
    return row


@transaction.atomic
def set_rights(
    *, actor: Actor, picture_id: int, values: Mapping[str, Any], version: int | None = None
) -> Picture:
    """By what right it is shown, until when, and what is to be seen. Raises ConflictError."""
    picture = locked(picture_id)
    if version is not None and version != picture.version:
        raise ConflictError(_("Somebody else changed this in the meantime. Please look again."))
    for name in RIGHTS:
        if name in values:
            setattr(picture, name, values[name])
    picture.version += 1
    picture.save()
    note(actor, picture, "pictures.rights_set", licence=picture.licence,
         until=picture.rights_until.isoformat() if picture.rights_until else "")  # fmt: skip
    settle(actor=actor, picture_id=picture.pk)
    return picture


@transaction.atomic
def add_portrait(
    *,
    actor: Actor,
    picture_id: int,
    name: str,
    person_id: int | None = None,
    basis: str = Basis.CONSENT,
    places: Iterable[str] | None = None,
    until: date | None = None,
    evidence: str = "",
) -> Portrait:
    """Somebody is to be seen, and by what right. A consent of somebody on record goes into the
    ledger of consents, from where they can take it back.
    """
    picture = locked(picture_id)
    where = [place for place in Place.values if places is None or place in set(places)]
    if not where:
        raise StoryError(_("Say where the picture may stand."))
    known = standing_id(person_id) if person_id else None
    consent = None
    if known and basis == Basis.CONSENT:
        consent = record_consent(
            actor=actor, person_id=known, topic=PORTRAIT, method=Method.STAFF,
            basis=LawfulBasis.CONSENT, evidence=evidence or f"picture:{picture.pk}",
        )  # fmt: skip
    portrait = Portrait.objects.create(
        picture=picture, person_id=known, name=name.strip(), basis=basis, places=where,
        until=until, evidence=evidence, consent_id=consent.pk if consent else None,
        recorded_at=clock.now(), recorded_by_id=actor.user_id,
    )  # fmt: skip
    Picture.objects.filter(pk=picture.pk).update(nobody=False)
    note(actor, picture, "pictures.portrait_added", portrait=portrait.pk, basis=basis)
    settle(actor=actor, picture_id=picture.pk)
    return portrait


@transaction.atomic
def end_portrait(*, actor: Actor, portrait_id: int, how: str) -> bool:
    """The permission is over: the picture disappears everywhere. False when it was over before."""
    ended = Portrait.objects.filter(pk=portrait_id, ended_at=None).update(
        ended_at=clock.now(), ended_how=how
    )
    if not ended:
        return False
    portrait = Portrait.objects.select_related("picture").get(pk=portrait_id)
    note(actor, portrait.picture, "pictures.portrait_ended", portrait=portrait_id, how=how)
    settle(actor=actor, picture_id=portrait.picture_id)
    return True


@transaction.atomic
def end_all_of(*, actor: Actor, person_id: int, how: str) -> list[int]:
    """Every picture of somebody that stands on their consent; which portraits ended."""
    rows = Portrait.objects.filter(person_id=person_id, ended_at=None, basis=Basis.CONSENT)
    return [
        pk
        for pk in list(rows.values_list("pk", flat=True))
        if end_portrait(actor=actor, portrait_id=pk, how=how)
    ]


@transaction.atomic
def take_back_all(*, actor: Actor, person_id: int, method: Method) -> None:
    """Somebody withdraws their consent to be shown at all; the ledger tells the rest."""
    withdraw_consent(actor=actor, person_id=person_id, topic=PORTRAIT, method=method)
    end_all_of(actor=actor, person_id=person_id, how=Ending.CONSENT)


@transaction.atomic
def reopen_portrait(*, actor: Actor, portrait_id: int) -> None:
    """It was a slip: the permission stands as it did."""
    portrait = Portrait.objects.select_related("picture").get(pk=portrait_id)
    if portrait.ended_at is None:
        return
    portrait.ended_at, portrait.ended_how = None, ""
    portrait.save(update_fields=["ended_at", "ended_how"])
    note(actor, portrait.picture, "pictures.portrait_reopened", portrait=portrait_id)
    settle(actor=actor, picture_id=portrait.picture_id)


def places_now(picture: Picture) -> list[str]:
    """Where it may stand today: everywhere its rights and everybody in it allow."""
    today = clock.today()
    if picture.rights_until and picture.rights_until < today:
        return []
    found = set(Place.values)
    for portrait in picture.portraits.all():
        if portrait.ended_at or (portrait.until and portrait.until < today):
            return []
        found &= set(portrait.places)
    return [place for place in Place.values if place in found]


def settle(*, actor: Actor, picture_id: int) -> bool:
    """Bring ``places`` to what holds today. Where it narrows, every cut size is deleted, pages that
    show the picture are told, and so is every copy; whether it narrowed.
    """
    picture = locked(picture_id)
    before, now = set(picture.places), places_now(picture)
    if before == set(now):
        return False
    Picture.objects.filter(pk=picture_id).update(places=now)
    narrowed = not before <= set(now)
    if narrowed:
        # Deleted one by one: each takes its file and its place in the cache with it.
        for rendition in PictureRendition.objects.filter(image_id=picture_id):
            rendition.delete()
        note(actor, picture, "pictures.hidden", places=now)
    tell_of(picture, actor)
    return narrowed


def stories_with(picture: Picture) -> list[UUID]:
    """The stories that show it, drafts too."""
    rows = ReferenceIndex.get_references_to(picture)
    pages = {int(row.object_id) for row in rows if row.object_id.isdigit()}
    found = StoryPage.objects.filter(Q(pk__in=pages) | Q(cover=picture))
    return list(found.values_list("translation_key", flat=True).distinct())


def tell_of(picture: Picture, actor: Actor) -> None:
    """Pages and copies that show the picture are refreshed."""
    for key in stories_with(picture):
        for keeper in copies:
            keeper.correct(key, actor)
        tell(StoryChanged(key, StoryChange.PICTURE))
    for listener in picture_listeners:
        listener(picture.pk)


def settle_due() -> int:
    """Rights and permissions that ended with yesterday; how many pictures were taken off."""
    today = clock.today()
    shown = ~Q(places=[])
    rights = Picture.objects.filter(shown, rights_until__lt=today).values_list("pk", flat=True)
    faces = Portrait.objects.filter(until__lt=today, ended_at=None)
    expired = list(faces.values_list("pk", flat=True))
    actor = Actor.system("newsroom")
    count = 0
    for pk in expired:
        count += end_portrait(actor=actor, portrait_id=pk, how=Ending.EXPIRED)
    for pk in list(rights):
        with transaction.atomic():
            count += settle(actor=actor, picture_id=pk)
    return count


def forget_person(actor: Actor, person_ids: Iterable[int]) -> int:
    """An erasure: pictures of them are taken off, and nothing names them any more."""
    rows = Portrait.objects.filter(person__in=list(person_ids))
    for pk in list(rows.filter(ended_at=None).values_list("pk", flat=True)):
        end_portrait(actor=actor, portrait_id=pk, how=Ending.ERASED)
    return rows.update(person=None, name="—", evidence="", consent_id=None)
