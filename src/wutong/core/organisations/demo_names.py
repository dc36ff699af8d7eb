"""What the demo's organisations are called. None of them exists."""

from __future__ import annotations

# zh, en, GB/T 4754 section or "" for interests
INDUSTRIES = (
    ("信息技术行业校友会", "Information Technology Alumni Association", "I"),
    ("能源电力行业校友会", "Energy Alumni Association", "D"),
    ("金融行业校友会", "Finance Alumni Association", "J"),
    ("医疗健康行业校友会", "Health Care Alumni Association", "Q"),
    ("先进制造行业校友会", "Manufacturing Alumni Association", "C"),
    ("建筑设计行业校友会", "Architecture Alumni Association", "E"),
    ("教育行业校友会", "Education Alumni Association", "P"),
    ("文化传媒行业校友会", "Media and Culture Alumni Association", "R"),
    ("法律行业校友会", "Legal Alumni Association", "L"),
    ("航空航天行业校友会", "Aerospace Alumni Association", "C"),
)
INTERESTS = (
    ("校友羽毛球协会", "Alumni Badminton Club"),
    ("校友合唱团", "Alumni Choir"),
    ("校友摄影协会", "Alumni Photography Club"),
    ("校友长跑俱乐部", "Alumni Running Club"),
    ("校友读书会", "Alumni Reading Circle"),
    ("校友书画社", "Alumni Calligraphy Society"),
    ("校友创业者联盟", "Alumni Founders Circle"),
    ("校友户外俱乐部", "Alumni Outdoor Club"),
)
MEDIA_ENDINGS = ("日报社", "晚报社", "广播电视台", "融媒体中心", "出版社", "新闻网")
KINDS_BY_ENDING = (
    (("大学", "学院", "中学", "University", "Institute of Technology"), "school"),
    (("医院", "Hospital", "保健院", "研究所", "研究院", "控制中心"), "hospital"),
    (("委员会", "财政局", "运输局"), "government"),
    (("电视台", "出版社", "日报社"), "media"),
)
SHORT = {
    "内蒙古自治区": "内蒙古", "广西壮族自治区": "广西", "西藏自治区": "西藏", "宁夏回族自治区": "宁夏",
    "新疆维吾尔自治区": "新疆",
}  # fmt: skip
SECTIONS = {
    "制造业": "C", "电力与能源": "D", "软件与互联网": "I", "电子与通信": "C", "教育": "P",
    "科研院所": "M", "卫生": "Q", "金融": "J", "公共管理": "S", "建筑与设计": "E", "医药": "C",
    "法律与咨询": "L", "文化与传媒": "R",
}  # fmt: skip
OFFICERS = ("会长", "秘书长", "常务副会长", "副会长", "副会长", "副秘书长", "理事")
HANDOVER = (
    "校友群由秘书处三人共同管理，群公告每季度更新一次；年度活动经费余额已移交，票据齐全。",
    "通讯录已核对到上一季度，另有十余人待回访；与当地政府的年度座谈安排在十月。",
    "换届大会纪要与理事名单已归档；校庆返校的大巴与住宿仍由接待组负责。",
)
