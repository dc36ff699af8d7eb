"""Every pair of text and ground meets WCAG AA, whatever colour the university has."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

from wutong.ui.design import colour

TOKENS = Path(colour.__file__).parent / "static" / "design" / "tokens.css"
DECLARED = re.compile(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
GROUNDS = ("ground", "surface", "sunken", "raised")
INKS = ("ink", "ink-soft", "ink-faint", "leaf-ink", "autumn-ink", "seal-ink", "slate-ink")
ON_FILL = (
    ("on-leaf", "leaf"),
    ("on-leaf", "leaf-strong"),
    ("on-autumn", "autumn"),
    ("on-seal", "seal"),
    ("on-seal", "seal-strong"),
    ("leaf-soft-ink", "leaf-soft"),
    ("autumn-soft-ink", "autumn-soft"),
    ("seal-soft-ink", "seal-soft"),
    ("slate-soft-ink", "slate-soft"),
    ("ink", "leaf-soft"),
    ("ink-soft", "leaf-soft"),
    ("leaf-ink", "leaf-soft"),
)
UNIVERSITIES = ("#1f5c46", "#7b1fa2", "#ffd400", "#8c1515", "#0b3d91", "#ffffff", "#000000")


def tokens(university: str) -> dict[str, tuple[str, str]]:
    declared = {n: (a, b) for n, a, b in DECLARED.findall(TOKENS.read_text())}
    return {**declared, **colour.ramp(university)}


@pytest.mark.parametrize("university", UNIVERSITIES)
@pytest.mark.parametrize("light", [0, 1], ids=["light", "dark"])
def test_text_is_readable_on_every_ground(university, light):
    known = tokens(university)
    pairs = [*product(INKS, GROUNDS), *ON_FILL]
    poor = {
        (text, ground): round(ratio, 2)
        for text, ground in pairs
        if (ratio := colour.contrast(known[text][light], known[ground][light])) < 4.5
    }
    assert poor == {}


@pytest.mark.parametrize("light", [0, 1], ids=["light", "dark"])
def test_controls_and_focus_stand_out_from_the_ground(light):
    known = tokens(colour.DEFAULT)
    pairs = product(("edge", "focus"), GROUNDS)
    poor = {
        (line, ground): round(ratio, 2)
        for line, ground in pairs
        if (ratio := colour.contrast(known[line][light], known[ground][light])) < 3
    }
    assert poor == {}


def test_the_static_tokens_are_the_ramp_of_the_built_in_colour():
    declared = {n: (a, b) for n, a, b in DECLARED.findall(TOKENS.read_text())}
    ramp = colour.ramp(colour.DEFAULT)
    assert {name: declared[name] for name in ramp} == ramp


def test_black_on_white_is_twenty_one_to_one():
    assert round(colour.contrast("#000000", "#ffffff"), 2) == 21


@pytest.mark.parametrize("value", ["#1f5c46", "#b4652a", "#000000", "#ffffff", "#ff0000"])
def test_a_colour_survives_the_way_there_and_back(value):
    assert colour.to_hex(colour.to_lch(value)) == value


@pytest.mark.parametrize("value", ["green", "#12345", "1f5c46", "", "#1f5c4g"])
def test_what_is_not_a_colour_is_refused(value):
    with pytest.raises(colour.ColourError):
        colour.to_lch(value)


def test_another_colour_has_its_own_stylesheet(client, settings):
    settings.UNIVERSITY = {**settings.UNIVERSITY, "colour": "#8c1515"}
    page = client.get("/style/").content.decode()
    address = re.search(r'href="(/style/colour-[0-9a-f]{12}\.css)"', page)[1]
    sheet = client.get(address)
    assert (sheet.status_code, sheet["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert f"--leaf:light-dark({colour.ramp('#8c1515')['leaf'][0]}" in sheet.content.decode()
    assert "immutable" in sheet["Cache-Control"]
    assert client.get("/style/colour-000000000000.css").status_code == 404
