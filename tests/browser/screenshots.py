"""Makes the pictures of README and docs: ``make screenshots``. Not collected as a test."""

from __future__ import annotations

from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
OFFICE = {
    "office-home": "/office/",
    "people": "/office/people/",
    "import": "/office/imports/",
    "greeting": "/office/campaigns/",
    "account": "/office/account/",
}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pictures(door, language):
    FOLDER.mkdir(parents=True, exist_ok=True)
    lang = "zh-hans" if language == "zh" else "en"
    director = door.visitor("director", language=language)
    for name, path in OFFICE.items():
        director.go(f"{path}?lang={lang}")
        director.page.screenshot(path=FOLDER / f"{name}-{language}.png")
    stranger = door.visitor(language=language)
    stranger.go("/" if language == "zh" else "/en/")
    stranger.page.screenshot(path=FOLDER / f"home-{language}.png")
    member = door.visitor("alumnus1", language=language, device="phone")
    member.go(f"/me/?lang={lang}")
    member.page.screenshot(path=FOLDER / f"me-phone-{language}.png")
