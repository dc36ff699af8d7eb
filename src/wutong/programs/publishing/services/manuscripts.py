"""The way of a story: handed in, read by others, published at once or at its hour, corrected."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from wagtail.models import Revision

from wutong.kernel import clock
from wutong.kernel.actors import Actor
from wutong.platform.approvals.public import (
    RequestState,
    Step,
    StepName,
    chain_of,
    request_approval,
    requests_for,
    withdraw,
)
from wutong.platform.audit.public import record
from wutong.programs.publishing import gate
from wutong.programs.publishing.archive import latest, pages_of
from wutong.programs.publishing.checks import grave_lacks
from wutong.programs.publishing.enums import StoryChange, StoryState
from wutong.programs.publishing.errors import LacksError, NoteMissingError, WrongStateError
from wutong.programs.publishing.events import StoryChanged, tell
from wutong.programs.publishing.models import (
    Correction,
    Manuscript,
    Profile,
    StoryPage,
    Told,
    Withdrawal,
)
from wutong.programs.publishing.registry import copies
from wutong.programs.publishing.rendering.parts import SPECS, picture_ids, pictures_of, raw_blocks

if TYPE_CHECKING:
    from datetime import datetime

    from wutong.platform.accounts.models import User
    from wutong.platform.approvals.models import ApprovalRequest
    from wutong.platform.approvals.public import Chain

KIND = "story"
PUBLISH = "newsroom.publish"
SITE_KIND = "site-story"
EDIT = "newsroom.edit"
SITE_REVIEWS = (Step(StepName.FIRST, EDIT), Step(StepName.FINAL, PUBLISH))
"""Of a story on the pages of an organisation: somebody else of the site (or of the house), and the
house.
"""
THREE_REVIEWS = (
    Step(StepName.FIRST, PUBLISH),
    Step(StepName.SECOND, PUBLISH),
    Step(StepName.FINAL, PUBLISH),
)


def manuscript_of(key: UUID, author: User | None = None) -> Manuscript:
    """The story's way so far; begins with the first call."""
    row = Manuscript.objects.filter(key=key).first()
    if row is not None:
        return row
    pages = pages_of(key)
    public = any(page.live for page in pages.values())
    owner = author or next((page.owner for page in pages.values() if page.owner_id), None)
    state = StoryState.PUBLISHED if public else StoryState.DRAFT
    row, _made = Manuscript.objects.get_or_create(
        key=key, defaults={"author": owner, "state": state}
    )
    return row


def locked(key: UUID | str) -> Manuscript:
    """The manuscript, locked."""
    manuscript_of(UUID(str(key)))
    return Manuscript.objects.select_for_update().get(key=key)


def note(actor: Actor, manuscript: Manuscript, verb: str, **data: Any) -> None:
    """Into the trail."""
    record(
        actor=actor, verb=verb, subject=manuscript.ref, subject_label=title_of(manuscript.key),
        data=data,
    )  # fmt: skip


def title_of(key: UUID) -> str:
    """The newest title, in Chinese where there is one."""
    page = next(iter(pages_of(key).values()), None)
    return str(page.draft_title or page.title) if page else str(key)


def changed_pages(key: UUID) -> dict[str, StoryPage]:
    """The pages that have something readers do not see yet, by language."""
    return {
        code: page
        for code, page in pages_of(key).items()
        if page.has_unpublished_changes or not page.live
    }


def _newest(pages: dict[str, StoryPage]) -> dict[str, int]:
    for page in pages.values():
        if page.latest_revision_id is None:
            page.save_revision(log_action=False)
    return {code: page.latest_revision_id for code, page in pages.items()}


def _digest(revisions: dict[str, int]) -> str:
    contents = Revision.objects.in_bulk(list(revisions.values()))
    kept = {
        code: json.dumps(contents[pk].content, sort_keys=True) for code, pk in revisions.items()
    }
    return sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


