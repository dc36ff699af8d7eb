"""Surnames that are read otherwise than the character alone, and surnames of two characters."""

from __future__ import annotations

# Those so common that the character alone means the surname.
COMMON = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程"
    "苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝"
    "龚邵万钱严覃武戴莫孔向汤"
)

# As a surname: (reading first, then what people also type).
SINGLE: dict[str, tuple[str, ...]] = {
    "单": ("shan", "dan"),
    "仇": ("qiu", "chou"),
    "曾": ("zeng", "ceng"),
    "解": ("xie", "jie"),
    "查": ("zha", "cha"),
    "区": ("ou", "qu"),
    "朴": ("piao", "pu"),
    "覃": ("qin", "tan"),
    "缪": ("miao", "mou"),
    "尉": ("wei", "yu"),
    "盖": ("ge", "gai"),
    "员": ("yun", "yuan"),
    "折": ("she", "zhe"),
    "繁": ("po", "fan"),
    "种": ("chong", "zhong"),
    "洗": ("xian", "xi"),
    "召": ("shao", "zhao"),
    "秘": ("bi", "mi"),
    "薄": ("bo", "bao"),
    "黑": ("he", "hei"),
    "乜": ("nie", "mie"),
    "隗": ("wei", "kui"),
    "郇": ("xun", "huan"),
    "祭": ("zhai", "ji"),
    "牟": ("mou", "mu"),
    "宓": ("fu", "mi"),
    "翟": ("zhai", "di"),
    "谌": ("chen", "shen"),
    "乐": ("yue", "le"),
    "盛": ("sheng", "cheng"),
    "石": ("shi", "dan"),
    "长": ("chang", "zhang"),
    "重": ("chong", "zhong"),
    "车": ("che", "ju"),
    "能": ("nai", "neng"),
    "省": ("xing", "sheng"),
    "晟": ("cheng", "sheng"),
    "都": ("du", "dou"),
    "不": ("fou", "bu"),
    "佴": ("nai", "er"),
    "句": ("gou", "ju"),
    "阚": ("kan",),
    "么": ("yao", "me"),
    "卜": ("bu",),
    "柏": ("bai", "bo"),
    "隽": ("juan", "jun"),
}

COMPOUND: dict[str, tuple[str, str]] = {
    pair: (first, second)
    for pair, first, second in (
        line.split()
        for line in """
万俟 mo qi
尉迟 yu chi
单于 chan yu
长孙 zhang sun
澹台 tan tai
令狐 ling hu
欧阳 ou yang
司马 si ma
上官 shang guan
诸葛 zhu ge
夏侯 xia hou
皇甫 huang fu
公孙 gong sun
东方 dong fang
慕容 mu rong
司徒 si tu
司空 si kong
司寇 si kou
南宫 nan gong
轩辕 xuan yuan
端木 duan mu
百里 bai li
东郭 dong guo
西门 xi men
独孤 du gu
拓跋 tuo ba
宇文 yu wen
钟离 zhong li
闾丘 lv qiu
濮阳 pu yang
淳于 chun yu
太叔 tai shu
申屠 shen tu
公羊 gong yang
公冶 gong ye
仲孙 zhong sun
亓官 qi guan
鲜于 xian yu
赫连 he lian
纳兰 na lan
呼延 hu yan
宗政 zong zheng
梁丘 liang qiu
左丘 zuo qiu
东里 dong li
南门 nan men
谷梁 gu liang
宰父 zai fu
夹谷 jia gu
乐正 yue zheng
漆雕 qi diao
公西 gong xi
巫马 wu ma
壤驷 rang si
子车 zi ju
颛孙 zhuan sun
车正 che zheng
褚师 chu shi
完颜 wan yan
叶赫 ye he
耶律 ye lv
爱新 ai xin
第五 di wu
""".strip().splitlines()
    )
}

# In given names, what people also type; the first is what we sort by.
GIVEN: dict[str, tuple[str, ...]] = {
    "乐": ("le", "yue"),
    "长": ("chang", "zhang"),
    "朝": ("chao", "zhao"),
    "茜": ("qian", "xi"),
    "晟": ("sheng", "cheng"),
    "重": ("chong", "zhong"),
    "行": ("xing", "hang"),
    "曾": ("zeng", "ceng"),
    "单": ("dan", "shan"),
    "盛": ("sheng", "cheng"),
    "调": ("tiao", "diao"),
    "藏": ("zang", "cang"),
    "泊": ("bo", "po"),
    "筠": ("yun", "jun"),
    "宓": ("mi", "fu"),
    "参": ("can", "shen"),
    "贾": ("jia", "gu"),
    "弹": ("tan", "dan"),
    "省": ("sheng", "xing"),
    "伽": ("jia", "qie"),
    "呢": ("ni", "ne"),
    "娜": ("na", "nuo"),
    "柏": ("bai", "bo"),
    "隽": ("jun", "juan"),
    "还": ("huan", "hai"),
    "都": ("du", "dou"),
    "率": ("shuai", "lv"),
}

# Characters in people's names that the dictionary lacks.
RARE: dict[str, str] = {
    "𠮷": "ji",
}
