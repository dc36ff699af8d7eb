"""What Chinese, minority and foreign names are made of; frequencies are per mille, rounded.

Nobody real is meant: people are drawn by chance from these parts.
"""

from __future__ import annotations

SURNAMES = (
    "王72 李70 张66 刘52 陈46 杨31 赵27 黄25 周24 吴23 徐19 孙18 胡15 朱15 高14 林13 何13 郭13 "
    "马13 罗11 梁10 宋9 郑9 谢8 韩8 唐8 冯7 于7 董7 萧6 程6 曹6 袁6 邓6 许6 傅5 沈5 曾5 彭5 吕5 "
    "苏5 卢5 蒋5 蔡5 贾4 丁4 魏4 薛4 叶4 阎4 余4 潘4 杜4 戴4 夏4 钟3 汪3 田3 任3 姜3 范3 方3 石3 "
    "姚3 谭3 廖3 邹3 熊3 金3 陆3 郝2 孔2 白2 崔2 康2 毛2 邱2 秦2 江2 史2 顾2 侯2 邵2 孟2 龙2 万2 "
    "段2 雷2 钱2 汤2 尹2 黎2 易2 常2 武2 乔2 贺2 赖2 龚2 文2 庞1 樊1 兰1 殷1 施1 陶1 洪1 翟1 安1 "
    "颜1 倪1 严1 牛1 温1 芦1 季1 俞1 章1 鲁1 葛1 伍1 韦1 申1 尤1 毕1 聂1 丛1 焦1 向1 柳1 邢1 路1 "
    "岳1 齐1 梅1 莫1 庄1 辛1 管1 祝1 左1 涂1 谷1 祁1 时1 舒1 耿1 牟1 卜1 詹1 关1 苗1 凌1 费1 "
    "纪1 靳1 盛1 童1 欧1 甄1 项1 曲1 成1 游1 阳1 裴1 席1 卫1 查1 屈1 鲍1 位1 覃1 霍1 翁1 隋1 植1 "
    "单1 解1 仇1 区1 盖1 乐1 冼1 缪1 朴1 召1 曾1 尉1 宁1 晏1 柯1 阮1 桂1 闵1 柴1 华1 车1 房1"
)
COMPOUND_SURNAMES = [
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "司徒",
    "皇甫",
    "东方",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "端木",
    "夏侯",
    "长孙",
    "宇文",
    "独孤",
    "南宫",
    "万俟",
    "澹台",
]

# Given names by the decade of birth: characters that were in fashion, men and women.
MALE = {
    1930: "德福荣贵国华文明光仁义礼永庆祥瑞良善贤才学忠孝廉振家兴宗耀先启维鸿昌茂林根生宝玉金银和顺",
    1950: "建国援朝卫和平志强军民新华永胜利光荣红旗跃进钢铁成功友谊振兴文武忠诚山河海江东方明亮学德",
    1960: "卫东红兵军文革建设向阳志勇强立新学农永前进国庆援越海涛春生民主力刚毅宏伟平安全胜利爱党",
    1970: "伟勇军强涛斌刚毅峰磊海波建华志明辉鹏飞利民永红卫国庆春雷晓东宏图江宁晖晨雪松小林",
    1980: "伟磊鹏超杰涛斌浩宇亮峰飞凯俊龙雷帅健刚旭阳晓东明辉志远洋晨博坤栋锋威翔楠森煜琦",
    1990: "浩宇子轩杰俊鑫博文凯豪昊天泽雨晨阳旭鹏翔嘉诚志远思航瑞霖逸飞宏毅哲皓睿铭峻熙承",
    2000: "浩宇轩睿子涵梓博文俊熙皓然昊天铭泽宸奕辰逸晨嘉懿煜祺航瑞霖翊珩屹川沐言知行景行牧野",
}
FEMALE = {
    1930: "秀英桂兰玉珍淑贞凤仙素芳惠芬淑华爱莲月娥金花翠萍宝珠美容瑞芝静娴雅琴慧文蕙芷若婉清",
    1950: "秀兰桂英淑珍玉华凤英素云建华爱华援朝新华红梅胜男卫平惠芳月琴春兰冬梅敏慧荣莲",
    1960: "红卫东丽华秀芳爱玲小红永红向阳春花玉梅建英秋菊敏霞艳平萍琴立新雪梅海燕文英",
    1970: "丽艳红霞敏静萍芳燕玲娟英梅雪琴云晓红海燕春燕秋香慧颖洁琳莉蓉文娟亚楠卫红",
    1980: "静丽娜婷敏燕丹倩雪莹晶洁颖琳媛慧璐萌薇欣佳妮晓雯娟艳梦瑶思雨婧茜蕾芸菲蓓",
    1990: "欣怡雨桐佳琪梦洁思雨雅婷诗涵静怡子涵晓彤欣然可欣雪莹嘉怡婉婷梓萱语嫣若曦乐瑶佳慧",
    2000: "子涵欣怡梓涵诗涵雨桐可馨语桐一诺若汐芷晴沐瑶思颖昕妍亦菲清越知夏书瑶悦宁婉兮听澜",
}
# Characters that a careless system loses: beyond the BMP, or in its rare blocks.
RARE_GIVEN = "𠮷䶮㛃𬱖𫖮𬍛𬀩𫟹𬬻𬭎㬢㼆䴖䶮喆堃"
SINGLE_SHARE = {1930: 0.10, 1950: 0.12, 1960: 0.20, 1970: 0.26, 1980: 0.28, 1990: 0.14, 2000: 0.06}
# Names of the years of movements, later changed by those who could.
MOVEMENT = [
    "卫东",
    "向东",
    "红卫",
    "文革",
    "卫红",
    "卫兵",
    "永红",
    "跃进",
    "援朝",
    "抗美",
    "建国",
    "四清",
    "学军",
    "学农",
    "立新",
    "要武",
    "红旗",
]

