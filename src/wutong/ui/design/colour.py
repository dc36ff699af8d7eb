"""The university's colour: one setting from which every shade of it is derived.

Shades are walked in OKLCH (equal steps look equal) until WCAG AA holds against the surfaces they
stand on, so that no choice of colour can make a button unreadable.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache

HEX = re.compile(r"#[0-9a-f]{6}")
DEFAULT = "#1f5c46"
AA_TEXT = 4.5

LIGHT_GROUND, LIGHT_SUNKEN = "#faf8f4", "#f2eee6"
DARK_GROUND, DARK_RAISED = "#14171a", "#262c31"
WHITE = "#ffffff"


class ColourError(ValueError):
    """Not a colour of the form #rrggbb."""


@dataclass(frozen=True)
class Lch:
    """A colour in OKLCH: lightness 0..1, chroma, hue in degrees."""

    light: float
    chroma: float
    hue: float

    def at(self, light: float, chroma: float | None = None) -> Lch:
        """The same hue at another lightness (and chroma)."""
        return Lch(light, self.chroma if chroma is None else chroma, self.hue)


def channels(colour: str) -> tuple[float, float, float]:
    """Linear-light red, green, blue of ``#rrggbb``; ``ColourError`` for anything else."""
    text = colour.strip().lower()
    if not HEX.fullmatch(text):
        message = f"not a colour like #1f5c46: {colour!r}"
        raise ColourError(message)
    red, green, blue = (int(text[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return _linear(red), _linear(green), _linear(blue)


def contrast(one: str, other: str) -> float:
    """Contrast ratio 1..21 by WCAG 2.2."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def to_lch(colour: str) -> Lch:
    """``#rrggbb`` as OKLCH (Ottosson 2020)."""
    red, green, blue = channels(colour)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    light = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return Lch(light, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


def to_hex(colour: Lch) -> str:
    """OKLCH as ``#rrggbb``; chroma is lowered until the colour exists in sRGB."""
    chroma = colour.chroma
    for _ in range(60):
        rgb = _rgb(Lch(colour.light, chroma, colour.hue))
        if all(-0.0005 <= value <= 1.0005 for value in rgb):
            break
        chroma *= 0.94
    else:
        rgb = _rgb(Lch(colour.light, 0.0, colour.hue))
    return "#" + "".join(f"{round(255 * _gamma(min(max(v, 0), 1))):02x}" for v in rgb)


@lru_cache(maxsize=8)
def ramp(colour: str) -> dict[str, tuple[str, str]]:
    """Role -> (light, dark) for the university's ``colour``; every text pair meets AA."""
    base = to_lch(colour)
    soft = min(base.chroma, 0.019)
    text_chroma = min(base.chroma, 0.11)
    soft_light, soft_dark = to_hex(base.at(0.945, soft)), to_hex(base.at(0.295, soft * 1.3))
    grounds = (WHITE, LIGHT_SUNKEN, soft_light)
    fill = _until(base, [(ground, AA_TEXT) for ground in grounds], -0.005)
    night_fill = _until(base.at(0.53, min(base.chroma, 0.1)), [(WHITE, AA_TEXT)], -0.005)
    night_text = _until(base.at(0.72, text_chroma), [(DARK_RAISED, 6.5)], 0.005)
    return {
        "leaf": (to_hex(fill), to_hex(night_fill)),
        "leaf-strong": (
            to_hex(fill.at(max(fill.light - 0.07, 0.12))),
            to_hex(night_fill.at(night_fill.light - 0.06)),
        ),
        "leaf-ink": (to_hex(fill), to_hex(night_text)),
        "leaf-soft": (soft_light, soft_dark),
        "leaf-soft-ink": (
            to_hex(_until(fill.at(min(fill.light, 0.38)), [(soft_light, 7)], -0.005)),
            to_hex(_until(base.at(0.8, min(base.chroma, 0.08)), [(soft_dark, 7)], 0.005)),
        ),
        "leaf-line": (to_hex(base.at(0.82, soft * 1.6)), to_hex(base.at(0.42, soft * 1.8))),
    }


def stylesheet(colour: str) -> str:
    """The custom properties of ``ramp(colour)``, to stand after the static tokens."""
    pairs = "".join(
        f"--{role}:light-dark({light},{dark});" for role, (light, dark) in ramp(colour).items()
    )
    plain = "".join(f"--{role}:{light};" for role, (light, _) in ramp(colour).items())
    return (
        f"@layer tokens{{:root{{{pairs}}}"
        f"@supports not (color:light-dark(#000,#fff)){{:root{{{plain}}}}}}}\n"
    )


def _until(start: Lch, against: list[tuple[str, float]], step: float) -> Lch:
    """Walk lightness by ``step`` from ``start`` until every (ground, ratio) holds."""
    colour = start.at(min(max(start.light, 0.06), 0.98))
    while 0.05 < colour.light < 0.99:
        shade = to_hex(colour)
        if all(contrast(shade, ground) >= ratio for ground, ratio in against):
            break
        colour = colour.at(colour.light + step)
    return colour


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _gamma(value: float) -> float:
    return value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def _luminance(colour: str) -> float:
    red, green, blue = channels(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _rgb(colour: Lch) -> tuple[float, float, float]:
    a = colour.chroma * math.cos(math.radians(colour.hue))
    b = colour.chroma * math.sin(math.radians(colour.hue))
    long = (colour.light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (colour.light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (colour.light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
