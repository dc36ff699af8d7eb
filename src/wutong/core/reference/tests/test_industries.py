"""Industries by the national standard, as registers and people write them."""

import pytest

from wutong.core.reference.public import section_of, standard_name, words_of

SOFTWARE = "信息传输、软件和信息技术服务业"


@pytest.mark.parametrize(
    ("written", "section", "kept"),
    [
        ("I", "I", SOFTWARE), ("i65", "I", SOFTWARE), ("65", "I", SOFTWARE),
        ("6510", "I", SOFTWARE), ("I65 软件和信息技术服务业", "I", SOFTWARE),
        ("信息传输,软件和信息技术服务业", "I", SOFTWARE), ("J 金融业", "J", "金融业"),
        ("软件", "I", "软件"), ("it", "I", "it"), ("教育", "P", "教育"),
        ("C65", "", "C65"), ("99", "", "99"), ("A股上市公司", "", "A股上市公司"), ("", "", ""),
        ("电子与通信", "", "电子与通信"),
    ],
)  # fmt: skip
def test_a_code_or_a_name_becomes_the_section_and_other_words_stay(written, section, kept):
    assert section_of(written) == section
    assert standard_name(written) == kept


def test_a_section_is_found_under_all_its_words():
    assert {SOFTWARE, "软件", "互联网"} <= set(words_of(["I"]))
    assert words_of(["?"]) == []
