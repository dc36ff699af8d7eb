"""The spine, walked in a real browser: a register in, people found, a greeting out, the account."""

from __future__ import annotations

import re
import time

import openpyxl

from tests.browser.axe import serious

# The page speaks the language of the account, which a test does not change.
ALL_LEFT = "All letters have left|信件已全部"

HEADER = [
    "学号",
    "姓名",
    "性别",
    "学院",
    "专业",
    "学历层次",
    "入学年份",
    "毕业年份",
    "手机",
    "邮箱",
]


def _register(path, rows):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(HEADER)
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def _graduates(count):
    return [
        [
            f"2022{90000 + number}",
            f"测试{'甲乙丙丁戊'[number % 5]}{'子丑寅卯辰'[number // 5 % 5]}",
            "女" if number % 2 else "男",
            "机械工程学院",
            "机械工程",
            "本科",
            "2022",
            "2026",
            f"1540000{1000 + number}",
            f"graduate{number}@mail.wutong.test",
        ]
        for number in range(count)
    ]


def _wait_for(page, selector, seconds=90):
    """Until ``selector`` is on the page; the page is opened anew meanwhile."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if page.locator(selector).count():
            return page.locator(selector).first
        page.wait_for_timeout(1000)
        page.reload(wait_until="networkidle")
    text = page.locator("main").inner_text()
    raise AssertionError(f"{selector!r} did not appear; the page says:\n{text[:2000]}")


def test_a_register_comes_in_is_found_and_goes_out_again(door, tmp_path):
    visitor = door.visitor("staff", language="en")
    page = visitor.go("/office/imports/new/?lang=en")
    page.set_input_files("input[type=file]", _register(tmp_path / "graduates.xlsx", _graduates(12)))
    page.locator(".form-actions button.button-primary").click()
    page.wait_for_load_state("networkidle")
    assert serious(page) == []
    page.locator(".form-actions button.button-primary").click()
    page.wait_for_load_state("networkidle")
    enter = _wait_for(page, "form[action$='/enter/'] button")
    assert serious(page) == []
    assert "12" in enter.inner_text()
    enter.click()
    page.wait_for_load_state("networkidle")
    _wait_for(page, "a[href$='/undo/']")
    imported = page.url

    visitor.go("/office/people/?lang=en&q=202290003")
    assert page.locator("tbody tr").count() == 1
    assert "测试丁子" in page.locator("tbody").inner_text()

    page.goto(imported, wait_until="networkidle")
    page.locator("a[href$='/undo/']").first.click()
    page.wait_for_load_state("networkidle")
    assert "12" in page.locator("main").inner_text()
    page.locator(".form-actions button").first.click()
    page.wait_for_load_state("networkidle")
    _wait_for(page, "main:not(:has(a[href$='/undo/'])):not(:has(progress))")
    visitor.go("/office/people/?lang=en&q=202290003")
    assert "测试丁子" not in page.locator("main").inner_text()
    visitor.check()


def test_a_damaged_file_is_refused_with_a_reason(door, tmp_path):
    broken = tmp_path / "register.xlsx"
    broken.write_bytes(b"PK\x03\x04 this is no workbook")
    visitor = door.visitor("staff", language="en")
    page = visitor.go("/office/imports/new/?lang=en")

    page.set_input_files("input[type=file]", broken)
    page.locator(".form-actions button.button-primary").click()
    page.wait_for_load_state("networkidle")

    assert "/new/" in page.url
    assert page.locator(".error-summary, [role=alert], .field-error").first.is_visible()


def test_people_are_found_by_pinyin_initials_and_opened_by_keyboard(door):
    visitor = door.visitor("director", language="en")
    page = visitor.go("/office/people/?lang=en&q=lin+qinglan")

    assert "林清澜" in page.locator("tbody").inner_text()
    page.get_by_role("link", name="林清澜").first.click()
    page.wait_for_load_state("networkidle")
    assert "林清澜" in page.locator("h1").inner_text()
    assert serious(page) == []
    page.locator("body").press("/")
    assert page.evaluate("document.activeElement.type") == "search"
    visitor.check()


def _first_letter(visitor):
    """The newest letter in the mail catcher, opened; None while there is none."""
    page = visitor.page
    page.goto(visitor.house.mail_url, wait_until="networkidle")
    letters = page.locator("a[href*='/mail/']")
    if not letters.count():
        return None
    letters.first.click()
    page.wait_for_load_state("networkidle")
    return re.sub(r"(/mail/\d+).*", r"\1", page.url)


def _send_what_waits(door):
    """Approve the greeting that waits as director, send it as staff; the campaign's address."""
    director = door.visitor("director", language="en")
    page = director.go("/office/campaigns/?lang=en")
    waiting = page.locator("tbody tr", has_text="2027", has_not_text=re.compile("短信|微信"))
    waiting.get_by_role("link").first.click()
    page.wait_for_load_state("networkidle")
    campaign = page.url.partition("?")[0]
    assert serious(page) == []
    if page.locator("button[value=approve]").count():
        page.locator("button[value=approve]").click()
        page.wait_for_load_state("networkidle")
    staff = door.visitor("staff", language="en")
    staff.page.goto(campaign, wait_until="networkidle")
    if staff.page.locator("button[value=send_now]").count():
        staff.page.locator("button[value=send_now]").click()
        staff.page.wait_for_load_state("networkidle")
    _wait_for(staff.page, f"text=/{ALL_LEFT}/", seconds=120)
    director.check()
    return campaign


