"""A list driven as a clerk drives it: typing, filtering, keys, preview, columns, kept views."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.axe import serious


def query(page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


@pytest.fixture
def people(door):
    visitor = door.visitor("director", language="en")
    page = visitor.go("/office/people/?lang=en")
    yield page
    visitor.check()


def settled(page, **wanted: str) -> None:
    expected = {key: [value] for key, value in wanted.items()}
    page.wait_for_function(
        "(wanted) => Object.entries(wanted).every(([key, [value]]) =>"
        " new URL(location.href).searchParams.get(key) === value)",
        arg=expected,
    )


def test_typing_and_filtering_change_the_address_and_the_rows(people):
    people.fill("#list-search", "wang")
    settled(people, q="wang")
    people.click("[data-toggle=filter-panel]")
    assert serious(people) == []
    people.select_option("select[name=reach]", "lost")
    settled(people, q="wang", reach="lost")
    people.wait_for_function("() => document.querySelectorAll('.chips a.chip').length === 3")
    people.click(".chips .chip >> nth=0")
    people.wait_for_url(lambda url: "q=wang" not in url)
    assert query(people)["reach"] == ["lost"]


def test_keys_walk_the_list_and_the_preview_follows(people):
    people.keyboard.press("ArrowDown")
    people.keyboard.press("ArrowDown")
    second = people.locator("tbody tr >> nth=1")
    assert "at" in (second.get_attribute("class") or "")
    people.keyboard.press("Space")
    people.wait_for_selector("#peek:not([hidden]) .peek-body")
    assert query(people)["peek"] == [second.get_attribute("data-row")]
    assert serious(people) == []
    people.keyboard.press("Escape")
    people.wait_for_selector("#peek", state="hidden")
    assert "peek" not in query(people)
    people.keyboard.press("Enter")
    people.wait_for_url(lambda url: urlsplit(url).path != "/office/people/")


def test_a_slash_searches_and_control_k_commands(people):
    people.keyboard.press("/")
    assert people.evaluate("document.activeElement.id") == "top-search"
    people.keyboard.press("Control+k")
    people.wait_for_selector("#palette-hits [role=option]")
    people.keyboard.type("audit")
    people.wait_for_function(
        "() => [...document.querySelectorAll('#palette-hits [role=option]')]"
        ".map((hit) => hit.pathname).join() === '/office/audit/'"
    )
    assert serious(people) == []
    people.keyboard.press("Enter")
    people.wait_for_url("**/office/audit/")


def test_columns_are_chosen_and_a_view_is_kept(people):
    people.click("[data-dialog=columns]")
    people.uncheck("#columns input[value=phone]")
    people.click("#columns .button-primary")
    people.wait_for_url(lambda url: "cols=" in url)
    assert people.locator("tbody tr >> nth=0").locator("td[data-label]").count() == 5
    people.click("summary:has(use[href*=bookmark])")
    people.click("[data-dialog=save-view]")
    people.fill("#view-name", "Without phone")
    people.click("#save-view .button-primary")
    people.wait_for_selector("[data-toast]")
    people.click("summary:has(use[href*=bookmark])")
    assert people.locator(".menu-item >> text=Without phone").count() == 1
