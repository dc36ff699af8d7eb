"""A story from the first word to every channel, as an editor without training would go."""

from __future__ import annotations

import io

from PIL import Image

from tests.browser.axe import serious

WORD = (
    "<html><head><style>p.MsoNormal{mso-style:1}</style></head><body>"
    '<p class="MsoNormal" onclick="window.ran=1"><span style="mso-ascii">The bridge still stands.'
    '<o:p></o:p></span></p><script>window.ran=2</script><img src="x" onerror="window.ran=3">'
    '<p><a href="javascript:window.ran=4">a link</a></p></body></html>'
)
TEXT, QUOTATION = 0, 3  # among the blocks; their names are in the language of the account
PASTE = (
    "html => {const held = new DataTransfer(); held.setData('text/html', html);"
    " held.setData('text/plain', ''); document.activeElement.dispatchEvent(new ClipboardEvent("
    "'paste', {clipboardData: held, bubbles: true, cancelable: true}))}"
)


def _picture(name, colour):
    held = io.BytesIO()
    Image.new("RGB", (1600, 1100), colour).save(held, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": held.getvalue()}


def _press(page, selector):
    page.locator(selector).first.click()
    page.wait_for_load_state("networkidle")


def _write(page, title, standfirst):
    page.fill("#id_title", title)
    page.fill("#id_standfirst", standfirst)


def _until(page, selector):
    for _time in range(40):
        if page.locator(selector).count():
            return
        page.wait_for_timeout(500)
        page.reload(wait_until="networkidle")
    raise AssertionError(f"{selector} did not come: {page.locator('main').inner_text()[:800]}")


def _approve(door, role, story):
    page = door.visitor(role, language="en").go(story)
    _press(page, "button[value=approve]")


def _blank(staff):
    """Title, standfirst, words pasted from Word, a quotation."""
    page = staff.go("/office/stories/?lang=en")
    _press(page, "a[href*='/newsroom/pages/add/']")
    _write(page, "江边的第九座桥", "四十年，一条江。")
    page.locator("button.c-sf-add-button").first.click()
    page.get_by_role("option").nth(TEXT).click()
    page.locator(".public-DraftEditor-content").first.click()
    page.evaluate(PASTE, WORD)
    page.locator("button.c-sf-add-button").last.click()
    page.get_by_role("option").nth(QUOTATION).click()
    page.locator("[name$='-value-text']").last.fill("路远，慢慢走。")
    page.locator("[name$='-value-who']").last.fill("谢知远")
    page.fill("#id_byline", "陆晓岚")
    assert page.evaluate("window.ran") is None
    _press(page, "button[name=action-office]")
    return page


def _in_both_languages(staff, page):
    """Pictures for both, the other language written over."""
    story = page.url.removeprefix(staff.house.url)
    assert story.startswith("/office/stories/")
    assert serious(page) == []
    _press(page, ".story-step a[href$='/pictures/']")
    files = [_picture("江岸.jpg", "#1f5c46"), _picture('"><script>ran=5<.jpg', "#b4652a")]
    page.set_input_files("[name=files]", files)
    page.fill("[name=credit]", "校友部")
    _press(page, "button[name=add]")
    for name, words in (("alt_zh", "江岸"), ("alt_en", "The river bank")):
        for field in page.locator(f"[name$='-{name}']").all():
            field.fill(words)
    for box in page.locator("[name$='-nobody']").all():
        box.check()
    assert serious(page) == []
    _press(page, "button[name=save]")

    _press(page, ".story-step form button")  # the other language
    _write(page, "The ninth bridge", "Forty years, one river.")
    _press(page, "button[name=action-office]")
    states = page.locator(".story-step").evaluate_all("all => all.map(one => one.className)")
    assert ["done" in one for one in states[:5]] == [True] * 5
    _press(page, "button[value=hand_in]")
    return story


def _to_every_channel(staff, story):
    page = staff.go(f"{story}everywhere/?lang=en")
    assert page.locator("#way-site ~ ul a").count() == 2  # both languages are public
    for channel, selector in (
        ("letter", "[href*='/edit/']"), ("journal", "h1"), ("text", "[href*='/edit/']"),
        ("wechat", "button[value=publish]"),
    ):  # fmt: skip
        _press(page, f"button[value='make:{channel}']")
        _until(page, selector)
        if channel != "wechat":
            staff.go(f"{story}everywhere/")
    _press(page, "button[value=publish]")
    _until(page, "button[value=withdraw]")
    staff.go(f"{story}everywhere/")
    assert serious(page) == []
    assert [one.locator("li").count() for one in page.locator(".story-way").all()] == [
        2,
        1,
        1,
        1,
        1,
    ]


def test_from_a_blank_page_to_every_channel(door):
    staff = door.visitor("staff", language="en")
    page = _blank(staff)
    story = _in_both_languages(staff, page)
    for role in ("editor", "director"):
        _approve(door, role, story)
    _to_every_channel(staff, story)
    page.locator("#way-site ~ ul a").first.click()
    page.wait_for_load_state("networkidle")
    text = page.locator("main").inner_text()
    assert "The bridge still stands." in text
    assert "路远，慢慢走。" in text
    assert page.locator(".story-gallery img[alt='江岸']").count() == 2
    assert page.evaluate("window.ran") is None
    assert staff.foreign == []