def test_a_greeting_goes_out_and_is_answered_without_a_password(door):
    """Approve what waits, send it, read it in the mail catcher, answer it, see the answer."""
    campaign = _send_what_waits(door)
    reader = door.visitor(language="en", device="phone")
    letter = _first_letter(reader)
    mailbox = reader.page
    source = mailbox.request.get(f"{letter}/source").text()
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in source
    html = mailbox.request.get(f"{letter}/html").text()
    answer = re.search(rf"{re.escape(reader.house.url)}/a/[A-Za-z0-9_:.-]+", html)
    assert answer is not None

    mailbox.goto(answer.group(), wait_until="networkidle")
    assert serious(mailbox) == []
    mailbox.locator("main form button").first.click()
    mailbox.wait_for_load_state("networkidle")
    assert serious(mailbox) == []

    staff = door.visitor("staff", language="en")
    staff.page.goto(campaign + "?lang=en", wait_until="networkidle")
    assert re.search(r"answered|responded", staff.page.locator("main").inner_text(), re.IGNORECASE)


def test_fetching_every_link_of_a_letter_unsubscribes_nobody(door):
    """A firewall opens all links; only a POST unsubscribes (RFC 8058)."""
    visitor = door.visitor(language="en")
    page = visitor.page
    letter = _first_letter(visitor)
    if letter is None:
        _send_what_waits(door)
        letter = _first_letter(visitor)
    source = page.request.get(f"{letter}/source").text()
    url = re.search(r"List-Unsubscribe: <(http[^>]+)>", source)
    assert url is not None

    def wishes():
        page.goto(url.group(1), wait_until="networkidle")
        return page.locator("main").inner_text()

    before = wishes()
    for _ in range(3):
        assert page.request.get(url.group(1)).status == 200
    assert wishes() == before
    assert page.request.post(url.group(1), form={"List-Unsubscribe": "One-Click"}).status == 200
    assert wishes() != before


def test_a_figure_of_the_account_opens_to_its_people(door):
    visitor = door.visitor("director", language="en")
    page = visitor.go("/office/account/?lang=en")
    figure = page.locator(
        "main a[href*='/office/account/']", has_text=re.compile(r"\d,\d{3}")
    ).first
    figure.click()
    page.wait_for_load_state("networkidle")

    assert page.locator("tbody tr").count() > 0
    assert serious(page) == []
    page.locator("tbody tr a").first.click()
    page.wait_for_load_state("networkidle")
    assert "/office/people/" in page.url
    visitor.check()


def test_an_auditor_reads_and_changes_nothing(door):
    visitor = door.visitor("auditor", language="en")
    visitor.go("/office/people/?lang=en")
    assert visitor.page.get_by_role("link", name="Add").count() == 0

    answer = visitor.page.request.get(f"{visitor.house.url}/office/imports/new/")
    assert answer.status == 403


def test_a_coordinator_sees_one_college_only(door):
    everyone = door.visitor("director", language="en")
    own = door.visitor("coordinator", language="en")

    def total(visitor):
        visitor.go("/office/people/?lang=en")
        text = visitor.page.locator("main").inner_text()
        return int(re.search(r"of ([\d,]+)", text).group(1).replace(",", ""))

    assert 0 < total(own) < total(everyone) / 2
