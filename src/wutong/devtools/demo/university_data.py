"""梧桐大学: its colleges with their genealogy, and what was taught where.

A unit is (code, kind, name_zh, name_en, parent, from, to); a line of descent is a *strand* whose
home changed over the years. The university and its history are invented.
"""

from __future__ import annotations

from typing import NamedTuple


class Unit(NamedTuple):
    """One unit under one name; a renamed unit is a new row joined by a ``Lineage``."""

    code: str
    kind: str
    name_zh: str
    name_en: str
    parent: str
    since: int
    until: int | None


class Lineage(NamedTuple):
    """What became of a unit: ``kind`` is renamed, merged or split."""

    predecessor: str
    successor: str
    year: int
    kind: str


class Major(NamedTuple):
    """A field of study of a strand; ``short`` makes class names (计算机 → 计算机2101)."""

    name_zh: str
    name_en: str
    short: str
    since: int
    until: int
    weight: int


class Strand(NamedTuple):
    """A discipline through time: where it lived since which year, and its majors."""

    key: str
    homes: tuple[tuple[int, str], ...]
    majors: tuple[Major, ...]
    female: float
    years: int = 4


def _unit(line: str) -> Unit:
    code, kind, zh, en, parent, since, until = (part.strip() for part in line.split("|"))
    return Unit(code, kind, zh, en, parent, int(since), int(until) if until else None)


UNITS = tuple(
    _unit(line)
    for line in """
MECH0|department|机械制造系|Department of Machine Building||1956|1985
MECH|college|机械工程学院|School of Mechanical Engineering||1985|
ELEC0|department|电机工程系|Department of Electrical Machinery||1956|1985
ELEC|college|电气工程学院|School of Electrical Engineering||1985|
RADI0|department|无线电工程系|Department of Radio Engineering||1958|1985
AUTO0|department|自动控制系|Department of Automatic Control||1960|1985
COMP0|department|计算机系|Department of Computing||1975|1985
EIE|college|电子与信息工程学院|School of Electronic and Information Engineering||1985|2018
SOFT|college|软件学院|School of Software||2001|2018
CS|college|计算机科学与技术学院|School of Computer Science and Technology||2018|
ESE|college|电子科学与工程学院|School of Electronic Science and Engineering||2018|
AUTO|college|自动化科学与工程学院|School of Automation Science and Engineering||2018|
AI|college|人工智能学院|School of Artificial Intelligence||2019|
POWR0|department|动力机械工程系|Department of Power Machinery||1956|1985
POWR|college|能源与动力工程学院|School of Energy and Power Engineering||1985|
MATE0|department|金属材料系|Department of Metallic Materials||1960|1988
MATE|college|材料科学与工程学院|School of Materials Science and Engineering||1988|
CHEM0|department|化学工程系|Department of Chemical Engineering||1978|1995
CHEM|college|化学工程与技术学院|School of Chemical Engineering and Technology||1995|
CIVI0|department|建筑工程系|Department of Building Engineering||1975|1996
CIVI1|college|建筑工程与力学学院|School of Civil Engineering and Mechanics||1996|2012
HABI|college|人居环境与建筑工程学院|School of Human Settlements and Civil Engineering||2012|
AERO|college|航天航空学院|School of Aerospace Engineering||2012|
MATH0|department|数学系|Department of Mathematics||1958|1994
PHYS0|department|物理系|Department of Physics||1958|1994
SCIE|college|理学院|School of Science||1994|2016
MATH|college|数学与统计学院|School of Mathematics and Statistics||2016|
PHYS|college|物理学院|School of Physics||2016|
CHSC|college|化学学院|School of Chemistry||2016|
LIFE|college|生命科学与技术学院|School of Life Science and Technology||1999|
MANA0|department|工业管理工程系|Department of Industrial Management||1979|1994
MANA|college|管理学院|School of Management||1994|
PUBL|college|公共政策与管理学院|School of Public Policy and Administration||2003|
HUMA0|department|社会科学系|Department of Social Sciences||1984|1996
HUMA|college|人文社会科学学院|School of Humanities and Social Sciences||1996|
LAWS|college|法学院|School of Law||2008|
MEDI|college|新闻与新媒体学院|School of Journalism and New Media||2014|
LANG0|department|外语系|Department of Foreign Languages||1979|1998
LANG|college|外国语学院|School of Foreign Studies||1998|
WMU0|predecessor|梧桐医学院|Wutong Medical College||1952|1985
WMU1|predecessor|梧桐医科大学|Wutong Medical University||1985|2000
CLIN0|department|医疗系|Department of Medicine|WMU0|1952|1985
CLIN1|department|临床医学系|Department of Clinical Medicine|WMU1|1985|2000
STOM0|department|口腔系|Department of Stomatology|WMU1|1985|2000
PHAR0|department|药学系|Department of Pharmacy|WMU1|1985|2000
PUBH0|department|公共卫生系|Department of Public Health|WMU1|1985|2000
MEDC|college|医学院|School of Medicine||2000|2012
MEDD|college|医学部|Health Science Centre||2012|
CLIN|college|临床医学院|School of Clinical Medicine|MEDD|2012|
STOM|college|口腔医学院|School of Stomatology|MEDD|2012|
PHAR|college|药学院|School of Pharmacy|MEDD|2012|
PUBH|college|公共卫生学院|School of Public Health|MEDD|2012|
NURS|college|护理学院|School of Nursing|MEDD|2012|
WFE|predecessor|梧桐财经学院|Wutong College of Finance and Economics||1960|2000
FINA0|department|金融系|Department of Finance|WFE|1960|2000
ACCO0|department|会计系|Department of Accounting|WFE|1978|2000
ECON|college|经济与金融学院|School of Economics and Finance||2000|
INTL|college|国际教育学院|School of International Education||1998|
ADUL0|college|成人教育学院|School of Adult Education||1985|2001
NETW|college|网络教育学院|School of Online Education||2001|2019
CONT|college|继续教育学院|School of Continuing Education||2001|
""".strip().splitlines()
)

