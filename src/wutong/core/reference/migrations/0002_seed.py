"""The three legal bodies, the first definition of alumnus, and the places."""

from datetime import date

from django.db import migrations

BODIES = [
    (
        "department", 1, "梧桐大学校友工作部", "Wutong University Office of Alumni Relations",
        "梧桐大学校友工作部", "Office of Alumni Relations, Wutong University",
    ),
    (
        "association", 2, "梧桐大学校友会", "Wutong University Alumni Association",
        "梧桐大学校友会", "Wutong University Alumni Association",
    ),
    (
        "foundation", 3, "梧桐大学教育基金会", "Wutong University Education Foundation",
        "梧桐大学教育基金会", "Wutong University Education Foundation",
    ),
]

DEFINITION_ZH = (
    "校友指曾在本校及其前身院校学习并取得学历或学位者、结业者、肄业者,以及荣誉校友;"
    "不含在读学生,也不含仅曾任教职工者。"
)
DEFINITION_EN = (
    "Alumni are those who studied at the university or one of its predecessor schools and "
    "graduated, completed without a degree or left early, and honorary alumni. Students and "
    "people who were only staff are not included."
)

PROVINCES = """
110000 北京市 Beijing
120000 天津市 Tianjin
130000 河北省 Hebei
140000 山西省 Shanxi
150000 内蒙古自治区 Inner Mongolia
210000 辽宁省 Liaoning
220000 吉林省 Jilin
230000 黑龙江省 Heilongjiang
310000 上海市 Shanghai
320000 江苏省 Jiangsu
330000 浙江省 Zhejiang
340000 安徽省 Anhui
350000 福建省 Fujian
360000 江西省 Jiangxi
370000 山东省 Shandong
410000 河南省 Henan
420000 湖北省 Hubei
430000 湖南省 Hunan
440000 广东省 Guangdong
450000 广西壮族自治区 Guangxi
460000 海南省 Hainan
500000 重庆市 Chongqing
510000 四川省 Sichuan
520000 贵州省 Guizhou
530000 云南省 Yunnan
540000 西藏自治区 Tibet
610000 陕西省 Shaanxi
620000 甘肃省 Gansu
630000 青海省 Qinghai
640000 宁夏回族自治区 Ningxia
650000 新疆维吾尔自治区 Xinjiang
710000 台湾省 Taiwan
810000 香港特别行政区 Hong Kong
820000 澳门特别行政区 Macao
"""

CITIES = """
130100 石家庄市 Shijiazhuang
130200 唐山市 Tangshan
140100 太原市 Taiyuan
150100 呼和浩特市 Hohhot
210100 沈阳市 Shenyang
210200 大连市 Dalian
220100 长春市 Changchun
230100 哈尔滨市 Harbin
320100 南京市 Nanjing
320200 无锡市 Wuxi
320400 常州市 Changzhou
320500 苏州市 Suzhou
320600 南通市 Nantong
330100 杭州市 Hangzhou
330200 宁波市 Ningbo
330300 温州市 Wenzhou
340100 合肥市 Hefei
350100 福州市 Fuzhou
350200 厦门市 Xiamen
350500 泉州市 Quanzhou
360100 南昌市 Nanchang
370100 济南市 Jinan
370200 青岛市 Qingdao
370600 烟台市 Yantai
410100 郑州市 Zhengzhou
410300 洛阳市 Luoyang
420100 武汉市 Wuhan
420500 宜昌市 Yichang
430100 长沙市 Changsha
440100 广州市 Guangzhou
440300 深圳市 Shenzhen
440400 珠海市 Zhuhai
440600 佛山市 Foshan
441900 东莞市 Dongguan
450100 南宁市 Nanning
460100 海口市 Haikou
510100 成都市 Chengdu
520100 贵阳市 Guiyang
530100 昆明市 Kunming
540100 拉萨市 Lhasa
610100 西安市 Xi'an
610300 宝鸡市 Baoji
610400 咸阳市 Xianyang
620100 兰州市 Lanzhou
630100 西宁市 Xining
640100 银川市 Yinchuan
650100 乌鲁木齐市 Urumqi
"""

COUNTRIES = """
US 美国 United_States
CA 加拿大 Canada
GB 英国 United_Kingdom
FR 法国 France
DE 德国 Germany
NL 荷兰 Netherlands
CH 瑞士 Switzerland
SE 瑞典 Sweden
IT 意大利 Italy
RU 俄罗斯 Russia
JP 日本 Japan
KR 韩国 South_Korea
SG 新加坡 Singapore
MY 马来西亚 Malaysia
TH 泰国 Thailand
AU 澳大利亚 Australia
NZ 新西兰 New_Zealand
AE 阿联酋 United_Arab_Emirates
"""


def lines(text):
    for line in text.strip().splitlines():
        code, zh, en = line.split(" ", 2)
        yield code, zh, en.replace("_", " ")


def seed(apps, schema_editor):
    body = apps.get_model("reference", "LegalBody")
    definition = apps.get_model("reference", "AlumniDefinition")
    region = apps.get_model("reference", "Region")
    body.objects.bulk_create(
        body(
            code=code, order=order, name_zh=zh, name_en=en,
            signature_zh=sign_zh, signature_en=sign_en, data_controller_name=zh,
        )
        for code, order, zh, en, sign_zh, sign_en in BODIES
    )
    definition.objects.create(
        version=1, valid_from=date(1949, 1, 1),
        groups=["degree", "non_degree", "left_early", "honorary"],
        text_zh=DEFINITION_ZH, text_en=DEFINITION_EN,
    )
    provinces = {
        made.code: made
        for made in region.objects.bulk_create(
            region(code=code, name_zh=zh, name_en=en) for code, zh, en in lines(PROVINCES)
        )
    }
    region.objects.bulk_create(
        region(code=code, name_zh=zh, name_en=en, parent=provinces[code[:2] + "0000"])
        for code, zh, en in lines(CITIES)
    )
    region.objects.bulk_create(
        region(code=code, name_zh=zh, name_en=en, is_overseas=True)
        for code, zh, en in lines(COUNTRIES)
    )


class Migration(migrations.Migration):
    dependencies = [("reference", "0001_initial")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop, elidable=False)]
