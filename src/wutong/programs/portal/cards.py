"""The picture messengers show beside an address: 1200 by 630, drawn once and kept.

Warm paper, the leaf, the title in the serif of everything ceremonial. The drawing stands under the
digest of what it shows, in private storage: a thing that is no longer public has no card either.
"""

from __future__ import annotations

import io
import re
from functools import cache
from typing import TYPE_CHECKING

import pylopdf_fonts_zh_cn
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from PIL import Image, ImageDraw, ImageFont

from wutong.kernel.hanzi import is_han
from wutong.platform.documents.public import printable
from wutong.programs.portal.models import PublicDocument

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZE = (1200, 630)
MARGIN = 84
PAPER, INK, SOFT, LINE = "#faf8f4", "#1f2421", "#525953", "#b3cbbf"
FOLDER = "cards"
MOST_LINES = 3
SIZES = (76, 66, 58)
NAME = re.compile(r"(?P<pk>[0-9]{1,18})-(?P<digest>[0-9a-f]{16})|site-(?P<language>zh-hans|en)")
# The leaf of the sprite, in a square of 32.
_LEAF = (
    "M16 2.2 C18.6 5 20.6 8.4 19.9 12.2 C21.8 9.9 25.2 8.3 29.2 8.5 C29.4 12.6 27.4 16.2 24 17.8 "
    "C26 17.9 27.9 18.9 29 20.9 C25.6 24.8 19.8 25.6 16 22.6 C12.2 25.6 6.4 24.8 3 20.9 "
    "C4.1 18.9 6 17.9 8 17.8 C4.6 16.2 2.6 12.6 2.8 8.5 C6.8 8.3 10.2 9.9 12.1 12.2 "
    "C11.4 8.4 13.4 5 16 2.2"
)
_VEINS = (
    (16, 22.4, 16, 9.5), (16, 21.6, 24.3, 12), (16, 21.6, 7.7, 12), (16.4, 22.2, 23.6, 20.6),
    (15.6, 22.2, 8.4, 20.6),
)  # fmt: skip


def card_address(document: PublicDocument) -> str:
    """Where the card of a document is."""
    return f"/cards/{document.pk}-{document.digest}.png"


def site_card_address(language: str) -> str:
    """Where the card of pages without one of their own is."""
    return f"/cards/site-{'zh-hans' if language.startswith('zh') else 'en'}.png"


def card(name: str) -> bytes | None:
    """The card of that name, drawn now if it never was; None for what is not public."""
    found = NAME.fullmatch(name)
    if found is None:
        return None
    if found["language"]:
        language, title, summary = found["language"], "", ""
    else:
        row = PublicDocument.objects.filter(pk=int(found["pk"]), digest=found["digest"]).first()
        if row is None:
            return None
        language, title, summary = row.language, row.title, row.summary
    storage, path = storages["private"], f"{FOLDER}/{name}.png"
    if title and storage.exists(path):
        with storage.open(path) as file:
            kept: bytes = file.read()
        return kept
    university = settings.UNIVERSITY["name_zh" if language.startswith("zh") else "name_en"]
    office = "校友" if language.startswith("zh") else "Alumni"
    drawn = draw(university=university, office=office, title=title, summary=summary)
    if title:
        storage.save(path, ContentFile(drawn))
    return drawn


def drop_stale() -> int:
    """Remove the cards of what is not public any more, or is different now."""
    storage = storages["private"]
    if not storage.exists(FOLDER):
        return 0
    current = {
        f"{pk}-{digest}.png"
        for pk, digest in PublicDocument.objects.values_list("pk", "digest").iterator()
    }
    stale = [name for name in storage.listdir(FOLDER)[1] if name not in current]
    for name in stale:
        storage.delete(f"{FOLDER}/{name}")
    return len(stale)


