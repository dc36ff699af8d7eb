"""A member uses the privacy centre from a phone that runs no script."""

from __future__ import annotations

from tests.browser.axe import serious


def test_consent_closing_and_its_undo_need_no_script(door):
    member = door.visitor("alumnus2", device="phone", javascript=False)
    page = member.go("/me/privacy/?lang=zh-hans")
    purpose = page.locator(".privacy-purpose", has_text="芳名录")
    purpose.get_by_role("button", name="同意").click()
    assert purpose.get_by_text("已同意").count() == 1
    purpose.get_by_role("button", name="撤回").click()
    assert purpose.get_by_text("已同意").count() == 0

    page.get_by_role("link", name="注销账号").click()
    assert page.get_by_text("联系方式", exact=True).count() == 1
    assert page.get_by_text("依法封存").count() == 1
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="注销账号").click()
    page.get_by_role("button", name="撤销注销").click()
    assert page.get_by_text("已撤销，一切照旧。").count() == 1
    member.check()

    reader = door.visitor("alumnus2", device="phone")
    for path in ("/me/privacy/", "/me/privacy/consents/", "/me/privacy/close/"):
        page = reader.go(path)
        wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) <= 0
        assert serious(page) == []
    reader.check()
