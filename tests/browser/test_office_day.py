"""The office's day by keyboard: a pasted text is on record in a few keys, and off it again."""

from __future__ import annotations

from urllib.parse import urlsplit

from tests.browser.axe import serious

TEXT = "姓名：徐萌\n现在在星河软件有限公司任工程师，微信号 xumeng_demo\n电话 154 8888 0001"


def test_a_pasted_text_is_taken_over_by_enter_and_taken_back(door):
    staff = door.visitor("staff")
    staff.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = staff.go("/office/updates/")
    page.evaluate("text => navigator.clipboard.writeText(text)", TEXT)
    page.locator("textarea[data-paste]").press("Control+v")
    page.wait_for_selector("[data-proposals], [data-whom]")
    if page.locator("[data-whom]").count():
        page.keyboard.press("Enter")
        page.wait_for_selector("[data-proposals]")
    assert serious(page) == []
    values = page.locator("[data-proposal] input[type=text]").evaluate_all(
        "inputs => inputs.map((input) => input.value)"
    )
    assert values == ["15488880001", "xumeng_demo", "星河软件有限公司", "工程师"]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_selector(".callout")
    assert "微信、工作单位、职务" in page.locator("main").inner_text()
    assert serious(page) == []
    page.get_by_role("button", name="撤回").click()
    page.wait_for_load_state("networkidle")
    assert page.get_by_text("星河软件有限公司").count() == 0
    sheet = door.visitor("staff", device="phone")
    phone = sheet.go(urlsplit(page.url).path.replace("/people/", "/briefings/people/"))
    assert phone.get_by_role("heading", name="会见背景").count() == 1
    assert serious(phone) == []
    sheet.check()
    staff.check()
