"""The demo university's newsroom: stories in both languages with pictures, reviews and rights; at
the size of the article, the stories of three earlier years besides.
"""

from __future__ import annotations

import io
import uuid
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.core.files.images import ImageFile

from wutong.core.organisations.enums import OrganisationKind
from wutong.core.organisations.models import Organisation
from wutong.core.people.models import Person
from wutong.kernel.actors import Actor
from wutong.platform.accounts.models import User
from wutong.platform.approvals.public import StepName, set_chain
from wutong.programs.publishing import gate
from wutong.programs.publishing.demo_archive import build_archive
from wutong.programs.publishing.demo_drawing import SEASONS, scene
from wutong.programs.publishing.demo_story_texts import STORIES, TOPICS
from wutong.programs.publishing.enums import Basis, Licence, StoryState
from wutong.programs.publishing.models import (
    Correction,
    Manuscript,
    Picture,
    Profile,
    StoryIndexPage,
    StoryPage,
    TopicPage,
)
from wutong.programs.publishing.services.manuscripts import hand_in, note_people, prepare_pictures
from wutong.programs.publishing.services.pictures import add_portrait

if TYPE_CHECKING:
    from wutong.kernel.demo import DemoWorld

LANGUAGES = ("zh-hans", "en")
ALTS = {
    "spring": ("春天的校园，老图书馆前的梧桐新叶", "The campus in spring, new leaves before the old library"),
    "summer": ("夏日的校园与浓荫", "The campus in summer, deep shade"),
    "autumn": ("秋天的梧桐大道与老图书馆", "The avenue in autumn and the old library"),
    "winter": ("雪后的校园", "The campus after snow"),
    "dusk": ("黄昏，图书馆亮起灯", "Dusk, lights in the library"),
}  # fmt: skip


def _key(*parts: str) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, "demo:story:" + ":".join(parts))


def build_stories(world: DemoWorld) -> None:
    """Pictures, people, topics, stories; one of them with its reviewers, one corrected."""
    if StoryPage.objects.exists():
        return
    users = {user.email.partition("@")[0]: user for user in User.objects.filter(is_demo=True)}
    staff, director = users.get("staff"), users.get("director")
    if staff is None or director is None or world.scale == "tiny":
        return
    indexes = {row.locale.language_code: row for row in StoryIndexPage.objects.select_related("locale")}  # fmt: skip
    pictures = _pictures(world, staff)
    people = _people(world)
    topics = _topics(indexes)
    body = Organisation.objects.filter(kind=OrganisationKind.ALUMNI).order_by("pk").first()
    set_chain(
        actor=Actor.of(director), kind="story",
        steps=[(StepName.FIRST, ""), (StepName.FINAL, "director")],
        one_step_each=True, notify=True, version=0,
    )  # fmt: skip
    for number, (slug, days, season, topic, chinese, english) in enumerate(STORIES):
        shown = [pictures[(number + step) % len(pictures)] for step in range(4)]
        shown[0] = next(
            (one for one in pictures if one.title.startswith(ALTS[season][0])), shown[0]
        )
        named = people["bridge"] if "bridge" in topic else people["village"]
        for code, words in zip(LANGUAGES, (chinese, english), strict=True):
            page = _page(world, indexes[code], slug, code, words, shown, named, body)
            if topic:
                page.topics.set([topics[topic, code]])
            publish_as(page, moment_of(world, days), staff)
    _lives(world, staff, users.get("editor", staff))
    if world.scale == "article":
        build_archive(world, indexes["zh-hans"])
    world.say(f"  {StoryPage.objects.count():,} stories")


def moment_of(world: DemoWorld, days: int) -> datetime:
    """Half past nine on the campus, so many days ago."""
    return datetime.combine(world.today - timedelta(days=days), time(1, 30), UTC)


def _pictures(world: DemoWorld, user: User) -> list[Picture]:
    rng = world.rng("publishing.pictures")
    made = []
    for season in SEASONS:
        for number in (1, 2):
            zh, en = ALTS[season]
            name = f"{season}-{number}.jpg"
            file = ImageFile(io.BytesIO(scene(season, rng)), name=name)
            picture = Picture(
                title=f"{zh} {number}", file=file, alt_zh=zh, alt_en=en, credit="校友部",
                licence=Licence.OWN, nobody=True, uploaded_by_user=user,
            )  # fmt: skip
            picture.save()
            made.append(picture)
    first = made[-2]
    Picture.objects.filter(pk=first.pk).update(
        rights_until=world.today + timedelta(days=20), licence=Licence.COMMISSIONED,
        rights_note="合同 2025-17",
    )  # fmt: skip
    alumna = world.people_by_role.get("alumna")
    if alumna:
        add_portrait(
            actor=Actor.of(user), picture_id=made[0].pk, name=Person.objects.get(pk=alumna).name,
            person_id=alumna, basis=Basis.CONSENT, until=world.today + timedelta(days=700),
            evidence="返校日登记表",
        )  # fmt: skip
    return made


