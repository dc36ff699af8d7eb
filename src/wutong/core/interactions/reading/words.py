"""The words by which a reader of signatures and messages finds their way (after NFKC folding, so
that full-width letters, digits and punctuation are narrow already).
"""

from __future__ import annotations

import re

from wutong.core.interactions.reading.findings import Field, LeftOut

# A label is followed by its value. Loose ones may touch it ("微信号abc123"); firm ones need a
# colon, because the word also stands at the end of names ("某某公司").
LOOSE_LABELS: dict[str, Field | LeftOut] = {
    "手机号码": Field.PHONE, "手机号": Field.PHONE, "手机": Field.PHONE,
    "移动电话": Field.PHONE, "联系电话": Field.PHONE, "联系方式": Field.PHONE,
    "办公电话": Field.PHONE, "办公室电话": Field.PHONE, "单位电话": Field.PHONE,
    "家庭电话": Field.PHONE, "住宅电话": Field.PHONE, "电话号码": Field.PHONE,
    "电话": Field.PHONE, "座机": Field.PHONE, "宅电": Field.PHONE, "号码": Field.PHONE,
    "cell phone": Field.PHONE, "mobile phone": Field.PHONE, "mobile": Field.PHONE,
    "telephone": Field.PHONE, "phone": Field.PHONE, "cell": Field.PHONE, "tel": Field.PHONE,
    "mob": Field.PHONE, "direct": Field.PHONE, "whatsapp": Field.PHONE,
    "电子邮箱": Field.EMAIL, "电子邮件": Field.EMAIL, "邮箱地址": Field.EMAIL, "邮箱": Field.EMAIL,
    "e-mail": Field.EMAIL, "email": Field.EMAIL, "mail": Field.EMAIL,
    "微信号": Field.WECHAT, "微信id": Field.WECHAT, "微信": Field.WECHAT,
    "wechat id": Field.WECHAT, "wechat": Field.WECHAT, "weixin": Field.WECHAT,
    "vx": Field.WECHAT, "wx": Field.WECHAT, "v信": Field.WECHAT,
    "学号": Field.STUDENT_NO, "student no": Field.STUDENT_NO, "student id": Field.STUDENT_NO,
    "传真": LeftOut.FAX, "fax": LeftOut.FAX,
    "qq号码": LeftOut.QQ, "qq号": LeftOut.QQ, "qq": LeftOut.QQ,
    "邮政编码": LeftOut.POSTCODE, "邮编": LeftOut.POSTCODE, "zip code": LeftOut.POSTCODE,
    "zip": LeftOut.POSTCODE, "postcode": LeftOut.POSTCODE, "p.c": LeftOut.POSTCODE,
    "身份证号码": LeftOut.DOCUMENT, "身份证号": LeftOut.DOCUMENT, "身份证": LeftOut.DOCUMENT,
    "护照号": LeftOut.DOCUMENT, "网址": LeftOut.WEBSITE, "网站": LeftOut.WEBSITE,
    "website": LeftOut.WEBSITE, "web": LeftOut.WEBSITE,
    "客服热线": LeftOut.HOTLINE, "热线": LeftOut.HOTLINE, "hotline": LeftOut.HOTLINE,
}  # fmt: skip
FIRM_LABELS: dict[str, Field | LeftOut] = {
    "姓名": Field.NAME, "联系人": Field.NAME, "name": Field.NAME, "名字": Field.NAME,
    "工作单位": Field.EMPLOYER, "现工作单位": Field.EMPLOYER, "任职单位": Field.EMPLOYER,
    "所在单位": Field.EMPLOYER, "就职单位": Field.EMPLOYER, "新单位": Field.EMPLOYER,
    "单位名称": Field.EMPLOYER, "单位": Field.EMPLOYER, "公司名称": Field.EMPLOYER,
    "新公司": Field.EMPLOYER, "公司": Field.EMPLOYER, "机构": Field.EMPLOYER,
    "company": Field.EMPLOYER, "employer": Field.EMPLOYER, "organization": Field.EMPLOYER,
    "organisation": Field.EMPLOYER, "affiliation": Field.EMPLOYER,
    "现任职务": Field.TITLE, "职务": Field.TITLE, "职位": Field.TITLE, "岗位": Field.TITLE,
    "职称": Field.TITLE, "头衔": Field.TITLE, "title": Field.TITLE, "position": Field.TITLE,
    "job title": Field.TITLE, "role": Field.TITLE,
    "所在城市": Field.CITY, "常住城市": Field.CITY, "现居城市": Field.CITY, "城市": Field.CITY,
    "所在地": Field.CITY, "现居地": Field.CITY, "常住地": Field.CITY, "坐标": Field.CITY,
    "base": Field.CITY, "location": Field.CITY, "city": Field.CITY, "based in": Field.CITY,
    "通讯地址": Field.ADDRESS, "通信地址": Field.ADDRESS, "联系地址": Field.ADDRESS,
    "邮寄地址": Field.ADDRESS, "收件地址": Field.ADDRESS, "办公地址": Field.ADDRESS,
    "公司地址": Field.ADDRESS, "单位地址": Field.ADDRESS, "家庭住址": Field.ADDRESS,
    "地址": Field.ADDRESS, "住址": Field.ADDRESS, "address": Field.ADDRESS, "addr": Field.ADDRESS,
    "m": Field.PHONE, "t": Field.PHONE, "p": Field.PHONE, "h": Field.PHONE, "d": Field.PHONE,
    "c": Field.PHONE, "o": Field.PHONE, "e": Field.EMAIL, "w": LeftOut.WEBSITE,
    "f": LeftOut.FAX, "a": Field.ADDRESS, "add": Field.ADDRESS,
}  # fmt: skip
PICTURES: dict[str, str] = {
    "\U0001f4de": " 电话:", "\U0001f4f1": " 手机:", "\u260e": " 电话:", "\u2706": " 电话:",
    "\u2121": " 电话:", "\U0001f4e7": " 邮箱:", "\u2709": " 邮箱:", "\U0001f4e9": " 邮箱:",
    "\U0001f4ac": " 微信:", "\U0001f3e2": " 公司:", "\U0001f4cd": " 所在地:",
    "\U0001f4e0": " 传真:", "\U0001f310": " 网址:",
}  # fmt: skip