def draw(*, university: str, office: str, title: str, summary: str = "") -> bytes:
    """The PNG."""
    colour = settings.UNIVERSITY["colour"]
    image = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 15, SIZE[1]), fill=colour)
    width = SIZE[0] - 2 * MARGIN
    if title:
        _leaf(image, 72, colour, (MARGIN, 70))
        pen.text((MARGIN + 96, 76), printable(university), font=_font(34), fill=INK)
        pen.text((MARGIN + 96, 120), office, font=_font(24, serif=False), fill=SOFT)
        font, lines = _fitting(printable(title), width)
        top = 214
        for line in lines:
            pen.text((MARGIN, top), line, font=font, fill=INK)
            top += round(font.size * 1.36)
        rows = _lines(printable(" ".join(summary.split())), _font(28, serif=False), width)
        for line in _cut(rows, max(0, (540 - top) // 44)):
            pen.text((MARGIN, top + 18), line, font=_font(28, serif=False), fill=SOFT)
            top += 44
    else:
        _leaf(image, 300, colour, (SIZE[0] - 400, 150))
        font = next((f for f in map(_font, SIZES) if f.getlength(university) < 660), _font(48))
        pen.text((MARGIN, 220), printable(university), font=font, fill=INK)
        pen.text((MARGIN, 330), office, font=_font(44), fill=SOFT)
    pen.line((MARGIN, 566, SIZE[0] - MARGIN, 566), fill=LINE, width=2)
    made = io.BytesIO()
    image.quantize(64).save(made, "PNG", optimize=True)
    return made.getvalue()


@cache
def _font(size: int, *, serif: bool = True) -> ImageFont.FreeTypeFont:
    path = pylopdf_fonts_zh_cn.serif_path() if serif else pylopdf_fonts_zh_cn.sans_path()
    return ImageFont.truetype(str(path), size)


def _fitting(title: str, width: int) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    for size in SIZES:
        lines = _lines(title, _font(size), width)
        if len(lines) <= MOST_LINES:
            return _font(size), lines
    return _font(SIZES[-1]), _cut(lines, MOST_LINES)


def _cut(lines: list[str], most: int) -> list[str]:
    if len(lines) <= most or not most:
        return lines[:most]
    return [*lines[: most - 1], f"{lines[most - 1].rstrip()[:-1]}…"]


def _pieces(text: str) -> Iterator[str]:
    """Chinese breaks anywhere but before its punctuation, Latin between words."""
    word = ""
    for char in text:
        if is_han(char):
            if word:
                yield word
                word = ""
            yield char
        elif char == " ":
            yield f"{word} "
            word = ""
        else:
            word += char
    if word:
        yield word


def _lines(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines, line = [], ""
    for piece in _pieces(text):
        closing = piece[0] in "，。、；：？！）》」』”’%"
        if line and not closing and font.getlength(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        while font.getlength(piece) > width:  # one word as long as a line
            size = max(1, int(len(piece) * width / font.getlength(piece)) - 1)
            lines.append(piece[:size])
            piece = piece[size:]  # noqa: PLW2901 - the rest of it
        line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


def _leaf(image: Image.Image, size: int, colour: str, at: tuple[int, int]) -> None:
    image.paste(Image.new("RGB", (size, size), colour), at, _mask(size))


@cache
def _mask(size: int) -> Image.Image:
    """The shape of the leaf."""
    scale = size * 4 / 32
    mask = Image.new("L", (size * 4, size * 4), 0)
    pen = ImageDraw.Draw(mask)
    pen.polygon([(x * scale, y * scale) for x, y in _outline()], fill=255)
    for x1, y1, x2, y2 in _VEINS:
        pen.line((x1 * scale, y1 * scale, x2 * scale, y2 * scale), fill=0, width=round(scale))
    pen.line((16 * scale, 22.5 * scale, 14.6 * scale, 29.8 * scale), fill=255,
             width=round(1.6 * scale))  # fmt: skip
    return mask.resize((size, size), Image.Resampling.LANCZOS)


def _outline() -> Iterator[tuple[float, float]]:
    numbers = [float(part) for part in re.findall(r"[0-9.]+", _LEAF)]
    points = list(zip(numbers[::2], numbers[1::2], strict=True))
    start = points[0]
    yield start
    for at in range(1, len(points), 3):
        one, two, end = points[at : at + 3]
        for step in range(1, 13):
            t = step / 12
            a, b, c, d = (1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3
            yield (
                a * start[0] + b * one[0] + c * two[0] + d * end[0],
                a * start[1] + b * one[1] + c * two[1] + d * end[1],
            )
        start = end
