"""Every main page, in both languages, at a desk and on a phone: quiet, accessible, in its width."""

from __future__ import annotations

import pytest

from tests.browser.axe import serious

PUBLIC = {"home": {"zh": "/", "en": "/en/"}, "sign-in": "/sign-in/", "style": "/style/"}
OFFICE = {
    "office": "/office/",
    "people": "/office/people/",
    "rosters": "/office/rosters/",
    "lost": "/office/rosters/lost/",
    "organisations": "/office/organisations/",
    "appointments": "/office/appointments/",
    "imports": "/office/imports/",
    "segments": "/office/segments/",
    "campaigns": "/office/campaigns/",
    "account": "/office/account/",
    "audit": "/office/audit/",
}
# The rules of accessibility are tried where page and language differ most: it is half of the time.
TRIED = {("desktop", "zh"), ("phone", "en")}
WHERE = [(device, language) for device in ("desktop", "phone") for language in ("zh", "en")]


def _look(visitor, path: str, language: str, *, rules: bool = True) -> None:
    page = visitor.go(path)
    assert page.locator("html").get_attribute("lang").lower().startswith(language)
    # The style page shows a title as a specimen too.
    assert page.locator("h1").count() == (2 if path == PUBLIC["style"] else 1)
    overflow = page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overflow <= 0, f"{path} is {overflow}px wider than the screen"
    if rules:
        assert serious(page) == []
    visitor.check()


@pytest.mark.parametrize(("device", "language"), WHERE)
@pytest.mark.parametrize("name", PUBLIC)
def test_public_pages(door, name, device, language):
    path = PUBLIC[name] if isinstance(PUBLIC[name], str) else PUBLIC[name][language]
    visitor = door.visitor(device=device, language=language)
    _look(visitor, path, language, rules=(device, language) in TRIED)


@pytest.mark.parametrize(("device", "language"), WHERE)
@pytest.mark.parametrize("name", OFFICE)
def test_office_pages(door, name, device, language):
    visitor = door.visitor("director", device=device, language=language)
    suffix = "?lang=" + ("zh-hans" if language == "zh" else "en")
    _look(visitor, OFFICE[name] + suffix, language, rules=(device, language) in TRIED)


@pytest.mark.parametrize(("device", "language"), WHERE)
def test_the_members_first_page(door, device, language):
    visitor = door.visitor("alumnus1", device=device, language=language)
    path = "/me/?lang=" + ("zh-hans" if language == "zh" else "en")
    _look(visitor, path, language, rules=(device, language) in TRIED)


@pytest.mark.parametrize("name", ["office", "people", "account"])
def test_office_pages_in_the_dark(door, name):
    visitor = door.visitor("director", scheme="dark", language="en")
    _look(visitor, OFFICE[name] + "?lang=en", "en")


def test_public_pages_are_readable_without_javascript(door):
    page = door.visitor(javascript=False).go("/")

    assert page.locator("main").inner_text().strip() != ""