@transaction.atomic
def hand_in(
    *,
    actor: Actor,
    user: User,
    key: UUID,
    publish_at: datetime | None = None,
    correction: dict[str, str] | None = None,
    note_text: str = "",
) -> ApprovalRequest:
    """Ask the reviewers for the versions as they are now; what was handed in before is taken back.

    Raises LacksError for what has to be there, NoteMissingError for a correction without a
    sentence, WrongStateError when there is nothing new or the story is withdrawn.
    """
    manuscript = locked(key)
    pages = changed_pages(key)
    if not pages or manuscript.state == StoryState.WITHDRAWN:
        raise WrongStateError
    lacks = grave_lacks(key)
    if lacks:
        raise LacksError(lacks)
    said = {code: text.strip() for code, text in (correction or {}).items() if text.strip()}
    public = [code for code, page in pages_of(key).items() if page.live and code in pages]
    if any(not said.get(code) for code in public):
        raise NoteMissingError
    manuscript.author, manuscript.state = user, StoryState.REVIEW
    manuscript.revisions = _newest(pages)
    manuscript.note, manuscript.publish_at = said, publish_at
    manuscript.handed_in_at = clock.now()
    manuscript.approver = None
    manuscript.version += 1
    manuscript.save()
    return request_approval(
        actor=actor,
        subject_ref=manuscript.ref,
        title=title_of(key)[:200],
        url=reverse("office:stories-detail", args=[key]),
        author=user,
        chain=_chain(pages),
        digest=_digest(manuscript.revisions),
        note=note_text,
    )


def _chain(pages: dict[str, StoryPage]) -> Chain:
    if any(page.site_id for page in pages.values()):
        return chain_of(SITE_KIND, SITE_REVIEWS)
    return chain_of(KIND, THREE_REVIEWS)


def _back(manuscript: Manuscript) -> None:
    public = StoryPage.objects.filter(translation_key=manuscript.key, live=True).exists()
    manuscript.state = StoryState.PUBLISHED if public else StoryState.DRAFT
    manuscript.revisions, manuscript.note, manuscript.publish_at = {}, {}, None
    manuscript.version += 1
    manuscript.save()


@transaction.atomic
def approval_closed(*, key: UUID | str, actor: Actor) -> None:
    """After the last word: published, kept for its hour, or back on the author's desk.

    An approval of versions that are no longer the newest is void: they are handed in again.
    """
    manuscript = locked(key)
    if manuscript.state != StoryState.REVIEW:
        return
    latest_request = requests_for(manuscript.ref)[0]
    if latest_request.state != RequestState.APPROVED:
        _back(manuscript)
        return
    if latest_request.digest != _digest(manuscript.revisions) or not _still_newest(manuscript):
        note(actor, manuscript, "stories.approval_void")
        _back(manuscript)
        return
    manuscript.approver_id = actor.user_id
    if manuscript.publish_at is not None and manuscript.publish_at > clock.now():
        manuscript.state = StoryState.SCHEDULED
        manuscript.version += 1
        manuscript.save()
        note(actor, manuscript, "stories.scheduled", at=manuscript.publish_at.isoformat())
        return
    publish_approved(actor=actor, manuscript=manuscript)


def _still_newest(manuscript: Manuscript) -> bool:
    newest = {code: page.latest_revision_id for code, page in pages_of(manuscript.key).items()}
    return all(newest.get(code) == pk for code, pk in manuscript.revisions.items())


@transaction.atomic
def take_back(*, actor: Actor, key: UUID) -> None:
    """From the reviewers, or from its hour, back to the desk."""
    manuscript = locked(key)
    if manuscript.state not in {StoryState.REVIEW, StoryState.SCHEDULED}:
        raise WrongStateError
    withdraw(actor=actor, subject_ref=manuscript.ref)
    manuscript.refresh_from_db()
    if manuscript.state in {StoryState.REVIEW, StoryState.SCHEDULED}:
        _back(manuscript)
    note(actor, manuscript, "stories.taken_back")


@transaction.atomic
def typed_on(*, actor: Actor, page: StoryPage) -> bool:
    """Something was saved in the newsroom. What waits for others and is no longer the newest is
    taken back, so that nobody approves what they did not read; whether that was so.
    """
    manuscript = manuscript_of(page.translation_key)
    waits = manuscript.state in {StoryState.REVIEW, StoryState.SCHEDULED}
    if not waits or _still_newest(manuscript):
        return False
    take_back(actor=actor, key=page.translation_key)
    return True


