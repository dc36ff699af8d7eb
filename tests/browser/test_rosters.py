"""A class liaison finds a classmate from a phone that runs no script; the office confirms."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from tests.browser.axe import serious

FACT = "0001"  # the end of the demo alumna's student number


@pytest.fixture
def board(door):
    """The alumna's own class in the office, and the address of her board."""
    staff = door.visitor("staff")
    page = staff.go("/office/rosters/?q=计算机0601班")
    page.get_by_role("link", name="计算机0601班", exact=True).click()
    page.wait_for_load_state("networkidle")
    page.locator("details", has=page.locator(".roster-link")).locator("summary").click()
    return staff, urlsplit(page.locator(".roster-link").inner_text()).path + "/"


def test_a_number_told_on_a_phone_is_on_record_once_the_office_confirms(door, board):
    staff, address = board
    lost = staff.page.locator(".ring").get_attribute("aria-label")

    liaison = door.visitor(device="phone", javascript=False)
    phone = liaison.go(address)
    assert phone.get_by_text("还没找到").count() == 0
    phone.fill("#fact", FACT)
    phone.get_by_role("button").first.click()
    assert serious_without_script(door, liaison, address) == []
    phone.get_by_role("link", name="徐萌").click()
    phone.fill("input[name=phone]", "154 9999 0001")
    phone.get_by_role("button", name="告诉校友部").click()
    assert phone.get_by_text("154****0001").count() == 1
    liaison.check()

    page = staff.page
    page.reload()
    told = page.locator("li", has_text="154****0001")
    told.get_by_role("button", name="核实无误").click()
    page.wait_for_load_state("networkidle")
    assert page.locator(".ring").get_attribute("aria-label") != lost
    assert serious(page) == []
    staff.check()


def serious_without_script(door, liaison, address):
    """Axe needs script: the same page, with the same cookie, where script runs."""
    cookies = liaison.context.cookies()
    looking = door.visitor(device="phone")
    looking.context.add_cookies(cookies)
    return serious(looking.go(address))
