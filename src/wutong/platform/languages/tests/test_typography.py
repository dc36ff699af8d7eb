"""Full-width marks between Chinese words, and nowhere else."""

from __future__ import annotations

import pytest

from wutong.platform.languages.typography import full_width


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nothing, here: (to do)", "Nothing, here: (to do)"),
        ("您好,世界", "您好\uff0c世界"),
        ("您好, 世界", "您好\uff0c世界"),
        ("共 3 人(含荣誉)", "共 3 人\uff08含荣誉\uff09"),
        ("共 %(count)d 人,其中 %(lost)s 人失联", "共 %(count)d 人\uff0c其中 %(lost)s 人失联"),
        ("发给 %(name)s,请确认", "发给 %(name)s\uff0c请确认"),
        ("时间:12:30", "时间\uff1a12:30"),
        ("见 https://wutong.test/a?b=1,c", "见 https://wutong.test/a?b=1,c"),
        ('<a href="x">名单</a>:', '<a href="x">名单</a>\uff1a'),
        ("人数 1,234 人", "人数 1,234 人"),
        ("确定吗?", "确定吗\uff1f"),
        ("已完成.", "已完成\u3002"),
        ("`a(b)`,代码", "`a(b)`\uff0c代码"),
        ("支持 XLSX, CSV 文件", "支持 XLSX, CSV 文件"),
    ],
)
def test_marks(text, expected):
    assert full_width(text) == expected


def test_it_is_stable():
    once = full_width("一,二(三):%(x)s;四")
    assert full_width(once) == once