def _either(words: dict[str, Field | LeftOut]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s?") for word in longest_first)


LABEL = re.compile(
    rf"(?<![A-Za-z0-9@_])(?:(?P<loose>{_either(LOOSE_LABELS)})(?:(?<=[\u4e00-\u9fff])|(?![A-Za-z@]))"
    r"\s*(?:\([^)\d]{1,12}\))?\s*(?:[:=\-]|是|为|号是)?\s*"
    rf"|(?P<firm>{_either(FIRM_LABELS)})\s*[:=]\s*|(?P<letter>[MTPHDCO])[.\s]\s*(?=[+(\d]))",
    re.IGNORECASE,
)

EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
WEBSITE = re.compile(r"(?:https?://|www\.)[^\s,;|\u4e00-\u9fff]+", re.IGNORECASE)
DOCUMENT = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|\d{15}(?!\d)|\d{19}|\d{16})(?!\d)")
HOTLINE = re.compile(r"(?<!\d)[48]00[\s-]?\d{3}[\s-]?\d{4}(?!\d)|(?<!\d)9[56]\d{3}(?!\d)")
MOMENT = re.compile(
    r"(?:\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*[日号]?|(?<!\d)\d{1,2}月\d{1,2}[日号])"
    r"(?!\d)|(?<![\d:])\d{1,2}:\d{2}(?::\d{2})?(?![\d:])|(?:星期|周)[一二三四五六日天]"
    r"|昨天|今天|前天|上午|下午|晚上|[AP]M\b",
)
_COUNTRY = r"(?:\(?(?:\+|00)?\s?86\)?[\s-]*)?"
PHONE = re.compile(
    rf"(?<![\dA-Za-z.])(?:{_COUNTRY}(?P<mobile>1[3-9](?:[\s.-]?\d){{9}})"
    rf"|{_COUNTRY}(?P<landline>\(?0\d{{2,3}}\)?[\s-]*\d{{3,4}}[\s-]?\d{{4}}"
    r"|(?<=86[\s)-])\(?(?:10|2\d|[3-9]\d{2})\)?[\s-]*\d{7,8})"
    r"(?:\s*(?:转|分机|ext\.?|x|#|-)\s*(?P<extension>\d{1,5}))?"
    r"|(?P<abroad>(?:\+|00)[1-9]\d{0,2}(?:[\s().-]{0,2}\d){6,13}))(?!\d)",
    re.IGNORECASE,
)
LOCAL_PHONE = re.compile(r"(?<!\d)\d{3,4}[\s-]?\d{4}(?!\d)")
WECHAT = re.compile(r"(?<![A-Za-z0-9_@.-])[A-Za-z][A-Za-z0-9_-]{4,19}(?![A-Za-z0-9_@.-])")
WECHAT_IS_PHONE = re.compile(
    r"(?:微信|vx|wx|wechat)(?:号)?\s*(?:与|和|跟|同|:)?\s*(?:同号|同手机|手机同号|同步|同上|即手机|即为手机|就是手机|同)"
    r"|(?:手机|电话)(?:号码?)?\s*(?:/|&|、|兼|及|和|,|，)?\s*(?:同)?\s*(?:微信|wechat|vx)"
    r"|同微信|same as (?:my )?(?:mobile|phone)|微信号?\s*[/&、]\s*(?:手机|电话)",
    re.IGNORECASE,
)
STUDENT_NO = re.compile(r"[A-Za-z]{0,3}\d{5,12}")

