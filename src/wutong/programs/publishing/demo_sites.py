"""Four organisations of the demo with pages of their own, and who writes them; the page about the
house.
"""

from __future__ import annotations

import io
import re
import uuid
from typing import TYPE_CHECKING, Any

from django.core.files.images import ImageFile

from wutong.core.organisations.public import organisations_for_everybody
from wutong.kernel.actors import Actor
from wutong.platform.access.models import RoleAssignment
from wutong.platform.accounts.models import User
from wutong.programs.publishing.demo_drawing import SEASONS, scene
from wutong.programs.publishing.demo_site_texts import ABOUT_HOUSE, SITES
from wutong.programs.publishing.demo_stories import ALTS, moment_of, publish_as
from wutong.programs.publishing.enums import Licence
from wutong.programs.publishing.models import (
    AboutPage,
    HomePage,
    OrganisationSite,
    Picture,
    SitePage,
    StoryPage,
)
from wutong.programs.publishing.services import sites
from wutong.programs.publishing.services.manuscripts import hand_in

if TYPE_CHECKING:
    from wutong.core.organisations.models import Organisation
    from wutong.kernel.demo import DemoWorld
    from wutong.programs.publishing.demo_site_texts import Story

ACTOR = Actor.system("demo")


def build_sites(world: DemoWorld) -> None:
    """Open them, write and publish their stories, name editors, leave one story with reviewers."""
    director = User.objects.filter(email__startswith="director@", is_demo=True).first()
    if world.scale == "tiny" or director is None or OrganisationSite.objects.exists():
        return
    _about()
    rng = world.rng("publishing.sites")
    first, seasons = None, list(SEASONS)
    for number, (match, accent, words, stories) in enumerate(SITES):
        body = _body(match)
        if body is None:
            continue
        place = _place(body)
        site = _site(world, body, place, accent, words, number)
        for step, story in enumerate(stories):
            season = seasons[(2 * number + step + 1) % len(seasons)]
            picture = _picture(site, scene(season, rng), season, f"{number}-{step}")
            if not step:
                OrganisationSite.objects.filter(pk=site.pk).update(cover=picture)
            written = _story(world, site, place, story, picture, director)
            first = first or written
        _name_editors(site)
    if first is not None:
        sites.take_up(actor=ACTOR, key=first.translation_key, shown=True)
    _in_review(world)
    world.say(f"  {OrganisationSite.objects.count()} organisations with pages of their own")


def _body(match: dict[str, Any]) -> Organisation | None:
    rows = organisations_for_everybody().filter(status="active", **match)
    taken = OrganisationSite.objects.values("organisation")
    free = rows.exclude(pk__in=taken).order_by("pk")
    return free.filter(region__name_en="Singapore").first() or free.first()


def _place(body: Organisation) -> dict[str, str]:
    near = body.host_unit or body.region
    if near is None:
        return {"zh": body.name_zh, "en": body.name_en}
    return {"zh": re.sub(r"[省市]$", "", near.name_zh), "en": near.name_en}


def _site(
    world: DemoWorld, body: Organisation, place: dict[str, str], accent: str, words: dict[str, str],
    number: int,
) -> OrganisationSite:  # fmt: skip
    name = re.sub(r"^(school|college|faculty|department) of ", "", place["en"].lower())
    slug = re.sub(r"[^a-z0-9]+", "-", name).strip("-")[:32] or f"site-{number}"
    said = {name: text.format(**place) for name, text in words.items()}
    site = sites.open_site(
        actor=ACTOR, organisation=body, slug=slug,
        values={**said, "name_zh": body.name_zh, "name_en": body.name_en, "accent": accent},
    )  # fmt: skip
    OrganisationSite.objects.filter(pk=site.pk).update(
        opened_at=moment_of(world, 240 - 30 * number)
    )
    return site