UYGHUR_MALE = [
    "买买提",
    "吐尔逊",
    "阿卜杜拉",
    "艾合买提",
    "玉素甫",
    "克里木",
    "热西提",
    "库尔班",
    "依明",
    "托合提",
    "木拉提",
    "艾山",
    "卡德尔",
    "阿卜杜热合曼",
    "阿卜杜外力",
    "肉孜",
    "亚森",
    "努尔买买提",
    "塔依尔",
    "伊力哈木江",
]
UYGHUR_FEMALE = [
    "阿依古丽",
    "古丽娜尔",
    "帕提古丽",
    "热依汗",
    "迪丽拜尔",
    "玛依拉",
    "阿孜古丽",
    "米日古丽",
    "祖丽菲娅",
    "努尔比耶",
    "茹仙古丽",
    "阿米娜",
    "布麦尔彦",
    "海丽且姆",
]
KAZAKH_MALE = [
    "叶尔江",
    "木拉提",
    "哈那提",
    "努尔兰",
    "阿斯哈尔",
    "叶尔肯",
    "波拉提",
    "赛力克",
    "达吾列提",
    "巴合提",
]
KAZAKH_FEMALE = [
    "阿依努尔",
    "古丽扎",
    "巴合提古丽",
    "加娜尔",
    "阿勒玛",
    "萨吾列",
    "库丽娜",
    "哈丽曼",
]
TIBETAN = [
    "扎西",
    "多吉",
    "次仁",
    "卓玛",
    "拉姆",
    "旺堆",
    "平措",
    "格桑",
    "德吉",
    "央金",
    "尼玛",
    "达瓦",
    "白玛",
    "洛桑",
    "丹增",
    "顿珠",
    "曲珍",
    "群培",
]
MONGOL = [
    "巴特尔",
    "乌兰",
    "斯琴",
    "其木格",
    "朝鲁",
    "苏日娜",
    "呼和",
    "巴雅尔",
    "阿拉坦仓",
    "乌云其木格",
    "额尔敦",
    "图雅",
    "哈斯",
    "特木尔",
    "娜仁托娅",
    "敖登格日乐",
    "孟和巴特尔",
    "吉日嘎拉",
]
# 20 characters, as long as a register allows.
LONG_NAME = "阿卜杜热合曼江·阿卜杜外力·努尔买买提艾力"

