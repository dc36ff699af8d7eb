"""Pictures brought into a story many at once, and its other language begun beside the first."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.copy_for_translation import CopyPageForTranslationAction
from wagtail.images.forms import get_image_form
from wagtail.models import Collection, Locale

from wutong.platform.audit.public import record
from wutong.programs.publishing.archive import LANGUAGES, latest, pages_of
from wutong.programs.publishing.errors import StoryError, WrongStateError
from wutong.programs.publishing.models import Picture, StoryPage, TopicPage
from wutong.programs.publishing.rendering.parts import picture_ids
from wutong.programs.publishing.services.manuscripts import manuscript_of, title_of, typed_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from django.core.files.uploadedfile import UploadedFile

    from wutong.kernel.actors import Actor
    from wutong.platform.accounts.models import User

MOST_IN_ONE = 30  # pictures of one gallery
MOST_AT_ONCE = 40


@dataclass
class TakenIn:
    """What became of the files: pictures made, and what is wrong with the others, by name."""

    pictures: list[Picture] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def save_drafts(*, actor: Actor, user: User, drafts: Iterable[StoryPage], what: str) -> None:
    """A new version of each; what waits for its reviewers goes back to the desk."""
    for page in drafts:
        if not page.live:
            page.save()  # as the newsroom does: what nobody reads yet is its newest version
        page.save_revision(user=user)
        typed_on(actor=actor, page=page)
        record(
            actor=actor, verb="stories.pictures", subject=f"story:{page.translation_key}",
            subject_label=title_of(page.translation_key), data={"language": page.language, "what": what},
        )  # fmt: skip


def _drafts(key: UUID) -> dict[str, StoryPage]:
    return {code: latest(page) for code, page in pages_of(key).items()}


@transaction.atomic
def take_in(
    *,
    actor: Actor,
    user: User,
    key: UUID,
    files: Sequence[UploadedFile[bytes]],
    rights: Mapping[str, Any],
) -> TakenIn:
    """Each file a picture, all of them at the end of the story in each of its languages; the first
    is its cover where it has none. ``rights`` hold for all of them. A file that is no picture is
    refused by name and stops no other.
    """
    if len(files) > MOST_AT_ONCE:
        raise StoryError(_("At most %(most)s pictures at once.") % {"most": MOST_AT_ONCE})
    done = TakenIn()
    given = {**rights, "collection": _shelf(key)}
    for file in files:
        picture, problem = _picture(user, file, given)
        if picture is not None:
            done.pictures.append(picture)
        else:
            done.refused.append(f"{file.name}: {problem}")
    if done.pictures:
        drafts = list(_drafts(key).values())
        ids = [picture.pk for picture in done.pictures]
        for page in drafts:
            _hang(page, ids)
            page.cover_id = page.cover_id or ids[0]
        save_drafts(actor=actor, user=user, drafts=drafts, what="added")
    return done


def _shelf(key: UUID) -> int:
    """Where pictures of the story lie: those of an organisation's pages by themselves."""
    sites = (page.site for page in pages_of(key).values())
    own = next((site.collection_id for site in sites if site is not None), None)
    return int(own or Collection.get_first_root_node().pk)


def _collection(key: UUID) -> int:
    """Where the story's pictures lie: with its site, else with the house."""
    page = next(iter(pages_of(key).values()))
    found = page.site.collection if page.site is not None else Collection.get_first_root_node()
    return int(found.pk)


def _picture(
    user: User, file: UploadedFile[bytes], rights: Mapping[str, Any]
) -> tuple[Picture | None, str]:
    """The picture, or why it is none: the same checks as in the newsroom's own form."""
    title = PurePath(str(file.name)).stem.strip()[:255] or _("Picture")
    given = {**rights, "title": title}
    made = Picture(uploaded_by_user=user)
    form = get_image_form(Picture)(given, {"file": file}, instance=made, user=user)
    if not form.is_valid():
        return None, str(next(iter(form.errors.values()))[0])
    form.save()
    return made, ""


def _hang(page: StoryPage, ids: Sequence[int]) -> None:
    """At the end of the last gallery while there is room, else in one of their own."""
    blocks: list[dict[str, Any]] = list(page.body.get_prep_value())
    items = [
        {"type": "item", "id": str(uuid.uuid4()), "value": {"picture": pk, "caption": ""}}
        for pk in ids
    ]
    last = next((block for block in reversed(blocks) if block["type"] == "gallery"), None)
    room = last is not None and len(last["value"]["pictures"]) + len(items) <= MOST_IN_ONE
    if last is not None and room:
        last["value"] = {**last["value"], "pictures": [*last["value"]["pictures"], *items]}
    else:
        for at in range(0, len(items), MOST_IN_ONE):
            value = {"title": "", "pictures": items[at : at + MOST_IN_ONE]}
            blocks.append({"type": "gallery", "id": str(uuid.uuid4()), "value": value})
    page.body = page.body.stream_block.to_python(blocks)


@transaction.atomic
def set_cover(*, actor: Actor, user: User, key: UUID, picture_id: int) -> None:
    """The same cover in every language; one of the story's pictures."""
    drafts = [page for page in _drafts(key).values() if page.cover_id != picture_id]
    if not drafts:
        return
    if not any(picture_id in picture_ids(page) for page in _drafts(key).values()):
        raise StoryError(_("The cover is one of the story's pictures."))
    for page in drafts:
        page.cover_id = picture_id
    save_drafts(actor=actor, user=user, drafts=drafts, what="cover")


@transaction.atomic
def bring_over(*, actor: Actor, user: User, key: UUID, language: str) -> int:
    """Pictures that stand in the other language and not in this one; how many."""
    drafts = _drafts(key)
    page = drafts.get(language)
    other = next((one for code, one in drafts.items() if code != language), None)
    if page is None or other is None:
        raise WrongStateError
    missing = [pk for pk in _hanging(other) if pk not in _hanging(page)]
    if missing:
        _hang(page, missing)
    covered = page.cover_id is None and other.cover_id is not None
    page.cover_id = page.cover_id or other.cover_id
    if missing or covered:
        save_drafts(actor=actor, user=user, drafts=[page], what="brought over")
    return len(missing)


def _hanging(page: StoryPage) -> list[int]:
    """The pictures of its galleries, each once."""
    shown = (block for block in page.body if block.block_type == "gallery")
    ids = (
        item["picture"].pk for block in shown for item in block.value["pictures"] if item["picture"]
    )
    return list(dict.fromkeys(ids))


@transaction.atomic
def begin_translation(*, actor: Actor, user: User, key: UUID, language: str) -> StoryPage:
    """The other language begun as a copy of the first, pictures with it, to be written over."""
    pages = pages_of(key)
    source = next(iter(pages.values()))
    if language in pages:
        return pages[language]
    if language not in LANGUAGES:
        raise WrongStateError
    manuscript_of(key, author=user)
    locale = Locale.objects.get(language_code=language)
    action = CopyPageForTranslationAction(
        page=latest(source), locale=locale, copy_parents=False, user=user
    )
    made: StoryPage = action.execute(skip_permission_checks=True)
    topics = latest(source).topics.values_list("translation_key", flat=True)
    made.topics.set(TopicPage.objects.filter(translation_key__in=list(topics), locale=locale))
    made.save()
    made.save_revision(user=user)
    record(
        actor=actor, verb="stories.translation_begun", subject=f"story:{key}",
        subject_label=title_of(key), data={"language": language},
    )  # fmt: skip
    return made
