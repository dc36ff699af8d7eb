"""Stories made for tests, the way an editor makes them."""

from __future__ import annotations

import io
import uuid

from django.core.files.images import ImageFile
from PIL import Image

from wutong.kernel.actors import Actor
from wutong.platform.approvals.public import StepName, decide, set_chain
from wutong.programs.publishing.enums import Licence
from wutong.programs.publishing.models import Picture, Profile, StoryIndexPage, StoryPage
from wutong.programs.publishing.services.manuscripts import hand_in

OFFICE = Actor.system("test")


def picture(name="shore", **fields) -> Picture:
    file = io.BytesIO()
    Image.new("RGB", (180, 120), "#1f5c46").save(file, "JPEG")
    row = Picture(
        title=name, file=ImageFile(io.BytesIO(file.getvalue()), name=f"{name}.jpg"),
        **{"licence": Licence.OWN, "nobody": True, "credit": "校友部", "alt_zh": "江岸",
           "alt_en": "The shore", **fields},
    )  # fmt: skip
    row.save()
    return row


def blocks_with(pictures, profile=None, organisation=None) -> list[dict]:
    """Ten blocks, three pictures with the cover."""
    found = [
        ("text", "<h2>开头</h2><p>他们说江上有<b>七座桥</b>。</p>"),
        ("gallery", {"title": "", "pictures": [{"picture": pictures[0].pk, "caption": "渡口"}]}),
        ("quote", {"text": "路远，慢慢走。", "who": "谢知远", "source": "口述史",
                   "address": "https://example.edu.cn/oral"}),
        ("timeline", {"title": "一生", "points": [{"when": "1982", "what": "入学", "text": ""}]}),
        ("chart", {"title": "主跨", "kind": "bar", "unit": "米", "values": "东门, 210\n江口, 960",
                   "note": ""}),
        ("video", {"address": "https://www.bilibili.com/video/BV1xx411c7mD", "title": "七座桥",
                   "poster": None}),
        ("person", {"person": profile.pk, "words": "图纸给三十年后的人看。"} if profile else None),
        ("organisation", {"organisation": organisation.pk, "words": ""} if organisation else None),
        ("gallery", {"title": "", "pictures": [{"picture": pictures[1].pk, "caption": ""}]}),
        ("text", "<p>都还在。</p>"),
    ]  # fmt: skip
    return [
        {"type": kind, "value": value, "id": str(uuid.uuid4())} for kind, value in found if value
    ]


def draft(language="zh-hans", key=None, blocks=None, **fields) -> StoryPage:
    """A saved draft below the page of stories of its language."""
    index = StoryIndexPage.objects.get(locale__language_code=language)
    page = StoryPage(
        **{"title": "七座桥", "slug": "seven-bridges", "standfirst": "四十年。", "byline": "陆晓岚",
           "live": False, "locale": index.locale, "translation_key": key or uuid.uuid4(), **fields},
    )  # fmt: skip
    page.body = page.body.stream_block.to_python(
        blocks
        if blocks is not None
        else [{"type": "text", "value": "<p>江上的桥。</p>", "id": str(uuid.uuid4())}]
    )
    index.add_child(instance=page)
    page.save_revision()
    return StoryPage.objects.get(pk=page.pk)


def two_reviews(director) -> None:
    """The chain of a small office."""
    set_chain(
        actor=OFFICE, kind="story",
        steps=[(StepName.FIRST, "staff"), (StepName.FINAL, "director")],
        one_step_each=True, notify=False, version=0,
    )  # fmt: skip


def published(page, author, reviewers, **options) -> StoryPage:
    """Through its reviews, the hard way."""
    request = hand_in(actor=Actor.of(author), user=author, key=page.translation_key, **options)
    for user in reviewers:
        decide(request_id=request.pk, user=user, actor=Actor.of(user), approve=True)
    return StoryPage.objects.get(pk=page.pk)


def profile(**fields) -> Profile:
    return Profile.objects.create(**{"name_zh": "谢知远", "name_en": "Xie Zhiyuan", **fields})
