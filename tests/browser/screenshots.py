"""Makes the pictures of README and docs: ``make screenshots``. Not collected as a test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.test_journeys import _wait_for

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
OFFICE = {
    "office-home": "/office/",
    "people": "/office/people/?q=王",
    "organisation": "/office/organisations/1/",
    "account": "/office/account/",
}
CLASS = "计算机0601班"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pictures(door, language):
    FOLDER.mkdir(parents=True, exist_ok=True)
    lang = "zh-hans" if language == "zh" else "en"

    def keep(visitor, name):
        visitor.page.screenshot(path=FOLDER / f"{name}-{language}.png")

    director = door.visitor("director", language=language)
    for name, path in OFFICE.items():
        director.go(f"{path}{'&' if '?' in path else '?'}lang={lang}")
        keep(director, name)
    _follow(director, f"/office/campaigns/?lang={lang}", "2027 年元旦问候")
    keep(director, "greeting")
    _follow(director, f"/office/rosters/?q={CLASS}&lang={lang}", CLASS)
    keep(director, "roster")
    _dry_run(door.visitor("staff", language=language), lang, keep)
    stranger = door.visitor(language=language)
    stranger.go("/" if language == "zh" else "/en/")
    keep(stranger, "home")
    member = door.visitor("alumnus1", language=language, device="phone")
    for name, path in (("me-phone", "/me/"), ("card-phone", "/me/card/")):
        member.go(f"{path}?lang={lang}")
        keep(member, name)


def _follow(visitor, path, words):
    visitor.go(path)
    visitor.page.get_by_role("link", name=words, exact=True).first.click()
    visitor.page.wait_for_load_state("networkidle")


def _dry_run(visitor, lang, keep):
    """The demo's own sample register, checked and not entered."""
    page = visitor.go(f"/office/imports/new/?lang={lang}")
    sample = next((visitor.house.log.parent / "samples").glob("*.xlsx"))
    page.set_input_files("input[type=file]", sample)
    for _step in ("file", "columns"):
        page.locator(".form-actions button.button-primary").click()
        page.wait_for_load_state("networkidle")
    _wait_for(page, "form[action$='/enter/'] button")
    keep(visitor, "import")