LINEAGE = tuple(
    Lineage(old, new, int(year), kind)
    for old, new, year, kind in (
        line.split()
        for line in """
MECH0 MECH 1985 renamed
ELEC0 ELEC 1985 renamed
RADI0 COMP0 1975 split
RADI0 EIE 1985 merged
AUTO0 EIE 1985 merged
COMP0 EIE 1985 merged
EIE CS 2018 split
EIE ESE 2018 split
EIE AUTO 2018 split
SOFT CS 2018 merged
CS AI 2019 split
POWR0 POWR 1985 renamed
MATE0 MATE 1988 renamed
CHEM0 CHEM 1995 renamed
CIVI0 CIVI1 1996 renamed
CIVI1 HABI 2012 split
CIVI1 AERO 2012 split
MATH0 SCIE 1994 merged
PHYS0 SCIE 1994 merged
SCIE MATH 2016 split
SCIE PHYS 2016 split
SCIE CHSC 2016 split
MANA0 MANA 1994 renamed
HUMA0 HUMA 1996 renamed
HUMA LAWS 2008 split
HUMA MEDI 2014 split
LANG0 LANG 1998 renamed
WMU0 WMU1 1985 renamed
CLIN0 CLIN1 1985 renamed
WMU1 MEDC 2000 merged
CLIN1 MEDC 2000 merged
STOM0 MEDC 2000 merged
PHAR0 MEDC 2000 merged
PUBH0 MEDC 2000 merged
MEDC MEDD 2012 renamed
MEDC CLIN 2012 split
MEDC STOM 2012 split
MEDC PHAR 2012 split
MEDC PUBH 2012 split
MEDC NURS 2012 split
WFE ECON 2000 merged
FINA0 ECON 2000 merged
ACCO0 ECON 2000 merged
ADUL0 CONT 2001 renamed
NETW CONT 2019 merged
""".strip().splitlines()
    )
)


def _strand(text: str) -> Strand:
    head, *rest = text.strip().splitlines()
    key, homes, female, years = head.split("|")
    majors = []
    for line in rest:
        zh, en, short, since, until, weight = line.split("|")
        majors.append(Major(zh, en, short, int(since), int(until or 9999), int(weight)))
    return Strand(
        key,
        tuple((int(home.split(":")[0]), home.split(":")[1]) for home in homes.split()),
        tuple(majors),
        float(female),
        int(years),
    )


