"""The account's templates and three people with a phone, as the demo and its simulator know them.

No models here: the local simulator of WeChat reads it, too.
"""

from __future__ import annotations

from typing import Any

LISTED: tuple[dict[str, Any], ...] = (
    {
        "priTmplId": "WtGreetingLastingAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "title": "节日祝福提醒",
        "content": "祝福主题:{{thing1.DATA}}\n祝福内容:{{thing2.DATA}}\n节日日期:{{date3.DATA}}\n",
        "example": "祝福主题:中秋问候\n祝福内容:母校祝您阖家团圆\n节日日期:2026年9月25日\n",
        "type": 3,
    },
    {
        "priTmplId": "WtEventOnceBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB",
        "title": "活动报名提醒",
        "content": "活动名称:{{thing1.DATA}}\n报名人:{{name2.DATA}}\n报名状态:{{phrase3.DATA}}\n"
        "开始时间:{{time4.DATA}}\n",
        "example": "活动名称:秋季返校日\n报名人:王明\n报名状态:已开放\n开始时间:2026年10月18日 09:00\n",
        "type": 2,
    },
    {
        "priTmplId": "WtJournalOnceCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC",
        "title": "刊物寄送通知",
        "content": "刊物名称:{{thing1.DATA}}\n期号:{{character_string2.DATA}}\n"
        "寄出日期:{{date3.DATA}}\n",
        "example": "刊物名称:梧桐校友\n期号:2026-04\n寄出日期:2026年11月20日\n",
        "type": 2,
    },
)
FANS = {
    f"oFan{0:024d}": "林清澜的微信",
    f"oFan{1:024d}": "周望岳的微信",
    f"oFan{2:024d}": "还没有认领的微信",
}
