import pytest

from wutong.kernel.hanzi import (
    fold,
    phone_tokens,
    pinyin_of_name,
    search_tokens,
    simplify,
)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("张三", "张三"),
        ("张　三", "张三"),
        (" 张 三 ", "张三"),
        ("２００１Ａ", "2001A"),
        ("阿依古丽 • 买买提", "阿依古丽·买买提"),
        ("阿依古丽・买买提", "阿依古丽·买买提"),
        ("阿依古丽‧买买提", "阿依古丽·买买提"),
        ("张\u200b三\ufeff", "张三"),
        ("John   Smith", "John Smith"),
        ("𠮷 野", "𠮷野"),
        ("O’Brien", "O'Brien"),
        ("", ""),
    ],
)
def test_one_spelling_for_what_people_type_in_many(typed, folded):
    assert fold(typed) == folded


@pytest.mark.parametrize(
    ("name", "surname", "key", "initials"),
    [
        ("王小明", "王", "wang xiaoming", "wxm"),
        ("单雄信", "单", "shan xiongxin", "sxx"),
        ("仇英", "仇", "qiu ying", "qy"),
        ("曾国藩", "曾", "zeng guofan", "zgf"),
        ("解珍", "解", "xie zhen", "xz"),
        ("查良镛", "查", "zha liangyong", "zly"),
        ("区少坤", "区", "ou shaokun", "osk"),
        ("尉迟恭", "尉迟", "yuchi gong", "ycg"),
        ("万俟咏", "万俟", "moqi yong", "mqy"),
        ("欧阳子轩", "欧阳", "ouyang zixuan", "oyzx"),
        ("欧阳", "欧", "ou yang", "oy"),
        ("陳建華", "陈", "chen jianhua", "cjh"),
        ("吕布", "吕", "lv bu", "lb"),
        ("高㛃", "高", "gao jie", "gj"),
        ("𠮷晓", "𠮷", "ji xiao", "jx"),
        ("䶮", "", "yan", "y"),
        ("阿依古丽·买买提", "", "ayiguli maimaiti", "ayglmmt"),
        ("John Smith", "", "john smith", "js"),
        ("", "", "", ""),
    ],
)
def test_how_a_name_is_read(name, surname, key, initials):
    read = pinyin_of_name(name)
    assert (read.surname, read.key, read.initials) == (surname, key, initials)


def test_the_same_character_is_read_differently_as_a_surname_and_in_a_given_name():
    assert pinyin_of_name("单小单").syllables == ("shan", "xiao", "dan")


def test_traditional_characters_are_made_simplified_one_by_one():
    assert simplify("劉國華") == "刘国华"
    assert simplify("𠮷") == "𠮷"


def test_the_tokens_of_a_person_are_exactly_these():
    assert search_tokens(
        name="王小明",
        former_names=["王二"],
        name_latin="Ming Wang",
        student_nos=["2001A07"],
        phones=["+8613812345678"],
        emails=["Ming@Example.org"],
    ) == sorted(
        {
            *("王", "小", "明", "王小", "小明", "二", "王二"),
            *("wang", "xiao", "ming", "wangxiao", "wangxiaoming", "xiaoming"),
            *("wx", "wxm", "xm", "er", "wanger", "we"),
            *("mingwang", "wangming"),
            *("2001a07", "13812345678", "5678", "ming@example.org"),
        }
    )


def test_a_second_reading_finds_as_well():
    assert {"dan", "danxiongxin", "shanxiongxin"} <= set(search_tokens(name="单雄信"))
    assert {"lvbu", "lubu", "lyubu"} <= set(search_tokens(name="吕布"))


def test_a_compound_surname_is_typed_with_one_initial_or_two():
    assert {"ozx", "oyzx"} <= set(search_tokens(name="欧阳子轩"))


@pytest.mark.parametrize(
    ("number", "tokens"),
    [
        ("+8613812345678", {"13812345678", "5678"}),
        ("8613812345678", {"13812345678", "5678"}),
        ("+14155550123", {"14155550123", "0123"}),
        ("12", set()),
    ],
)
def test_a_phone_is_found_whole_and_by_its_tail(number, tokens):
    assert phone_tokens(number) == tokens


def test_no_token_is_empty():
    assert search_tokens(name="", emails=[""], student_nos=[""], phones=[""]) == []
