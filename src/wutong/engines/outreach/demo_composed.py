"""A letter made of blocks in the demo, with a picture handed in, cards, a file and its button."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from wutong.core.reference.models import LegalBody
from wutong.engines.outreach.services.campaigns import save_campaign
from wutong.engines.outreach.services.files import keep_file
from wutong.kernel.actors import Actor

if TYPE_CHECKING:
    from wutong.engines.audiences.models import Segment
    from wutong.kernel.demo import DemoWorld
    from wutong.platform.accounts.models import User

WIDE, TALL = 1072, 520
GROUND, LEAF, AUTUMN = (244, 239, 228), (31, 92, 70), (180, 101, 42)


def build_composed(world: DemoWorld, segment: Segment, author: User) -> None:
    """A draft: the invitation to the day of return."""
    actor = Actor.of(author)
    year = world.today.year + 1
    picture = _picture(actor, world)
    chinese: list[dict[str, str]] = [
        {"kind": "heading", "text": f"{year} 年校友返校日"},
        {
            "kind": "text",
            "text": "{{ name }}校友，您好！\n\n梧桐又绿，母校等您回来走一走。**四月八日**这一天，"
            "教室、图书馆和食堂都为您开放；{{ class|贵班 }}的同学也在等您。",
        },
        {"kind": "divider"},
        {
            "kind": "card", "text": "这一天怎么安排", "note": "上午校园开放，下午院系座谈，傍晚梧桐道合影",
            "link": f"{settings.SITE_URL}/",
        },
        {
            "kind": "card", "text": "往年的照片", "note": "看看有没有您",
            "link": f"{settings.SITE_URL}/journal/",
        },
        {
            "kind": "file", "text": "校园地图", "note": "PDF, 2 MB",
            "address": f"{settings.SITE_URL}/journal/",
        },
        {"kind": "button", "text": "回复是否返校"},
    ]  # fmt: skip
    english: list[dict[str, str]] = [
        {"kind": "heading", "text": f"Come back in {year}"},
        {
            "kind": "text",
            "text": "Dear {{ name }},\n\nthe parasol trees are green again. On **8 April** the"
            " lecture rooms, the library and the canteen are open to you.",
        },
        {
            "kind": "card", "text": "How the day goes", "note": "Open campus, colleges, a photograph",
            "link": f"{settings.SITE_URL}/en/",
        },
        {"kind": "button", "text": "Say whether you come"},
    ]  # fmt: skip
    if picture:
        chinese.insert(1, {"kind": "image", "address": picture, "text": "梧桐道上的秋色"})
        english.insert(1, {"kind": "image", "address": picture, "text": "The avenue in autumn"})
    values: dict[str, Any] = {
        "title": "校友返校日邀请",
        "legal_body": LegalBody.objects.get(pk="association"),
        "topic": "news",
        "segment": segment,
        "ornament": "none",
        "subject_zh": "{{ name }}，回来看看",
        "subject_en": "Come back and see us, {{ name }}",
        "blocks_zh": chinese,
        "blocks_en": english,
    }
    save_campaign(actor=actor, author=author, values=values)


def _picture(actor: Actor, world: DemoWorld) -> str:
    """The address of a drawn avenue; only where the demo's files stay with it."""
    if world.scale != "small":
        return ""
    rng = world.rng("outreach.picture")
    canvas = Image.new("RGB", (WIDE, TALL), GROUND)
    draw = ImageDraw.Draw(canvas)
    draw.polygon([(0, TALL), (WIDE, TALL), (WIDE // 2, TALL // 3)], fill=(226, 216, 196))
    for step in range(7):
        size = 1 - step * 0.12
        for side in (-1, 1):
            x = WIDE / 2 + side * (WIDE / 2.1) * size
            base = TALL - step * 46
            draw.rectangle((x - 9 * size, base - 240 * size, x + 9 * size, base), fill=(94, 78, 62))
            for _leaf in range(160):
                across, up = rng.gauss(0, 62 * size), rng.gauss(0, 52 * size)
                radius = rng.uniform(4, 13) * size
                colour = AUTUMN if rng.random() < 0.4 else LEAF
                mid = (x + across, base - 265 * size + up)
                box = (mid[0] - radius, mid[1] - radius, mid[0] + radius, mid[1] + radius)
                draw.ellipse(box, fill=colour)
    held = BytesIO()
    canvas.save(held, "PNG")
    file = SimpleUploadedFile("梧桐道.png", held.getvalue(), "image/png")
    return keep_file(actor=actor, file=file, picture=True).address