def _picture(site: OrganisationSite, drawn: bytes, season: str, number: str) -> Picture:
    zh, en = ALTS[season]
    picture = Picture(
        title=zh, file=ImageFile(io.BytesIO(drawn), name=f"site-{number}.jpg"), alt_zh=zh, alt_en=en,
        credit=site.name_zh, licence=Licence.OWN, nobody=True, collection=site.collection,
    )  # fmt: skip
    picture.save()
    return picture


def _story(
    world: DemoWorld, site: OrganisationSite, place: dict[str, str], story: Story, picture: Picture,
    author: User,
) -> StoryPage:  # fmt: skip
    slug, days, chinese, english = story
    key = uuid.uuid5(uuid.NAMESPACE_URL, f"demo:site:{site.slug}:{slug}")
    made = None
    for code, words in (("zh-hans", chinese), ("en", english)):
        parent = SitePage.objects.filter(site=site, locale__language_code=code).first()
        if words is None or parent is None:
            continue
        page = _draft(site, parent, slug, words, place)
        page.translation_key, page.cover = key, picture
        parent.add_child(instance=page)
        publish_as(page, moment_of(world, days), author)
        made = made or page
    assert made is not None
    return made


def _draft(
    site: OrganisationSite, parent: SitePage, slug: str, words: Any, place: dict[str, str]
) -> StoryPage:
    title, standfirst, paragraphs = (words[0], words[1], words[2])
    page = StoryPage(
        title=title.format(**place), slug=slug, standfirst=standfirst.format(**place), site=site,
        on_house=False, live=False, locale=parent.locale, byline=site.name_zh,
    )  # fmt: skip
    text = "".join(f"<p>{one.format(**place)}</p>" for one in paragraphs)
    page.body = page.body.stream_block.to_python(
        [{"type": "text", "value": text, "id": str(uuid.uuid5(uuid.NAMESPACE_URL, text))}]
    )
    return page


def _name_editors(site: OrganisationSite) -> None:
    """Its officers who have an account."""
    rows = RoleAssignment.objects.filter(
        role="officer", scope_kind="organisation", scope_ref=str(site.organisation_id)
    ).select_related("user")
    for row in rows:
        sites.name_editor(actor=ACTOR, site_id=site.pk, user=row.user)


def _in_review(world: DemoWorld) -> None:
    """The first editor has written a correction that waits for somebody else."""
    site = OrganisationSite.objects.filter(editors__isnull=False).order_by("pk").first()
    editor = site.editors.order_by("pk").first() if site else None
    page = StoryPage.objects.filter(site=site, live=True, on_house=False).first() if site else None
    if editor is None or page is None:
        return
    for one in StoryPage.objects.filter(translation_key=page.translation_key):
        draft = one.get_latest_revision_as_object()
        draft.byline = f"{draft.byline}读书组"
        draft.save_revision(user=editor.user, log_action=False)
    said = {"zh-hans": "补上撰稿小组的名字。", "en": "Added the name of the group that wrote it."}
    hand_in(
        actor=Actor.of(editor.user), user=editor.user, key=page.translation_key, correction=said
    )


def _about() -> None:
    key = uuid.uuid5(uuid.NAMESPACE_URL, "demo:about")
    for home in HomePage.objects.select_related("locale").order_by("path"):
        code = home.locale.language_code
        if code not in ABOUT_HOUSE or AboutPage.objects.child_of(home).exists():
            continue
        title, standfirst, blocks = ABOUT_HOUSE[code]
        page = AboutPage(
            title=title, slug="about", standfirst=standfirst, locale=home.locale,
            translation_key=key, live=True,
        )  # fmt: skip
        page.body = page.body.stream_block.to_python(
            [
                {"type": kind, "value": value, "id": str(uuid.uuid5(key, f"{code}:{number}"))}
                for number, (kind, value) in enumerate(blocks)
            ]
        )
        home.add_child(instance=page)
        page.save_revision(log_action=False)
