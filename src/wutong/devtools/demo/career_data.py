"""Industries, the invented employers in them, and titles by years of work."""

from __future__ import annotations

# industry code, zh, weight, how an employer's name ends, titles from junior to senior.
INDUSTRIES = (
    ("manufacturing", "制造业", 20, ("装备制造有限公司", "重工集团", "精密仪器有限公司", "汽车部件有限公司"),
     ("助理工程师", "工程师", "高级工程师", "技术总监", "总工程师")),
    ("energy", "电力与能源", 14, ("电力设计院", "能源集团", "新能源科技有限公司", "供电公司"),
     ("助理工程师", "工程师", "高级工程师", "副总工程师", "总经理")),
    ("software", "软件与互联网", 18, ("信息技术有限公司", "网络科技有限公司", "软件股份有限公司", "智能科技有限公司"),
     ("软件工程师", "高级工程师", "架构师", "研发总监", "首席技术官")),
    ("electronics", "电子与通信", 12, ("电子有限公司", "通信技术有限公司", "半导体有限公司"),
     ("工程师", "高级工程师", "项目经理", "研发总监", "副总裁")),
    ("education", "教育", 15, ("大学", "师范学院", "理工学院", "第一中学"),
     ("助教", "讲师", "副教授", "教授", "院长")),
    ("research", "科研院所", 8, ("应用物理研究所", "材料研究院", "水利科学研究院"),
     ("研究实习员", "助理研究员", "副研究员", "研究员", "所长")),
    ("medicine", "卫生", 14, ("第一人民医院", "中心医院", "妇幼保健院", "疾病预防控制中心"),
     ("住院医师", "主治医师", "副主任医师", "主任医师", "院长")),
    ("finance", "金融", 10, ("商业银行", "证券有限公司", "财产保险公司", "投资管理有限公司"),
     ("客户经理", "部门经理", "副行长", "行长", "董事长")),
    ("government", "公共管理", 9, ("发展和改革委员会", "财政局", "卫生健康委员会", "交通运输局"),
     ("科员", "主任科员", "副处长", "处长", "局长")),
    ("construction", "建筑与设计", 7, ("建筑设计院", "建工集团", "城市规划研究院"),
     ("助理工程师", "工程师", "项目负责人", "高级工程师", "院长")),
    ("pharma", "医药", 5, ("制药有限公司", "生物医药有限公司", "医疗器械有限公司"),
     ("研究员", "项目经理", "高级研究员", "研发总监", "总经理")),
    ("law", "法律与咨询", 3, ("律师事务所", "会计师事务所", "管理咨询有限公司"),
     ("助理", "执业律师", "高级顾问", "合伙人", "主任")),
    ("media", "文化与传媒", 3, ("广播电视台", "出版社", "文化传播有限公司"),
     ("记者", "编辑", "主编", "总监", "社长")),
)  # fmt: skip
BRANDS = (
    "青桐 远岫 恒澜 启衡 瀚微 云杉 砺石 东篱 鸣谦 拓岸 清原 弘毅 朗润 天枢 新苇 华渚 海岳 中霖 "
    "联陌 博泓 睿川 泰岳 明湖 锦澄 长风 北辰 凌霄 星野 晨曦 沃禾 厚朴 知行 行远 见山 归雁 聚泽"
).split()
FOREIGN_EMPLOYERS = (
    "Harrowgate Instruments", "Northlake University", "Bluefell Semiconductors",
    "Alder & Finch Consulting", "Meridian Energy Labs", "Kestrel Robotics", "Saint Orrin Hospital",
    "Tidewater Analytics", "Vantmoor Pharmaceuticals", "Lindenhof Institute of Technology",
)  # fmt: skip
FOREIGN_TITLES = ("Research Associate", "Engineer", "Senior Engineer", "Associate Professor", "Director")
# Which industries the graduates of a strand go to first.
STRAND_INDUSTRY = {
    "clinical": "medicine", "stomatology": "medicine", "nursing": "medicine",
    "public-health": "medicine", "pharmacy": "pharma", "life": "pharma",
    "computing": "software", "software": "software", "intelligence": "software",
    "radio": "electronics", "control": "manufacturing", "electrics": "energy", "power": "energy",
    "mechanics": "manufacturing", "materials": "manufacturing", "building": "construction",
    "finance": "finance", "accounting": "finance", "law": "law", "media": "media",
    "mathematics": "education", "physics": "research", "languages": "education",
    "public": "government", "humanities": "education", "chemistry-engineering": "energy",
}  # fmt: skip
