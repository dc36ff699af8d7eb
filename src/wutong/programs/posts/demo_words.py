"""What the demo's posts are called."""

from __future__ import annotations

PLACES = (
    "北京", "上海", "广东", "江苏", "浙江", "四川", "湖北", "山东", "辽宁", "福建", "新疆", "深圳",
    "苏州", "成都", "美国东部", "英国", "新加坡", "日本",
)  # fmt: skip
COLLEGES = ("机械", "电气", "能动", "电信", "管理", "医学", "人文", "数学", "材料", "外语")
ORIGINAL = (
    "{place}校友会举行年会，共话母校发展",
    "校友故事｜在{place}的第二十个年头",
    "{college}学院校友毕业三十周年返校纪实",
    "讣告与追思：一位{college}老师的四十年讲台",
    "校友捐赠设立{college}学院奖助学金",
    "“校友大讲堂”预告：来自{place}的工程师",
    "母校领导走访{place}校友企业",
    "{place}校友招生宣传志愿者招募",
    "校友返校指南：梧桐大道与老图书馆",
    "一封从{place}寄回的家书",
    "{college}学院校友导师面对面",
    "校友企业双选会在线举行，{place}企业踊跃参加",
    "老照片里的{college}系：一九七八级合影",
    "校友会理事会扩大会议召开",
    "创新创业大赛{place}赛区启动",
)
REPOST = (
    "【学校要闻】{college}学科获国家科技奖励",
    "【转载】{place}媒体：一所大学与一座城",
    "【学校官微】{college}学院研究登上国际期刊",
    "【转载】母校招生计划发布",
    "【学校要闻】梧桐校区新图书馆启用",
    "【转载】{place}日报：扎根西部的年轻人",
    "【学校官微】校园四季：梧桐又落叶",
)
CHANNELS = (
    # platform, Chinese, English, account id, opened, share of posts, weight of reads, app id
    ("wechat", "梧桐大学校友会", "Wutong Alumni (WeChat)", "wutong-alumni", (2014, 5, 20), 62, 1.5,
     "wxdemo0000000000"),
    ("site", "梧桐大学校友网", "Wutong alumni site", "", (2006, 9, 1), 26, 0.35, ""),
    ("weibo", "梧桐大学校友会微博", "Wutong Alumni (Weibo)", "@梧桐大学校友会", (2012, 4, 8), 12, 0.6, ""),
)  # fmt: skip
VIDEO = ("channels", "梧桐校友", "Wutong Alumni (video)", "wutong-video", (2020, 6, 18), 0, 0.8, "")
