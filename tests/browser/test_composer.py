"""A letter is made of blocks in a real browser: a picture handed in, blocks moved, looked at."""

from __future__ import annotations

import io

from PIL import Image

from tests.browser.axe import serious


def _picture():
    held = io.BytesIO()
    Image.new("RGB", (2400, 1200), "#1f5c46").save(held, "JPEG", exif=b"Exif\x00\x00camera")
    return {"name": "校园.jpg", "mimeType": "image/jpeg", "buffer": held.getvalue()}


def test_a_letter_is_composed_with_a_picture_and_a_card_and_looked_at(door):
    staff = door.visitor("staff", language="en")
    page = staff.go("/office/campaigns/new/?lang=en")
    page.fill("[name=title]", "Composed in a browser")
    page.fill("[name=subject_en]", "Come back, {{ name }}")
    page.fill("[name=en-0-text]", "Dear {{ name }}, the trees are green again.")
    for kind, number in (("image", 2), ("card", 3)):
        page.click(f"button[value='en:add:{kind}']")
        page.wait_for_selector(f"[name=en-{number}-link]")
    page.set_input_files("[name=en-2-upload]", _picture())
    page.click("button[value='en:upload:2']")
    page.wait_for_selector(".block-picture")
    assert "/m/" in page.input_value("[name=en-2-address]")
    page.fill("[name=en-2-text]", "The avenue")
    page.click("button[value='en:up:2']")
    page.wait_for_selector("[name=en-1-address][value*='/m/']")
    page.fill("[name=en-3-text]", "How the day goes")
    page.fill("[name=en-3-link]", "https://wutong.edu/day")
    assert page.input_value("[name=en-0-text]").startswith("Dear {{ name }}")
    assert serious(page) == []
    page.click("button[name=then][value=preview]")
    page.wait_for_load_state("networkidle")
    letter = page.frame_locator("iframe")
    picture = letter.locator("img[alt='The avenue']")
    assert picture.evaluate("one => one.complete && one.naturalWidth") == 1072
    assert letter.locator("table.card a").get_attribute("href") == "https://wutong.edu/day"
    order = letter.locator("body").inner_text()
    assert order.index("the trees are green") < order.index("How the day goes")
    staff.check()
