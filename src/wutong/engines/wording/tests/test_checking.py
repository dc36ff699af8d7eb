"""What the check finds in a text, what it leaves alone, and how fast."""

from __future__ import annotations

import random

import pytest
from django.utils import translation

from wutong.engines.wording.checking.check import check_text
from wutong.engines.wording.checking.lists import LeaderEntry, Lists, TermEntry, TitleEntry
from wutong.engines.wording.tests.lists import BEFORE, LISTS, TODAY


def found(text, language="zh-hans", on=TODAY, **more):
    return [(one.code, one.found) for one in check_text(LISTS, text, language, on, **more)]


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        # titles: now, before, never; 校长 is not 副校长
        ("党委书记秦望川、校长闻一川、常务副校长陆知行、副校长温若谷出席", []),
        ("梧桐大学校长闻一川致辞，温若谷副校长主持", []),
        ("副校长闻一川出席", [("title_outdated", "副校长闻一川")]),
        ("校长温若谷出席", [("title_wrong", "校长温若谷")]),
        ("副校长陆知行出席", [("title_wrong", "副校长陆知行")]),
        ("校长林观潮出席", [("title_outdated", "校长林观潮")]),
        ("原校长林观潮到过闻一川校长办公室", []),
        # order: only what stands side by side with nothing but titles between
        ("闻一川、秦望川出席", [("order", "闻一川、秦望川")]),
        ("校长闻一川，党委书记秦望川", [("order", "闻一川，党委书记秦望川")]),
        ("闻一川发言后，秦望川总结", []),
        # one character off: by sound anywhere, otherwise beside the title
        ("闻一穿在会上说", [("name", "闻一穿")]),
        ("副校长温若苦致辞", [("name", "温若苦")]),
        ("校友温若苦致辞", []),
        # words: as they are, with gaps, in full width, in traditional characters, allowed within
        ("残废人事业", [("sensitive", "残废人")]),
        ("残 废*人、残\u200b废　人、殘廢人", [("sensitive", "残 废*人"), ("sensitive", "残\u200b废\u3000人"), ("sensitive", "殘廢人")]),
        ("全国第一届大会上全国第一", [("forbidden", "全国第一")]),
        # set phrases: at the first mention only
        ("校友总会成立，校友总会章程", [("phrase", "校友总会")]),
        ("梧桐大学校友会（以下简称校友总会）成立", []),
    ],
)  # fmt: skip
def test_chinese_texts(text, findings):
    assert found(text) == findings


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        ("Party Secretary Qin Wangchuan and President Wen Yichuan spoke.", []),
        ("Wen Yichuan, President of Wutong University, said", []),
        ("Vice President Wen Yichuan said", [("title_outdated", "Vice President Wen Yichuan")]),
        ("Wen Yichuan and Qin Wangchuan", [("order", "Wen Yichuan and Qin Wangchuan")]),
        ("Professor Wen Yichaun said", [("name", "Wen Yichaun")]),
        ("former President Lin Guanchao came to the World-Famous lake",
         [("forbidden", "World-Famous")]),
    ],
)  # fmt: skip
def test_english_texts(text, findings):
    assert found(text, "en") == findings


def test_titles_are_those_of_the_day_the_text_is_about():
    assert found("副校长闻一川出席", on=BEFORE) == []
    assert found("校长闻一川出席", on=BEFORE) == [("title_early", "校长闻一川")]


def test_asking_for_gifts_is_marked_only_where_it_may_not_be():
    text = "为母校育才基金，欢迎捐款，详见公告。"
    assert found(text) == []
    (finding,) = check_text(LISTS, text, "zh-hans", TODAY, may_solicit=False)
    assert (finding.kind, finding.grave) == ("solicitation", True)
    assert text[finding.start : finding.end] == "欢迎捐款"
    assert "Charity Law" in finding.message
    assert "identified alumni" in finding.advice


def test_a_finding_speaks_the_readers_language_and_is_known_again():
    (first,) = check_text(LISTS, "副校长闻一川出席", "zh-hans", TODAY)
    (moved,) = check_text(LISTS, "昨天，副校长闻一川出席。", "zh-hans", TODAY)
    assert first.key == moved.key
    assert first.message == "闻一川 was 副校长 until 9 May 2023."
    assert first.advice == "Now: 校长"
    with translation.override("zh-hans"):
        assert "2023年5月9日" in first.message
        assert "\uff1a校长" in first.advice


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_long_text_against_long_lists_takes_a_moment(language):
    chance = random.Random("wording")
    chinese = language == "zh-hans"
    letters = (
        [chr(0x4E00 + chance.randrange(3000)) for _ in range(3000)] if chinese else "abcdefghijklm"
    )

    def word(length):
        return "".join(chance.choice(letters) for _ in range(length))

    leaders = tuple(
        LeaderEntry(word(3), f"{word(4)} {word(6)}", (1, n), (TitleEntry(word(4), word(9)),))
        for n in range(300)
    )
    terms = tuple(TermEntry("sensitive", language, word(3 if chinese else 6)) for _ in range(1700))
    lists = Lists(1, leaders, terms)
    gap = "" if chinese else " "
    text = gap.join(word(1 if chinese else chance.randrange(3, 8)) for _ in range(20_000))
    text = f"{text}。{gap}{terms[5].words}{gap}"
    lists.index(language)
    findings = check_text(lists, text, language, TODAY)
    assert terms[5].words in {one.found for one in findings}