_GONE_BEFORE = r"(?:原来?|旧|老|以前|之前|old|former|previous)(?:的)?(?:手机|电话|号码|号|手机号|手机号码|电话号码|number|phone)*\s*[:是为]?\s*$"
GONE_BEFORE = re.compile(_GONE_BEFORE, re.IGNORECASE)
GONE_AFTER = re.compile(
    r"^\s*\(?(?:已|号|这个|现在|目前|is|was)*\s*"
    r"(?:停用|不用了?|作废|注销|停机|空号|弃用|不再使用|no longer)",
    re.IGNORECASE,
)
RENEWED: dict[Field, re.Pattern[str]] = {
    Field.PHONE: re.compile(
        r"换号|换了?(?:个)?(?:新)?(?:手机|电话|号码)|新(?:的)?(?:手机|电话|号码|号)|改号|号码(?:变更|更换|已换|换了)"
        r"|(?:原|旧|老)(?:来|手机|电话)?号码?.{0,14}(?:停|作废|不用|注销)|new (?:mobile|phone|number|cell)",
        re.IGNORECASE,
    ),
    Field.EMAIL: re.compile(
        r"新(?:的)?(?:邮箱|邮件)|邮箱(?:已)?(?:换|改|变更|更新)|new e-?mail", re.IGNORECASE
    ),
    Field.WECHAT: re.compile(
        r"新(?:的)?微信|微信号?(?:已)?(?:换|改|变更)|new wechat", re.IGNORECASE
    ),
    Field.EMPLOYER: re.compile(
        r"换了?工作|换了?单位|跳槽|新单位|新公司|调到|调任|调至|入职|离职|离开|加入了?|转到|new job|joined",
        re.IGNORECASE,
    ),
    Field.CITY: re.compile(r"搬到|搬去|搬回|移居|定居|回到|moved to", re.IGNORECASE),
}

