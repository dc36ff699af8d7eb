"""Somebody joins from a phone that runs no script; a colleague finds them in the queue."""

from __future__ import annotations

import re

from tests.browser.axe import serious
from tests.browser.test_rosters import serious_without_script

ADDRESS = "joins.from.a.phone@example.org"


def newest_code(visitor, *, former: str = "") -> str:
    """The code in the newest letter to the address, as the mail catcher shows it."""
    page = visitor.context.new_page()
    for _ in range(40):
        page.goto(visitor.house.mail_url, wait_until="networkidle")
        row = page.locator("tr, li, article", has_text=ADDRESS).first
        found = re.search(r"\b(\d{6})\b", row.inner_text()) if row.count() else None
        if found and found[1] != former:
            page.close()
            return found[1]
        page.wait_for_timeout(500)
    raise AssertionError(f"no code for {ADDRESS}")


def test_a_stranger_applies_on_a_phone_and_is_put_on_record(door, tmp_path):
    phone = door.visitor(device="phone", javascript=False)
    page = phone.go("/join/")
    assert serious_without_script(door, phone, "/join/") == []
    page.get_by_role("link", name="凭姓名和学业证明").click()
    assert serious_without_script(door, phone, "/join/register/") == []
    page.fill("input[name=name]", "纪晚晴")
    page.select_option("select[name=unit]", index=1)
    page.fill("input[name=entry_year]", "1999")
    page.fill("input[name=email]", ADDRESS)
    page.get_by_role("button", name="发送验证码").click()
    first = newest_code(phone)
    page.fill("input[name=code]", first)
    page.get_by_role("button", name="继续").click()
    paper = tmp_path / "毕业证.pdf"
    paper.write_bytes(b"%PDF-1.7 a certificate")
    page.set_input_files("input[type=file]", str(paper))
    page.get_by_role("button", name="提交").click()
    assert page.get_by_text("毕业证.pdf").count() == 1
    phone.check()

    staff = door.visitor("staff")
    office = staff.go("/office/people/applications/?q=纪晚晴")
    office.get_by_role("link", name="纪晚晴", exact=True).click()
    office.wait_for_load_state("networkidle")
    assert serious(office) == []
    office.locator("summary", has_text="登记为新人员").click()
    office.get_by_role("button", name="登记并准予加入").click()
    office.wait_for_load_state("networkidle")
    staff.check()

    page = phone.go("/join/back/")
    page.fill("input[name=email]", ADDRESS)
    page.get_by_role("button", name="发送验证码").click()
    page.fill("input[name=code]", newest_code(phone, former=first))
    page.get_by_role("button", name="继续").click()
    assert page.url.endswith("/me/")
    assert page.locator(".pass").count() == 1