WESTERN_MALE = [
    "James",
    "Oliver",
    "Thomas",
    "Henrik",
    "Lukas",
    "Matteo",
    "Pierre",
    "Andrei",
    "Dmitri",
    "Ibrahim",
    "Omar",
    "Samuel",
    "Joseph",
    "Daniel",
    "Patrick",
    "Mikhail",
    "Anton",
    "Carlos",
    "Diego",
    "Rafael",
    "Kwame",
    "Tunde",
    "Arjun",
    "Rohan",
    "Bilal",
    "Yusuf",
]
WESTERN_FEMALE = [
    "Emily",
    "Hannah",
    "Sophie",
    "Ingrid",
    "Clara",
    "Giulia",
    "Camille",
    "Elena",
    "Olga",
    "Fatima",
    "Layla",
    "Grace",
    "Ruth",
    "Miriam",
    "Nadia",
    "Irina",
    "Lucia",
    "Valentina",
    "Amara",
    "Zainab",
    "Priya",
    "Ananya",
    "Sana",
    "Mariam",
    "Freya",
    "Alice",
]
WESTERN_SURNAMES = (
    (
        "Carter Hughes Bennett Larsen Schneider Rossi Moreau Popescu Volkov Hassan Mensah Okafor "
        "Sharma Patel Khan Rahman Silva Torres Novak Kowalska Lindqvist Fischer O'Connor "
        "van der Meer Al-Farsi Nyambura Saint-Clair Wanjiru"
    )
    .replace("van der Meer", "van_der_Meer")
    .split()
)
KOREAN_SURNAMES = ["金", "李", "朴", "崔", "郑", "姜", "赵", "尹", "张", "林"]
KOREAN_GIVEN = [
    "民俊",
    "智勋",
    "贤宇",
    "瑞妍",
    "智恩",
    "秀敏",
    "东炫",
    "恩珠",
    "泰英",
    "敏智",
    "宰贤",
    "河娜",
]
KOREAN_LATIN = {
    "金": "Kim", "李": "Lee", "朴": "Park", "崔": "Choi", "郑": "Jung", "姜": "Kang",
    "赵": "Cho", "尹": "Yoon", "张": "Jang", "林": "Lim",
}  # fmt: skip
KOREAN_GIVEN_LATIN = {
    "民俊": "Min-jun", "智勋": "Ji-hoon", "贤宇": "Hyun-woo", "瑞妍": "Seo-yeon",
    "智恩": "Ji-eun", "秀敏": "Soo-min", "东炫": "Dong-hyun", "恩珠": "Eun-ju",
    "泰英": "Tae-young", "敏智": "Min-ji", "宰贤": "Jae-hyun", "河娜": "Ha-na",
}  # fmt: skip
JAPANESE = (
    ("佐藤健太", "Sato Kenta"), ("铃木美咲", "Suzuki Misaki"), ("高桥翔", "Takahashi Sho"),
    ("田中遥", "Tanaka Haruka"), ("渡边大辅", "Watanabe Daisuke"), ("伊藤结衣", "Ito Yui"),
    ("山本直树", "Yamamoto Naoki"), ("小林葵", "Kobayashi Aoi"),
)  # fmt: skip
VIETNAMESE = (
    ("阮氏明", "Nguyen Thi Minh"), ("阮文雄", "Nguyen Van Hung"), ("陈氏兰", "Tran Thi Lan"),
    ("黎光海", "Le Quang Hai"), ("范氏香", "Pham Thi Huong"), ("武德成", "Vu Duc Thanh"),
)  # fmt: skip
ENGLISH_NAMES = [
    "David",
    "Kevin",
    "Jason",
    "Eric",
    "Tony",
    "Leo",
    "Frank",
    "Alan",
    "Victor",
    "Ryan",
    "Amy",
    "Cindy",
    "Helen",
    "Grace",
    "Joyce",
    "Vivian",
    "Lily",
    "Iris",
    "Tina",
    "Linda",
]

# Simplified to traditional for the characters our names use; enough to distort a name the way an
# overseas chapter's list does.
TRADITIONAL = dict(
    zip(
        "张刘陈杨赵黄吴孙马罗郑谢韩冯萧邓许吕苏卢蒋贾叶阎钟范邹陆龙钱汤贺赖龚兰颜严温鲁韦"
        "聂齐庄关费纪项欧阳闵华车国荣贵光义礼庆贤学兴启维鸿宝银顺卫强军胜荣红铁谊东亮党"
        "设农进涛晓飞远凯俊杰鹏轩诚铭桂珍兰凤莲娴丽艳静燕琼莹颖洁琳莉婵娇颐晖辉伟刚斌岭云亚",
        "張劉陳楊趙黃吳孫馬羅鄭謝韓馮蕭鄧許呂蘇盧蔣賈葉閻鍾範鄒陸龍錢湯賀賴龔蘭顏嚴溫魯韋"
        "聶齊莊關費紀項歐陽閔華車國榮貴光義禮慶賢學興啟維鴻寶銀順衛強軍勝榮紅鐵誼東亮黨"
        "設農進濤曉飛遠凱俊傑鵬軒誠銘桂珍蘭鳳蓮嫻麗豔靜燕瓊瑩穎潔琳莉嬋嬌頤暉輝偉剛斌嶺雲亞",
        strict=True,
    )
)
# Pairs that typists confuse: same sound or same shape.
CONFUSED = {
    "伟": "玮", "玮": "伟", "辉": "晖", "晖": "辉", "丽": "莉", "莉": "丽", "娜": "那",
    "洁": "杰", "杰": "洁", "斌": "彬", "彬": "斌", "萍": "平", "平": "萍", "婷": "亭",
    "颖": "莹", "莹": "颖", "静": "婧", "婧": "静", "浩": "昊", "昊": "浩", "宇": "雨",
    "雨": "宇", "博": "搏", "阳": "扬", "志": "智", "智": "志", "建": "健", "健": "建",
    "文": "雯", "雯": "文", "梅": "玫", "红": "虹", "虹": "红", "燕": "艳", "艳": "燕",
    "军": "君", "君": "军", "涛": "滔", "强": "墙", "芳": "方", "敏": "闽", "晨": "辰",
    "辰": "晨", "轩": "萱", "萱": "轩", "子": "梓", "梓": "子", "涵": "函", "思": "斯",
    "明": "铭", "铭": "明", "东": "冬", "冬": "东", "华": "桦", "峰": "锋", "锋": "峰",
    "吕": "呂", "萧": "肖", "阎": "闫", "傅": "付", "戴": "代", "邱": "丘", "余": "佘",
}  # fmt: skip