def _people(world: DemoWorld) -> dict[str, Profile]:
    alumnus = world.people_by_role.get("alumnus")
    bridge = Profile.objects.create(
        name_zh="谢知远", name_en="Xie Zhiyuan", line_zh="土木工程系1982级，桥梁工程师",
        line_en="Civil Engineering, entered in 1982; bridge engineer", person_id=alumnus,
    )  # fmt: skip
    village = Profile.objects.create(
        name_zh="林若谷", name_en="Lin Ruogu", line_zh="化学系1991届，乡村教师",
        line_en="Chemistry, class of 1991; village teacher",
    )  # fmt: skip
    return {"bridge": bridge, "village": village}


def _topics(indexes: dict[str, StoryIndexPage]) -> dict[tuple[str, str], TopicPage]:
    found = {}
    for slug, (chinese, english) in TOPICS.items():
        for code, (title, standfirst) in zip(LANGUAGES, (chinese, english), strict=True):
            page = TopicPage(
                title=title, slug=f"topic-{slug}", standfirst=standfirst, locale=indexes[code].locale,
                translation_key=_key("topic", slug),
            )  # fmt: skip
            indexes[code].add_child(instance=page)
            found[slug, code] = page
    return found


def _page(
    world: DemoWorld,
    index: StoryIndexPage,
    slug: str,
    code: str,
    words: tuple[str, str, str, list[Any]],
    shown: list[Picture],
    named: Profile,
    body: Organisation | None,
) -> StoryPage:
    title, standfirst, byline, blocks = words
    page = StoryPage(
        title=title, slug=slug, standfirst=standfirst, byline=byline, cover=shown[0], live=False,
        locale=index.locale, translation_key=_key(slug),
    )  # fmt: skip
    page.body = page.body.stream_block.to_python(
        [
            {"type": kind, "value": held, "id": str(_key(slug, code, str(number)))}
            for number, (kind, value) in enumerate(blocks)
            if (held := _held(kind, value, shown, named, body)) is not None
        ]
    )
    index.add_child(instance=page)
    return page


def _held(
    kind: str, value: Any, shown: list[Picture], named: Profile, body: Organisation | None
) -> Any:
    if kind == "gallery":
        pictures = [
            {"picture": shown[int(mark[1:]) - 1].pk, "caption": caption}
            for mark, caption in value["pictures"]
        ]
        return {**value, "pictures": pictures}
    if kind == "timeline":
        names = ("when", "what", "text")
        return {**value, "points": [dict(zip(names, one, strict=True)) for one in value["points"]]}
    if kind == "person":
        return {**value, "person": named.pk}
    if kind == "organisation":
        return {**value, "organisation": body.pk} if body else None
    if kind == "video":
        return {**value, "poster": shown[0].pk}
    return value


def publish_as(page: StoryPage, moment: datetime, author: User) -> None:
    """Public since ``moment``, as if it had been through its reviews."""
    with gate.approved():
        page.save_revision(user=author, log_action=False).publish(
            log_action=False, skip_permission_checks=True
        )
    StoryPage.objects.filter(pk=page.pk).update(
        first_published_at=moment, last_published_at=moment, latest_revision_created_at=moment,
        owner=author,
    )  # fmt: skip
    page.refresh_from_db()
    prepare_pictures(page)
    note_people(page)
    Manuscript.objects.get_or_create(
        key=page.translation_key, defaults={"author": author, "state": StoryState.PUBLISHED}
    )


def _lives(world: DemoWorld, staff: User, editor: User) -> None:
    """One story was corrected, one is with its reviewers with a sentence changed."""
    Correction.objects.create(
        key=_key(STORIES[2][0]), at=moment_of(world, 12), by=staff,
        note_zh="返校人数原写作三千人，应为三千一百人。",
        note_en="We first wrote that 3,000 had come back; it was 3,100.",
    )  # fmt: skip
    slug = STORIES[8][0]
    pages = StoryPage.objects.filter(translation_key=_key(slug)).select_related("locale")
    for page in pages:
        draft = page.get_latest_revision_as_object()
        draft.standfirst = draft.standfirst.replace("新年茶叙", "新年茶会")
        draft.save_revision(user=editor, log_action=False)
    said = {"zh-hans": "活动名称改为“新年茶会”。", "en": "The gathering has a new name in Chinese."}
    hand_in(actor=Actor.of(editor), user=editor, key=_key(slug), correction=said)