def publish_approved(*, actor: Actor, manuscript: Manuscript) -> None:
    """Make the pinned versions public, tell readers what was corrected, tell every copy."""
    corrected = False
    languages = tuple(manuscript.revisions)
    for code, pk in manuscript.revisions.items():
        revision = Revision.objects.get(pk=pk)
        page = StoryPage.objects.get(pk=revision.object_id)
        corrected = corrected or page.live
        with gate.approved():
            revision.publish(user=None, skip_permission_checks=True)
        public = StoryPage.objects.get(pk=page.pk)
        prepare_pictures(public)
        note_people(public)
        note(actor, manuscript, "stories.published", language=code, revision=pk)
    if corrected and manuscript.note:
        Correction.objects.create(
            key=manuscript.key, at=clock.now(), note_zh=manuscript.note.get("zh-hans", ""),
            note_en=manuscript.note.get("en", ""), by_id=manuscript.author_id,
        )  # fmt: skip
        note(actor, manuscript, "stories.corrected", **manuscript.note)
    _back(manuscript)
    change = StoryChange.CORRECTED if corrected else StoryChange.PUBLISHED
    if corrected:
        for keeper in copies:
            keeper.correct(manuscript.key, actor)
    tell(StoryChanged(manuscript.key, change, languages))


def prepare_pictures(page: StoryPage) -> None:
    """Cut every size a reader will ask for, so that no visit waits for it."""
    for place, specs in SPECS.items():
        for picture in pictures_of(picture_ids(page), place).values():
            picture.get_renditions(*specs)


def note_people(page: StoryPage) -> None:
    """Keep whom the public story tells of."""
    named = (one["value"].get("person") for one in raw_blocks(page) if one["type"] == "person")
    people = list(dict.fromkeys(pk for pk in named if pk))
    known = set(Profile.objects.filter(pk__in=people).values_list("pk", flat=True))
    Told.objects.filter(page=page).delete()
    Told.objects.bulk_create(
        Told(page=page, profile_id=pk, place=place)
        for place, pk in enumerate(people)
        if pk in known
    )


def publish_due() -> int:
    """Publish what was approved for an hour that has come; how many stories."""
    due = Manuscript.objects.filter(state=StoryState.SCHEDULED, publish_at__lte=clock.now())
    done = 0
    for key in list(due.values_list("key", flat=True)):
        with transaction.atomic():
            manuscript = locked(key)
            waits = manuscript.state == StoryState.SCHEDULED
            if not waits or manuscript.publish_at is None or manuscript.publish_at > clock.now():
                continue
            publish_approved(actor=Actor.system("newsroom"), manuscript=manuscript)
            done += 1
    return done


@transaction.atomic
def withdraw_story(
    *, actor: Actor, key: UUID, reason_zh: str, reason_en: str = "", note_text: str = ""
) -> Withdrawal:
    """Take a public story back: its pages answer 410 with the reason, every copy is told.

    One person may do it at once: what is wrong in public does not wait for a review.
    """
    manuscript = locked(key)
    pages = [page for page in pages_of(key).values() if page.live]
    if not pages:
        raise WrongStateError
    withdraw(actor=actor, subject_ref=manuscript.ref)
    manuscript.refresh_from_db()
    with gate.approved():
        for page in pages:
            page.unpublish(user=None, set_expired=False, log_action=True)
    row = Withdrawal.objects.create(
        key=key, at=clock.now(), reason_zh=reason_zh.strip(), reason_en=reason_en.strip(),
        note=note_text.strip(), by_id=actor.user_id,
    )  # fmt: skip
    manuscript.state = StoryState.WITHDRAWN
    manuscript.revisions, manuscript.note, manuscript.publish_at = {}, {}, None
    manuscript.version += 1
    manuscript.save()
    note(actor, manuscript, "stories.withdrawn", reason=row.reason_zh)
    for keeper in copies:
        keeper.withdraw(key, actor)
    tell(StoryChanged(key, StoryChange.WITHDRAWN, tuple(page.language for page in pages)))
    return row


@transaction.atomic
def restore_story(*, actor: Actor, key: UUID) -> None:
    """A withdrawal was a mistake: the story is a draft again and goes through its reviews."""
    manuscript = locked(key)
    lifted = Withdrawal.objects.filter(key=key, lifted_at=None).update(lifted_at=clock.now())
    if not lifted:
        raise WrongStateError
    manuscript.state = StoryState.DRAFT
    manuscript.version += 1
    manuscript.save()
    note(actor, manuscript, "stories.restored")


def drafts_of(key: UUID) -> dict[str, StoryPage]:
    """Its pages as they were last saved, by language."""
    return {code: latest(page) for code, page in pages_of(key).items()}
