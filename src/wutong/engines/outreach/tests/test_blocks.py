"""Letters made of blocks: set once, safe, with a plain-text part, checked, composed without scripts."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from wutong.engines.outreach.blocks import block_of, blocks_of, problem_with
from wutong.engines.outreach.checks import findings_in
from wutong.engines.outreach.errors import MarkupError
from wutong.engines.outreach.letters import letters_of
from wutong.engines.outreach.message import content_of
from wutong.engines.outreach.models import Campaign, LetterFile
from wutong.engines.outreach.services.campaigns import copy_campaign, digest_of, save_campaign
from wutong.engines.outreach.services.trying import preview
from wutong.kernel.actors import Actor

from .making import account, body, campaign, college, person, segment

pytestmark = pytest.mark.django_db

LETTER = [
    {"kind": "heading", "text": "{{ class|贵班 }}的秋天"},
    {"kind": "text", "text": "亲爱的{{ name }}：\n\n母校一百二十年了，[校庆安排](https://wutong.edu/120)已经公布，盼您回来看看。"},
    {"kind": "image", "address": "https://img.wutong.edu/a.jpg", "text": '梧桐道 <秋> "景"', "link": "https://wutong.edu/photos"},
    {"kind": "divider"},
    {"kind": "file", "text": "校友通讯", "address": "https://wutong.edu/n.pdf", "note": "PDF"},
    {"kind": "button", "text": "报名返校", "address": "https://wutong.edu/join?a=1&b=2"},
    {"kind": "button"},
]  # fmt: skip


@pytest.fixture
def author():
    return account("staff")


def compose(author, blocks=LETTER, **values):
    written = {
        "title": "校庆", "legal_body": body(), "topic": "greetings", "segment": segment(author),
        "subject_zh": "{{ name }}，校庆将至", "blocks_zh": blocks, **values,
    }  # fmt: skip
    return save_campaign(actor=Actor.of(author), author=author, values=written)


def test_blocks_are_set_in_order_with_their_fields_and_addresses(author):
    one = person("王晓明", unit=college("CS", "计算机学院"))
    shown = preview(campaign=compose(author), language="zh-hans", person_id=one.pk)
    nobody = preview(campaign=compose(author), language="zh-hans", person_id=None)

    html = shown.html
    order = ["CS2001班的秋天", "亲爱的王晓明", 'src="https://img.wutong.edu/a.jpg"', "<hr",
             "https://wutong.edu/n.pdf", 'class="signature"', "报名返校"]  # fmt: skip
    found = [html.index(words) for words in order]
    assert found == sorted(found)
    assert 'alt="梧桐道 <秋> &quot;景&quot;"' in html
    assert 'href="https://wutong.edu/join?a=1&amp;b=2"' in html
    assert "贵班的秋天" in nobody.html
    assert "亲爱的校友" in nobody.text
    for words in ("CS2001班的秋天", "校庆安排 (https://wutong.edu/120)", '[梧桐道 <秋> "景"]',
                  "校友通讯 (PDF)\nhttps://wutong.edu/n.pdf",
                  "报名返校：\nhttps://wutong.edu/join?a=1&b=2"):  # fmt: skip
        assert words in shown.text


def test_the_readers_own_button_stands_where_the_author_put_it_and_only_there(author):
    with_it = content_of(*one_letter(compose(author)))
    without = content_of(*one_letter(compose(author, LETTER[:2])))

    assert with_it.html.count('href="{{ action_url }}"') == 1
    assert with_it.text.count("{{ action_url }}") == 1
    assert "{{ action_url }}" not in without.html + without.text
    for content in (with_it, without):
        assert content.html.count("{{ unsubscribe_url }}") == content.text.count("{{ unsubscribe_url }}") == 1  # fmt: skip


def one_letter(sending):
    return sending, letters_of(sending)[0]


def test_a_plain_text_part_of_ones_own_takes_the_place_of_the_made_one(author):
    own = "{{ name }}，校庆将至。\nhttps://wutong.edu/120"
    sending = compose(author, text_zh=own)
    one = person("王晓明")

    text = preview(campaign=sending, language="zh-hans", person_id=one.pk).text
    assert text.startswith("王晓明，校庆将至。\nhttps://wutong.edu/120")
    assert "校友通讯" not in text
    assert "unsubscribe" in content_of(*one_letter(sending)).text


def test_letters_of_old_are_set_as_before_and_words_without_blocks_undo_them(author):
    old = campaign(author)
    assert digest_of(old) == digest_of(Campaign.objects.get(pk=old.pk))
    assert content_of(*one_letter(old)).html.count('href="{{ action_url }}"') == 1

    made = compose(author)
    assert made.body_zh.startswith("# {{ class|贵班 }}的秋天")
    assert made.languages == ("zh-hans",)
    twin = copy_campaign(actor=Actor.of(author), author=author, campaign=made)
    assert (twin.blocks_zh, digest_of(twin)) == (made.blocks_zh, digest_of(made))
    before = digest_of(made)
    made.blocks_zh = [*LETTER[:-1]]
    assert digest_of(made) != before
    back = save_campaign(
        actor=Actor.of(author), author=author, campaign=made, values={"body_zh": "别的"}
    )
    assert (back.blocks_zh, back.body_zh) == ([], "别的")


@pytest.mark.parametrize(
    "block",
    [
        {"kind": "image", "address": "javascript:alert(1)"},
        {"kind": "image", "address": "https://a.cn/{{ name }}.jpg"},
        {"kind": "image"},
        {"kind": "button", "address": "https://a.cn"},
        {"kind": "button", "text": "x", "address": "data:text/html,x"},
        {"kind": "file", "address": "https://a.cn/x.pdf"},
        {"kind": "heading", "text": "two\nlines"},
        {"kind": "text", "text": "{{ shoe_size }}"},
        {"kind": "text", "text": "[x](javascript:alert(1))"},
        {"kind": "heading", "text": "x" * 301},
    ],
)
def test_a_block_that_cannot_stand_is_refused(author, block):
    assert problem_with(block_of(block))
    with pytest.raises(MarkupError):
        compose(author, [block])
    assert not Campaign.objects.exists()


@pytest.mark.parametrize(
    "kept", [{"kind": "script"}, {}, {"kind": "text", "text": 1}, {"kind": "divider", "html": "x"}]
)
def test_what_no_block_looks_like_is_not_kept(kept):
    with pytest.raises(MarkupError):
        blocks_of([kept])


LONG = "母校想念您，愿您在远方一切安好，也盼您常回来走走看看，梧桐道上的叶子又黄了，银杏也快了。"


@pytest.mark.parametrize(
    ("change", "grave"),
    [
        ({}, None),
        ({"subject": "COME BACK TO WUTONG"}, True),
        ({"subject": "NUST与您"}, None),
        ({"subject": "快回来！！"}, False),
        ({"text": "[这份安排](https://)"}, True),
        ({"text": "[这份安排](https://wutong edu)"}, True),
        ({"text": "[这份安排](http://wutong.edu)"}, False),
        ({"text": "[这份安排](https://192.0.2.7/x)"}, True),
        ({"text": "[这份安排](https://t.cn/A6x)"}, True),
        ({"text": "[这份安排](mailto:nobody)"}, True),
        ({"text": "[https://wutong.edu](https://wut0ng.example.com)"}, True),
        ({"text": "[wutong.edu](https://www.wutong.edu/x)"}, None),
        ({"text": "[点击这里](https://wutong.edu)"}, False),
        ({"text": "请看 www.wutong.edu"}, False),
        ({"text": "恭喜您中奖"}, False),
        ({"picture": ""}, True),
        ({"picture": "梧桐道"}, None),
        ({"picture": "梧桐道", "only": True}, True),
        ({"plain": "母校想念您。", "text": "[安排](https://wutong.edu)"}, False),
    ],
    ids=str,
)
def test_what_filters_and_readers_dislike_is_found_and_nothing_else(author, change, grave):
    blocks = [] if change.get("only") else [{"kind": "text", "text": LONG}]
    if "text" in change:
        blocks.append({"kind": "text", "text": change["text"]})
    if "picture" in change:
        blocks.append(
            {"kind": "image", "address": "https://w.edu/a.jpg", "text": change["picture"]}
        )
    sending = compose(author, blocks, subject_zh=change.get("subject", "校庆将至"),
                      text_zh=change.get("plain", ""))  # fmt: skip
    assert [one.grave for one in findings_in(sending)] == ([] if grave is None else [grave])


def test_a_large_letter_is_said_to_be_large(author):
    found = findings_in(compose(author, [{"kind": "text", "text": LONG * 190}] * 3))
    assert [one.grave for one in found] == [False]


def sent(blocks, half="zh", **more):
    data = {"title": "校庆", "legal_body": "association", "topic": "greetings",
            "ornament": "none", f"{half}-blocks": str(len(blocks)), **more}  # fmt: skip
    for number, block in enumerate(blocks):
        data |= {f"{half}-{number}-{name}": value for name, value in block.items()}
    return data


def kinds(html, half="zh"):
    return re.findall(rf'name="{half}-\d+-kind" value="(\w+)"', html)


def test_without_scripts_blocks_are_added_moved_and_taken_out_and_nothing_is_kept(author, client):
    client.force_login(author)
    page = "/office/campaigns/new/"
    assert kinds(client.get(page).content.decode()) == ["text", "button"]

    def press(act, blocks, **more):
        answer = client.post(page, sent(blocks, arrange=act, **more))
        assert answer.status_code == 200
        return answer.content.decode()

    typed = [{"kind": "heading", "text": "一"}, {"kind": "text", "text": "二 {{ oops }} <b>"}]
    html = press("zh:add:image", typed, subject_zh="题")
    assert kinds(html) == ["heading", "text", "image"]
    assert "二 {{ oops }} &lt;b&gt;" in html
    assert 'value="题"' in html
    assert kinds(press("zh:up:1", typed)) == ["text", "heading"]
    assert kinds(press("zh:down:1", typed)) == ["heading", "text"]
    assert kinds(press("zh:out:0", typed)) == ["text"]
    assert kinds(press("zh:out:9", typed)) == kinds(press("nonsense", typed)) == ["heading", "text"]
    html = press("zh:plain:make", [{"kind": "text", "text": "**二** {{ name|校友 }}"}])
    assert re.search(r'name="text_zh"[^>]*>二 {{ name }}</textarea>', html)
    assert "{{ oops }}" in press("zh:plain:make", typed)  # said, not lost
    assert not Campaign.objects.exists()


def test_what_was_composed_is_kept_shown_again_and_refused_where_it_is_wrong(author, client):
    client.force_login(author)
    blocks = [*LETTER[:3], {"kind": "text", "text": ""}, *LETTER[3:]]
    data = sent(blocks, subject_zh="校庆", subject_en="") | {
        "en-blocks": "1",
        "en-0-kind": "button",
    }

    assert client.post("/office/campaigns/new/", data).status_code == 302
    made = Campaign.objects.get()
    assert made.blocks_zh == LETTER
    assert (made.blocks_en, made.body_en) == ([], "")
    html = client.get(f"/office/campaigns/{made.pk}/edit/").content.decode()
    assert kinds(html) == [one["kind"] for one in LETTER]
    assert "校友通讯" in client.get(f"/office/campaigns/{made.pk}/").content.decode()
    frame = client.get(f"/office/campaigns/{made.pk}/preview/frame/")
    assert "img-src https:" in frame.headers["Content-Security-Policy"]

    wrong = sent([{"kind": "text", "text": "{{ shoe_size }}"}], subject_zh="校庆", version="1")
    answer = client.post(f"/office/campaigns/{made.pk}/edit/", wrong)
    assert answer.status_code == 422
    assert "shoe_size" in answer.content.decode()
    stale = sent(LETTER[:1], subject_zh="校庆", version="9")
    assert client.post(f"/office/campaigns/{made.pk}/edit/", stale).status_code == 409
    made.refresh_from_db()
    assert made.blocks_zh == LETTER


def test_pictures_and_files_are_handed_in_made_small_and_found_by_readers(author, client):
    client.force_login(author)
    held = BytesIO()
    Image.new("RGB", (3000, 900), "#1f5c46").save(held, "JPEG", exif=b"Exif\x00\x00secret place")
    blocks = [{"kind": "image"}, {"kind": "file"}, {"kind": "card", "text": "一天"}]

    def press(number, file):
        data = sent(blocks, arrange=f"zh:upload:{number}") | {f"zh-{number}-upload": file}
        return client.post("/office/campaigns/new/", data).content.decode()

    press(0, SimpleUploadedFile("秋.jpg", held.getvalue(), "image/jpeg"))
    made = LetterFile.objects.get()
    assert "field-error" in press(2, SimpleUploadedFile("x.jpg", b"MZ not a picture"))
    assert LetterFile.objects.count() == 1  # what is no picture is not kept
    answer = Client().get("/" + made.address.split("/", 3)[3])
    content = b"".join(answer.streaming_content)
    with Image.open(BytesIO(content)) as small:
        assert small.width == 1072
    assert b"secret place" not in content
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert Client().get("/m/nothing/x.jpg").status_code == 404

    html = press(1, SimpleUploadedFile("章程<b>.pdf", b"%PDF-1.7 tiny", "text/html"))
    paper = LetterFile.objects.latest("pk")
    assert f'value="{paper.address}"' in html
    assert re.search(r'name="zh-1-note"[^>]*value="PDF, 13', html)
    answer = Client().get("/" + paper.address.split("/", 3)[3])
    assert answer["Content-Disposition"].startswith("attachment")
    assert client.post("/office/campaigns/new/", {
        **sent([{"kind": "image", "text": "x"}], subject_zh="校庆"),
        "zh-0-upload": SimpleUploadedFile("x.png", b"GIF89a"),
    }).status_code == 422  # fmt: skip


def test_an_old_letter_opens_as_a_text_and_its_button(author, client):
    client.force_login(author)
    html = client.get(f"/office/campaigns/{campaign(author).pk}/edit/").content.decode()
    assert kinds(html) == ["text", "button"]
    assert "母校想念您" in html
