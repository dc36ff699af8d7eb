"""What pasted texts are understood to say: signatures, messages, notes, and noise."""

import pytest

from wutong.core.interactions.reading import Field, LeftOut, read

PLACES = {
    "杭州": "杭州市", "杭州市": "杭州市", "浙江": "浙江省", "浙江省": "浙江省", "上海": "上海市", "上海市": "上海市",
    "深圳": "深圳市", "北京": "北京市", "北京市": "北京市", "成都": "成都市", "新加坡": "新加坡", "Singapore": "新加坡",
    "Hangzhou": "杭州市", "美国": "美国", "吉林": "吉林省",
}  # fmt: skip
TEXTS = [
    (
        "a Chinese signature with full-width digits",
        ("王小明\n浙江大华技术股份有限公司 技术总监\n手机：１３８００１３８０００\n"
        "电话：0571-88201234转8012 传真：0571-88201235\n邮箱：Xiaoming.Wang＠dahua.example.com\n"
        "地址：浙江省杭州市滨江区滨安路1199号 邮编：310053"),
        {
            "name": ["王小明"], "phone": ["13800138000", "0571-88201234 ext. 8012"],
            "email": ["xiaoming.wang@dahua.example.com"], "employer": ["浙江大华技术股份有限公司"],
            "title": ["技术总监"], "city": ["杭州市"], "address": ["浙江省杭州市滨江区滨安路1199号"],
        },
    ),
    (
        "a changed number, the old one out of use",
        "老师好，我换手机号了，新号13900139000，原号13800138000已停用，微信同号",
        {"phone": ["13900139000"], "phone_gone": ["13800138000"], "wechat": ["13900139000"]},
    ),
    (
        "old number said first",
        "旧手机13811112222停机了\n以后打 139 1111 2222 找我",
        {"phone_gone": ["13811112222"], "phone": ["13911112222"]},
    ),
    (
        "a forwarded message with a time",
        "李雷 2026/11/22 10:23\n我现在在阿里云做高级工程师，人在杭州。微信号：lilei_1988",
        {
            "name": ["李雷"], "wechat": ["lilei_1988"], "employer": ["阿里云"],
            "title": ["高级工程师"], "city": ["杭州市"],
        },
    ),
    (
        "a note of a call",
        "张教授来电：已调到浙江省发改委任副处长，办公室电话(0571)87051234",
        {"phone": ["0571-87051234"], "employer": ["浙江省发改委"], "title": ["副处长"]},
    ),
    (
        "an English signature",
        ("Xiaoming Wang | Senior Engineer\nGoogle LLC\nM: +1 (650) 253-0000 | E: XM.Wang@example.com\n"
        "www.example.com"),
        {
            "name": ["Xiaoming Wang"], "title": ["Senior Engineer"], "employer": ["Google LLC"],
            "phone": ["+1 650 253 0000"], "email": ["xm.wang@example.com"],
        },
    ),
    (
        "everything labelled in one line",
        "姓名：欧阳娜娜 学号：3050101234 单位：上海银行 职务：客户经理 所在城市：上海",
        {
            "name": ["欧阳娜娜"], "student_no": ["3050101234"], "employer": ["上海银行"],
            "title": ["客户经理"], "city": ["上海市"],
        },
    ),
    (
        "country codes without a plus, letters as labels",
        "发自我的iPhone\n陈静\n中国工商银行股份有限公司杭州分行 副行长\nT 86-571-87951234\nM +86 138 0571 1234",
        {
            "name": ["陈静"], "phone": ["0571-87951234", "13805711234"],
            "employer": ["中国工商银行股份有限公司杭州分行"], "title": ["副行长"],
        },
    ),
    (
        "a new job and a move in running words",
        "我是周杰，加入了字节跳动，产品经理，搬到深圳了。电话138-0013-8000，微信 zhoujie-88",
        {
            "name": ["周杰"], "employer": ["字节跳动"], "title": ["产品经理"], "city": ["深圳市"],
            "phone": ["13800138000"], "wechat": ["zhoujie-88"],
        },
    ),
    (
        "pictures for labels",
        "📱13700137000 📧 a.b@example.org 📍成都",
        {"phone": ["13700137000"], "email": ["a.b@example.org"], "city": ["成都市"]},
    ),
    ("only a number", "0086 13800138000", {"phone": ["13800138000"]}),
    ("somebody else about a number", "赵主任的新电话 15900001111", {"phone": ["15900001111"]}),
    (
        "mobile and WeChat under one label",
        "刘洋 浙江大学医学院附属第一医院 主治医师 手机/微信 13612345678",
        {
            "name": ["刘洋"], "phone": ["13612345678"], "wechat": ["13612345678"],
            "employer": ["浙江大学医学院附属第一医院"], "title": ["主治医师"],
        },
    ),
    (
        "employer, title and name in one word",
        "宁波港集团有限公司副总经理孙伟 13600001234",
        {
            "name": ["孙伟"], "title": ["副总经理"], "employer": ["宁波港集团有限公司"],
            "phone": ["13600001234"],
        },
    ),
    (
        "a name and a title in one word",
        "孙伟总经理\n13600001234",
        {"name": ["孙伟"], "title": ["总经理"], "phone": ["13600001234"]},
    ),
    (
        "a lecturer",
        "郑爽\n副教授、博士生导师\n同济大学土木工程学院\n上海市四平路1239号\nTel: 021-65980000\nzheng@tongji.example.cn",
        {
            "name": ["郑爽"], "title": ["副教授"], "employer": ["同济大学土木工程学院"],
            "city": ["上海市"], "phone": ["021-65980000"], "email": ["zheng@tongji.example.cn"],
        },
    ),
    ("abroad, labelled", "现居：新加坡\nmobile +65 9123 4567", {"city": ["新加坡"], "phone": ["+65 9123 4567"]}),
    ("a WeChat id touching its label", "加我微信abc_123456就行", {"wechat": ["abc_123456"]}),
    (
        "a bracketed country code and dots",
        "Phone: (+86) 139.0571.0000; wechat: ming2005",
        {"phone": ["13905710000"], "wechat": ["ming2005"]},
    ),
    ("nothing of use", "收到，谢谢老师\n祝好", {}),
    ("times and dates are no numbers", "2026年11月22日 14:30 开会，12月3日截止", {}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"), [row[1:] for row in TEXTS], ids=[row[0] for row in TEXTS]
)
def test_what_a_text_says(text, expected):
    reading = read(text, places=PLACES)
    found = {field.value: reading.values(field) for field in Field if reading.values(field)}
    assert found == expected


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("客服热线400-820-8820", [LeftOut.HOTLINE]),
        ("QQ:123456789", [LeftOut.QQ]),
        ("身份证号 330106198801011234", [LeftOut.DOCUMENT]),
        ("传真 0571-88888888", [LeftOut.FAX]),
        ("见 https://example.org/13800138000", [LeftOut.WEBSITE]),
        ("卡号6222021234567890123", [LeftOut.DOCUMENT]),
    ],
)
def test_what_must_not_be_taken_for_a_phone_is_left_out_and_named(text, left_out):
    reading = read(text, places=PLACES)
    assert (reading.found, list(reading.left_out)) == ((), left_out)


@pytest.mark.parametrize(
    ("text", "renewed"),
    [
        ("换号了 13800138000", {Field.PHONE}),
        ("我跳槽到华为了", {Field.EMPLOYER}),
        ("新邮箱 a@example.org", {Field.EMAIL}),
        ("电话 13800138000", set()),
    ],
)
def test_what_the_text_itself_calls_new(text, renewed):
    assert read(text, places=PLACES).renewed == renewed


def test_a_long_paste_is_read_in_a_moment_and_never_without_end():
    assert read("电话" * 3000 + "1" * 3000, places=PLACES).found == ()