_BODY = (
    r"公司|集团|银行|医院|大学|学院|中学|小学|学校|研究院|研究所|设计院|科学院|事务所|出版社|报社|电视台"
    r"|通讯社|杂志社|法院|检察院|人民政府|政府|协会|学会|商会|基金会|委员会|发改委|国资委|卫健委|教育局|公安局"
    r"|税务局|教育厅|科技厅|财政厅|党校|总局|总队|支队|证券|保险|信托|工作室|实验室|疾控中心|分行|支行|分公司"
    r"|办事处|管委会|街道办|股份|科技|资本|电网|电力|能源|汽车|生物|制药|投资"
)
BODY_END = re.compile(
    rf"(?:{_BODY}|[\u4e00-\u9fff]{{2,}}(?:局|厅|部|处|科|院|所|委|站|馆|厂|店|中心|社|台)"
    r"|(?:Inc|Ltd|LLC|GmbH|Corp|PLC|LLP|S\.A)\.?|Limited|Corporation|Company|University|Institute"
    r"|College|Bank|Group|Hospital|School|Technologies|Labs?|Holdings|Partners|Capital|Press)"
    r"(?:\([^)]{1,12}\))?$",
)
BODY_THEN_TITLE = re.compile(rf"^(?P<body>.{{2,40}}?(?:{_BODY}))(?P<unit>.{{0,16}}?)$")
KNOWN_BODIES = re.compile(
    r"^(?:华为|腾讯|阿里巴巴|阿里|阿里云|蚂蚁|蚂蚁集团|百度|字节跳动|字节|美团|京东|网易|小米|大疆|海康威视|比亚迪|宁德时代"
    r"|中金|中信|招商|国家电网|中石化|中石油|中国移动|中国电信|中国联通|Google|Microsoft|Apple|Amazon|Meta"
    r"|Huawei|Tencent|Alibaba|ByteDance|Intel|NVIDIA)$",
    re.IGNORECASE,
)
_TITLES = (
    r"副?董事长|副?总经理|副?总裁|副?总监|(?:高级|资深|执行)?经理|副?主任医师|主治医师|住院医师|医师|医生|副?主任|副?总工程师"
    r"|(?:正?高级|资深|首席|助理)?工程师|副?教授|讲师|助教|(?:副|助理)?研究员|副?院长|副?校长|副?所长|副?处长|副?局长"
    r"|副?厅长|副?科长|副?部长|副?书记|副?主席|副?会长|副?秘书长|副?行长|副?社长|副?台长|副?主编|副?庭长|副?市长|副?县长|副?区长"
    r"|副?司长|副?站长|副?馆长|(?:合伙人)?律师|会计师|审计师|建筑师|设计师|规划师|精算师|分析师|架构师|咨询师|科学家|董事|监事"
    r"|首席\w{1,6}官|联合创始人|创始人|合伙人|(?:高级)?顾问|助理|秘书|专员|主管|负责人|法官|检察官|公务员|记者|编辑|博士后"
    r"|总编辑?|总助|组长|队长|店长|厂长|班主任|教师|程序员|飞行员|投资人|制片人|导演|产品经理|项目经理|技术总监|调研员|选调生"
)
TITLE_END = re.compile(
    rf"(?:{_TITLES}|\b(?:CEO|CTO|CFO|COO|CMO|CIO|CHO|VP|SVP|EVP|GM|MD|HRBP|HRD|PM)"
    r"|(?:Manager|Director|Engineer|Professor|President|Partner|Founder|Analyst|Consultant|Scientist"
    r"|Counsel|Officer|Lecturer|Fellow|Lawyer|Attorney|Architect|Developer|Designer|Researcher"
    r"|Accountant|Dean|Chair|Chairman|Editor|Associate|Physician|Surgeon|Teacher|Head of [\w &]+))"
    r"(?:\([^)]{1,14}\))?$",
    re.IGNORECASE,
)
TITLE_TAIL = re.compile(rf"^(?P<body>.{{2,40}}?)(?P<title>(?:{_TITLES}))$")
AT_WORK = re.compile(
    r"(?:(?:现|目前|现在|已|刚|上个?月|最近|今年|去年)*\s*(?:就职于|任职于|供职于|工作于|入职了?|加入了?|跳槽到?了?|调到了?|调至|调任"
    r"|转到了?|换到了?|现任|担任|任|去了|(?:换了?工作|换单位)了?[,，]?\s*(?:现在|目前)?[在去到])\s*"
    r"|(?:现在|目前|现|已)\s*在\s*)在?"
    r"(?P<body>[^,。;、\s]{2,36})",
)
WORK_TAIL = re.compile(r"(?:工作|上班|任职|就职|做事|打工|了|啦|咯)+$")
DOES_AS = re.compile(
    r"^(?P<body>.{2,30}?)(?:工作|上班)?[,，]?(?:任|担任|做|当|负责|出任|是)(?:一?[名个])?(?P<title>.{2,20})$"
)
AS_TITLE = re.compile(
    r"^(?:现)?(?:任|担任|出任|职务是|职位是|做|当)(?:一?[名个])?(?P<title>.{2,20})$"
)
ADDRESS_LIKE = re.compile(
    r"(?:路|街|道|巷|弄|大厦|广场|园区|小区|校区|Road|Street|Avenue|Rd\.?|St\.?|Ave\.?)"
    r".{0,24}?\d|\d+\s*(?:号|室|楼|幢|栋|弄|单元)",
    re.IGNORECASE,
)
IN_PLACE = (
    r"(?:现居住?|常住|长住|定居|坐标|base|搬到了?|搬去了?|搬回|移居|住在|人在|现在在|目前在|回到了?|来到了?|在|based in"
    r"|moved to|live in|living in)\s*:?\s*"
)
_NOT_NAMES = """
谢谢 您好 你好 祝好 此致 敬礼 收到 老师 同学 校友 大家 各位
好的 晚安 早安 再见 顺颂 商祺 敬上 感谢 麻烦 辛苦 名片 签名
转发 来自 发自 个人 最近 目前 现在 更新 联系 地址 电话 手机
微信 公司 单位 职务 部门 家里 高兴 时间 方便 和平 安好 常联系
多联系 金安 夏安 祺安 方先生
"""
NOT_NAMES = frozenset(_NOT_NAMES.split())
NAME_SAID = re.compile(
    r"(?:我是|我叫|本人|这是|from)\s*(?P<name>[\u3400-\u9fff·]{2,9})(?=$|[,。;:!\s(的])"
)
NAME_CALLED = re.compile(
    r"(?P<name>[\u3400-\u9fff]{2,4}?)(?:同学|校友|师兄|师姐|学长|学姐|先生|女士)"
)
HONORIFIC = re.compile(r"(?:同学|校友|师兄|师姐|学长|学姐|先生|女士|老师)$")
SPLIT = re.compile(
    r"[,。;、|!?/\t]+|\s{2,}|\s+[-–—·]\s+|——+|(?<=[\u4e00-\u9fff)])\s+|\s+(?=[\u4e00-\u9fff])"
)