STRANDS = tuple(
    _strand(block)
    for block in """
mechanics|1956:MECH0 1985:MECH|0.12|4
机械制造|Machine Building|机制|1956|1997|10
机械工程|Mechanical Engineering|机械|1998||11
测控技术与仪器|Measurement and Control|测控|1992||3
工业设计|Industrial Design|工设|1993||2

electrics|1956:ELEC0 1985:ELEC|0.15|4
电机电器|Electrical Machines|电机|1956|1997|8
电气工程及其自动化|Electrical Engineering and Automation|电气|1998||12
高电压与绝缘|High Voltage and Insulation|高压|1962|1997|3

radio|1958:RADI0 1985:EIE 2018:ESE|0.20|4
无线电技术|Radio Engineering|无线电|1958|1984|6
电子信息工程|Electronic and Information Engineering|信息|1985||9
微电子科学与工程|Microelectronics|微电子|1986||4

control|1960:AUTO0 1985:EIE 2018:AUTO|0.18|4
自动控制|Automatic Control|自控|1960|1984|5
自动化|Automation|自动化|1985||7

computing|1975:COMP0 1985:EIE 2018:CS|0.22|4
计算机科学与技术|Computer Science and Technology|计算机|1975||12

software|2001:SOFT 2018:CS|0.22|4
软件工程|Software Engineering|软件|2001||6

intelligence|2019:AI|0.25|4
人工智能|Artificial Intelligence|智能|2019||4

power|1956:POWR0 1985:POWR|0.13|4
热能动力工程|Thermal Power Engineering|热能|1956||9
核工程与核技术|Nuclear Engineering|核工|1960||3
新能源科学与工程|New Energy Science|新能源|2010||3

materials|1960:MATE0 1988:MATE|0.20|4
金属材料及热处理|Metals and Heat Treatment|金材|1960|1997|4
材料科学与工程|Materials Science and Engineering|材料|1998||6

chemistry-engineering|1978:CHEM0 1995:CHEM|0.30|4
化学工程与工艺|Chemical Engineering|化工|1978||5
过程装备与控制工程|Process Equipment|过控|1985||3

building|1975:CIVI0 1996:CIVI1 2012:HABI|0.22|4
土木工程|Civil Engineering|土木|1975||6
建筑学|Architecture|建筑|1986||3

aerospace|1996:CIVI1 2012:AERO|0.14|4
工程力学|Engineering Mechanics|力学|1996||3
飞行器设计与工程|Aircraft Design|飞行器|2012||3

mathematics|1958:MATH0 1994:SCIE 2016:MATH|0.30|4
数学|Mathematics|数学|1958|1997|3
数学与应用数学|Mathematics and Applied Mathematics|数学|1998||4
统计学|Statistics|统计|2000||2

physics|1958:PHYS0 1994:SCIE 2016:PHYS|0.22|4
应用物理学|Applied Physics|物理|1958||4

pure-chemistry|2000:SCIE 2016:CHSC|0.42|4
应用化学|Applied Chemistry|应化|2000||3

life|1999:LIFE|0.48|4
生物医学工程|Biomedical Engineering|生医|1999||4
生物技术|Biotechnology|生技|2001||3

management|1979:MANA0 1994:MANA|0.45|4
工业工程|Industrial Engineering|工业|1979||5
工商管理|Business Administration|工商|1990||6
会计学|Accounting|会计|1994||4

public|2003:PUBL|0.50|4
行政管理|Public Administration|行管|2003||4

humanities|1984:HUMA0 1996:HUMA|0.55|4
哲学|Philosophy|哲学|1984||2
汉语言文学|Chinese Language and Literature|中文|1996||3
社会学|Sociology|社会|2000||2

law|1996:HUMA 2008:LAWS|0.52|4
法学|Law|法学|1996||4

media|2002:HUMA 2014:MEDI|0.65|4
新闻学|Journalism|新闻|2002||3

languages|1979:LANG0 1998:LANG|0.72|4
英语|English|英语|1979||4
日语|Japanese|日语|1985||2
法语|French|法语|2003||1

clinical|1952:CLIN0 1985:CLIN1 2000:MEDC 2012:CLIN|0.48|5
医疗|Medicine|医疗|1952|1984|10
临床医学|Clinical Medicine|临床|1985||14

stomatology|1985:STOM0 2000:MEDC 2012:STOM|0.55|5
口腔医学|Stomatology|口腔|1985||4

pharmacy|1985:PHAR0 2000:MEDC 2012:PHAR|0.58|4
药学|Pharmacy|药学|1985||4

public-health|1985:PUBH0 2000:MEDC 2012:PUBH|0.55|5
预防医学|Preventive Medicine|预防|1985||3

nursing|2000:MEDC 2012:NURS|0.92|4
护理学|Nursing|护理|2000||4

finance|1960:FINA0 2000:ECON|0.50|4
金融学|Finance|金融|1960||7
国际经济与贸易|International Trade|国贸|1988||5

accounting|1978:ACCO0 2000:ECON|0.58|4
财政与会计|Public Finance and Accounting|财会|1978||6

international|1998:INTL|0.48|4
汉语国际教育|Teaching Chinese to Speakers of Other Languages|汉教|1998||3
国际贸易(留学生)|International Trade (overseas students)|留贸|2002||3

adult|1985:ADUL0 2001:CONT|0.40|3
机电一体化(函授)|Mechatronics (correspondence)|函机|1985||4
工商管理(业余)|Business Administration (evening)|业管|1990||4
护理学(业余)|Nursing (evening)|业护|2001||3
""".strip().split("\n\n")
)
