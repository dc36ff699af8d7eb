"""Pictures of the demo university, drawn by the house: seasons of a campus under parasol trees."""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFilter

if TYPE_CHECKING:
    from random import Random

Colour = tuple[int, int, int]
SIZE = (1280, 853)
#: Sky above, sky below, far hill, near ground, leaves, light.
SEASONS: dict[str, tuple[Colour, Colour, Colour, Colour, Colour, Colour]] = {
    "spring": ((196, 222, 226), (244, 240, 226), (146, 182, 160), (108, 150, 118), (142, 186, 110), (255, 250, 230)),
    "summer": ((150, 196, 214), (232, 240, 228), (92, 142, 118), (58, 104, 80), (62, 122, 78), (255, 252, 236)),
    "autumn": ((222, 208, 188), (250, 236, 210), (186, 150, 104), (142, 100, 62), (204, 130, 52), (255, 240, 206)),
    "winter": ((186, 200, 210), (238, 240, 240), (160, 174, 182), (206, 212, 214), (128, 120, 112), (252, 252, 250)),
    "dusk": ((52, 62, 92), (214, 148, 110), (68, 62, 84), (38, 40, 52), (52, 62, 60), (255, 214, 150)),
}  # fmt: skip


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    return tuple(round(a + (b - a) * share) for a, b in zip(one, other, strict=True))  # type: ignore[return-value]


def _sky(top: Colour, bottom: Colour) -> Image.Image:
    column = Image.new("RGB", (1, 64))
    for y in range(64):
        column.putpixel((0, y), _mixed(top, bottom, y / 63))
    return column.resize(SIZE, Image.Resampling.BICUBIC)


def _hill(
    draw: ImageDraw.ImageDraw, base: float, height: float, colour: Colour, rng: Random
) -> None:
    width, bottom = SIZE
    shift, waves = rng.uniform(0, 6), rng.uniform(1.2, 2.6)
    edge = [
        (x, base - height * (0.5 + 0.5 * math.sin(shift + waves * x / width * math.pi)))
        for x in range(0, width + 20, 20)
    ]
    draw.polygon([(0, bottom), *edge, (width, bottom)], fill=colour)


def _hall(
    draw: ImageDraw.ImageDraw,
    at: float,
    ground: float,
    wide: float,
    colours: tuple[Colour, ...],
    rng: Random,
) -> None:
    """An old library: a body, a roof with eaves, windows with light in some."""
    _top, _bottom, hill, near, _leaf, light = colours
    wall, roof = _mixed(hill, (240, 232, 216), 0.55), _mixed(near, (60, 44, 40), 0.55)
    high = wide * 0.42
    draw.rectangle((at, ground - high, at + wide, ground), fill=wall)
    draw.polygon(
        [
            (at - wide * 0.07, ground - high), (at + wide * 0.12, ground - high * 1.45),
            (at + wide * 0.88, ground - high * 1.45), (at + wide * 1.07, ground - high),
        ],
        fill=roof,
    )  # fmt: skip
    step, size = wide / 9, wide / 20
    for row in range(2):
        for column in range(8):
            x = at + step * (column + 0.75)
            y = ground - high * (0.85 - row * 0.42)
            lit = rng.random() < 0.4
            draw.rectangle(
                (x, y, x + size, y + size * 1.7), fill=light if lit else _mixed(wall, roof, 0.6)
            )


def _tree(
    draw: ImageDraw.ImageDraw,
    at: float,
    ground: float,
    high: float,
    colours: tuple[Colour, ...],
    rng: Random,
) -> None:
    _top, _bottom, _hill_colour, near, leaf, light = colours
    bark = _mixed(near, (70, 58, 48), 0.6)
    draw.polygon(
        [
            (at - high * 0.035, ground), (at + high * 0.035, ground),
            (at + high * 0.018, ground - high * 0.6), (at - high * 0.018, ground - high * 0.6),
        ],
        fill=bark,
    )  # fmt: skip
    for _number in range(70):
        angle, out = rng.uniform(0, 2 * math.pi), rng.random() ** 0.6
        x = at + math.cos(angle) * out * high * 0.38
        y = ground - high * 0.72 + math.sin(angle) * out * high * 0.3
        size = high * rng.uniform(0.035, 0.085)
        shade = _mixed(leaf, light if y < ground - high * 0.75 else near, rng.uniform(0, 0.45))
        draw.ellipse((x - size, y - size, x + size, y + size), fill=shade)


def scene(season: str, rng: Random) -> bytes:
    """One picture as JPEG."""
    colours = SEASONS[season]
    top, bottom, hill, near, _leaf, light = colours
    width, height = SIZE
    image = _sky(top, bottom)
    draw = ImageDraw.Draw(image)
    sun = rng.uniform(0.15, 0.8) * width
    draw.ellipse((sun, height * 0.14, sun + 110, height * 0.14 + 110), fill=light)
    _hill(draw, height * 0.62, height * 0.16, _mixed(hill, bottom, 0.45), rng)
    _hill(draw, height * 0.7, height * 0.12, hill, rng)
    image = image.filter(ImageFilter.GaussianBlur(3))
    draw = ImageDraw.Draw(image)
    _hall(draw, width * rng.uniform(0.25, 0.45), height * 0.76, width * 0.32, colours, rng)
    draw.rectangle((0, height * 0.75, width, height), fill=near)
    draw.polygon(
        [
            (width * 0.44, height), (width * 0.62, height), (width * 0.55, height * 0.75),
            (width * 0.53, height * 0.75),
        ],
        fill=_mixed(near, light, 0.55),
    )  # fmt: skip
    for share, size in ((0.06, 0.55), (0.2, 0.42), (0.83, 0.46), (0.97, 0.6)):
        _tree(draw, width * share, height * (0.78 + size * 0.16), height * size, colours, rng)
    image = image.filter(ImageFilter.GaussianBlur(0.8))
    file = io.BytesIO()
    image.save(file, "JPEG", quality=84)
    return file.getvalue()
