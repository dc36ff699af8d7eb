"""The demo university's stories, in both languages.

Each: slug, days before the demo's today, season of its pictures, topic, then title, standfirst,
author and blocks in Chinese and in English. A block is a kind with what it holds; ``#1`` is the
story's first picture.
"""

from __future__ import annotations

from typing import Any

TOPICS = {
    "bridges": (("造桥的人", "他们把路修到山那边。"), ("Bridge builders", "People who carried the road across the valley.")),
    "villages": (("乡村讲台", "在最远的学校里，有我们的毕业生。"), ("Village classrooms", "Our graduates teach in the farthest schools.")),
    "anniversary": (("六十年校庆", "一个校园的六十次秋天。"), ("Sixty years", "Sixty autumns of one campus.")),
}  # fmt: skip

Block = tuple[str, dict[str, Any] | str]
Words = tuple[str, str, str, list[Block]]


def _p(*paragraphs: str) -> Block:
    return ("text", "".join(f"<p>{one}</p>" for one in paragraphs))


STORIES: tuple[tuple[str, int, str, str, Words, Words], ...] = (
    (
        "seven-bridges", 3, "dusk", "bridges",
        ("七座桥，四十年", "1982级校友谢知远参与设计的七座桥，跨过同一条江。退休那天，她从第一座走到了第七座。", "文：陆晓岚　图：校友部", [
            _p("谢知远说，她这辈子只做了一件事：让江这边的人，走到江那边去。", "1986年夏天，她背着铺盖从土木工程系毕业，坐了两天火车到江边的设计院报到。那时江上只有渡船，起雾的日子，两岸的人隔着水喊话。"),
            ("quote", {"text": "桥通的那天，第一个过桥的是位卖菜的老人家。他走到桥中间停下来，回头看了很久。", "who": "谢知远", "source": "校友口述史访谈", "address": "https://alumni.example.edu.cn/oral-history/"}),
            ("text", "<h2>从渡口到斜拉桥</h2><p>第一座桥用了五年。没有计算机，影响线是一米一米画出来的；她至今留着那卷发黄的硫酸纸。到第七座桥，主跨已经是第一座的六倍，算一次只要一个晚上。</p>"),
            ("chart", {"title": "七座桥的主跨", "kind": "bar", "unit": "米", "values": "渡口桥 1991, 160\n东门桥 1996, 210\n铁路桥 2001, 312\n南岸桥 2006, 430\n新城桥 2011, 580\n环线桥 2016, 720\n江口桥 2022, 960", "note": "数据由谢知远提供，校友部核对"}),
            ("gallery", {"title": "江边的四季", "pictures": [("#2", "渡口旧址，如今是一座小公园"), ("#3", "南岸桥下的梧桐"), ("#4", "雪后的江堤")]}),
            ("timeline", {"title": "她和桥", "points": [("1982", "考入土木工程系", "全班三十八人，女生四人。"), ("1991", "第一座桥通车", "任结构组成员。"), ("2006", "第四座桥", "第一次担任设计负责人。"), ("2022", "第七座桥", "通车前一天退休。")]}),
            ("person", {"words": "图纸要画给三十年以后的人看。"}),
            ("organisation", {"words": "她与校友会一起设立了“过江”读书小组，带在校生走工地。"}),
            ("video", {"address": "https://www.bilibili.com/video/BV1xx411c7mD", "title": "口述史：七座桥（11分钟）"}),
            _p("退休那天她请了半天假，从渡口桥走到江口桥，走了七个小时。“都还在，都很好。”她说。"),
        ]),
        ("Seven bridges in forty years", "Xie Zhiyuan, who entered in 1982, helped to design seven bridges over one river. On the day she retired she walked from the first to the last.", "Words: Lu Xiaolan. Pictures: alumni office", [
            _p("Xie Zhiyuan says she did one thing in her life: she let the people of this bank walk to the other.", "In the summer of 1986 she left the Department of Civil Engineering with her bedding on her back and took a train for two days to the institute on the river. There was only a ferry then, and on foggy days people shouted across the water."),
            ("quote", {"text": "The first to cross was an old man who sold vegetables. In the middle he stopped, and looked back for a long time.", "who": "Xie Zhiyuan", "source": "Oral history of alumni", "address": "https://alumni.example.edu.cn/en/oral-history/"}),
            ("text", "<h2>From the ferry to the cable-stayed bridge</h2><p>The first bridge took five years. There was no computer; lines of influence were drawn metre by metre, and she still has the yellowed roll of tracing paper. The seventh has six times the span, and one calculation takes a night.</p>"),
            ("chart", {"title": "Main spans of the seven bridges", "kind": "bar", "unit": "metres", "values": "Ferry 1991, 160\nEast Gate 1996, 210\nRailway 2001, 312\nSouth Bank 2006, 430\nNew Town 2011, 580\nRing 2016, 720\nRiver Mouth 2022, 960", "note": "Figures given by Xie Zhiyuan, checked by the alumni office"}),
            ("gallery", {"title": "The river in four seasons", "pictures": [("#2", "Where the ferry landed there is a small park"), ("#3", "Plane trees below South Bank Bridge"), ("#4", "The embankment after snow")]}),
            ("timeline", {"title": "She and the bridges", "points": [("1982", "Enters Civil Engineering", "Thirty-eight in the class, four of them women."), ("1991", "The first bridge opens", "She is one of the structures group."), ("2006", "The fourth", "In charge of the design for the first time."), ("2022", "The seventh", "She retires the day before it opens.")]}),
            ("person", {"words": "A drawing is made for somebody who reads it in thirty years."}),
            ("organisation", {"words": "With it she founded a reading group that takes students to building sites."}),
            ("video", {"address": "https://www.bilibili.com/video/BV1xx411c7mD", "title": "Oral history: seven bridges (11 minutes, in Chinese)"}),
            _p("On her last day she took the afternoon off and walked from the first bridge to the seventh. It took seven hours. “They are all there,” she said. “They are all well.”"),
        ]),
    ),
    (
        "the-letter-in-june", 9, "summer", "villages",
        ("六月的信", "化学系1991届毕业生林若谷在山里教了三十年书。每年六月，他都念同一封信。", "文：顾春晖", [
            _p("信是他毕业那天，班主任塞在他行李里的。只有一行字：路远，慢慢走，常回来。", "林若谷任教的中学在县城以西六十公里。学校没有实验室的时候，他把化学课上在操场边：石灰、醋、铁锈、火柴，样样都是教具。"),
            ("quote", {"text": "孩子们第一次看见火焰变成绿色，全场安静，然后一起鼓掌。那是我听过最好的掌声。", "who": "林若谷，化学系1991届", "source": "", "address": ""}),
            ("chart", {"title": "毕业班考上大学的学生", "kind": "line", "unit": "人", "values": "1995, 2\n2000, 6\n2005, 15\n2010, 24\n2015, 31\n2020, 46\n2025, 58", "note": "学校统计"}),
            _p("三十年里，他教过的学生有二十一人考进了梧桐大学。每年返校日，他都在老图书馆前等他们。"),
        ]),
        ("The letter in June", "Lin Ruogu, chemistry, class of 1991, has taught in the hills for thirty years. Every June he reads out the same letter.", "Words: Gu Chunhui", [
            _p("His class tutor slipped it into his luggage on graduation day. It is one line: the road is long, walk slowly, come back often.", "The school is sixty kilometres west of the county town. Before it had a laboratory he taught chemistry beside the playing field, with lime, vinegar, rust and matches."),
            ("quote", {"text": "When they first saw a flame turn green nobody spoke, and then they all clapped. I never heard better applause.", "who": "Lin Ruogu, chemistry 1991", "source": "", "address": ""}),
            ("chart", {"title": "Pupils who went on to university", "kind": "line", "unit": "pupils", "values": "1995, 2\n2000, 6\n2005, 15\n2010, 24\n2015, 31\n2020, 46\n2025, 58", "note": "Counted by the school"}),
            _p("Twenty-one of his pupils have come to Wutong. On homecoming day he waits for them before the old library."),
        ]),
    ),
    (
        "sixty-autumns", 16, "autumn", "anniversary",
        ("六十个秋天", "校庆日，三千一百名校友回到校园。最早的一位，1966年入学。", "文：校友部", [
            _p("早上七点，梧桐广场已经站满了人。志愿者把名牌按入学年份排成六十列，最左边的一列只有一块。", "名牌的主人叫周望川，机械系1966级。他戴上名牌，先去看了自己住过的七号楼。"),
            ("gallery", {"title": "返校日", "pictures": [("#2", "老图书馆前的合影"), ("#3", "七号楼"), ("#1", "梧桐大道")]}),
            ("quote", {"text": "门牌换了，楼梯扶手没换。我摸得出来。", "who": "周望川，机械系1966级", "source": "", "address": ""}),
            _p("下午的茶会在图书馆草坪。没有主席台，校长和大家一起坐在草地上，听完了十二位校友的三分钟。"),
        ]),
        ("Sixty autumns", "On the anniversary 3,100 alumni came back. The first of them had entered in 1966.", "Words: alumni office", [
            _p("At seven in the morning Wutong Square was full. Volunteers had laid out the name badges in sixty columns by year of entry; the column at the far left held one.", "It belonged to Zhou Wangchuan, mechanical engineering, 1966. He put it on and went to see house 7, where he had lived."),
            ("gallery", {"title": "Homecoming day", "pictures": [("#2", "Before the old library"), ("#3", "House 7"), ("#1", "The avenue of plane trees")]}),
            ("quote", {"text": "They changed the number on the door. They did not change the banister; my hand knows it.", "who": "Zhou Wangchuan, 1966", "source": "", "address": ""}),
            _p("Tea was on the library lawn. There was no platform: the president sat on the grass with everybody else and heard twelve alumni speak for three minutes each."),
        ]),
    ),
    (
        "a-night-in-house-seven", 24, "winter", "anniversary",
        ("毕业三十年，回宿舍住一晚", "六十张床位，五十八人报名，十一点准时熄灯。", "文：陆晓岚", [
            _p("活动的规矩只有一条：按当年的铺位睡。报到单上，“上铺”两个字让好几位五十多岁的校友笑出了声。", "夜里十一点，值班室的老师傅像三十年前一样拉下了电闸。黑暗里有人说：“谁还有蜡烛？”"),
            ("timeline", {"title": "那一晚", "points": [("18:00", "食堂", "番茄炒蛋，两毛五的饭票。"), ("20:00", "楼道夜谈", "吉他缺了一根弦。"), ("23:00", "熄灯", ""), ("06:30", "出操", "到了四十九人。")]}),
            _p("早操之后，大家把一张写满名字的床板留给了七号楼。"),
        ]),
        ("Thirty years on: a night in the old dormitory", "Sixty beds, fifty-eight takers, lights out at eleven sharp.", "Words: Lu Xiaolan", [
            _p("There was one rule: everybody sleeps in the bed of those days. More than one of them, past fifty, laughed out loud at the word “upper”.", "At eleven the old caretaker pulled the switch as he did thirty years ago. Out of the dark somebody asked: “Who has a candle?”"),
            ("timeline", {"title": "That night", "points": [("18:00", "The canteen", "Eggs with tomatoes, and meal tickets of 1996."), ("20:00", "On the stairs", "The guitar had lost a string."), ("23:00", "Lights out", ""), ("06:30", "Morning exercise", "Forty-nine turned up.")]}),
            _p("In the morning they left house 7 a bed board with all their names."),
        ]),
    ),
    (
        "seeds-of-the-campus", 33, "spring", "",
        ("把校园的种子带走", "植物标本馆整理出四十年前的一箱种子，发芽率让所有人意外。", "文：叶青　图：生命科学学院", [
            _p("箱子是搬家时发现的。牛皮纸袋上写着年份、地点和采集人，最早的一袋是1984年的梧桐。", "采集人一栏里有二十三个名字，校友部找到了十九位。他们各自收到了一小袋种子，和一张写着“请种在您窗前”的卡片。"),
            ("gallery", {"title": "", "pictures": [("#2", "1984年采集的梧桐种子，今年四月出芽")]}),
            _p("到今年秋天，已经有十一个城市寄来了小苗的照片。"),
        ]),
        ("Seeds of the campus", "A box of seeds turned up in the herbarium after forty years. More of them came up than anybody expected.", "Words: Ye Qing. Pictures: School of Life Sciences", [
            _p("It was found when the herbarium moved. The paper bags bear a year, a place and a name; the oldest holds seeds of the parasol tree from 1984.", "There are twenty-three names. The alumni office found nineteen of them, and each was sent a small bag and a card: please plant these before your window."),
            ("gallery", {"title": "", "pictures": [("#2", "Gathered in 1984, sprouted this April")]}),
            _p("By autumn pictures of seedlings had come from eleven cities."),
        ]),
    ),
    (
        "night-shift-choir", 47, "dusk", "",
        ("夜班合唱团", "深圳校友会的合唱团每周三晚十点排练，因为团员多半在加班。", "文：宋怀远", [
            _p("合唱团成立于一次取消的聚会。那晚到场的只有六个人，都是下了夜班赶来的。既然来了，就唱一首吧。", "现在团里有四十七人，最年轻的毕业两年，最年长的已经退休。排练室在南山一座写字楼的地下二层，隔壁是健身房。"),
            ("quote", {"text": "我们唱得不算好，但是没有人请假。", "who": "团长 白若溪", "source": "", "address": ""}),
        ]),
        ("The night-shift choir", "The choir of the Shenzhen chapter rehearses on Wednesdays at ten at night, because most of its singers work late.", "Words: Song Huaiyuan", [
            _p("It began with a gathering that was called off. Six people came all the same, straight from the night shift. Since they were there, they sang.", "Today there are forty-seven of them, from two years out of university to retired, in the second basement of an office tower, next to a gym."),
            ("quote", {"text": "We do not sing very well, but nobody ever asks to be excused.", "who": "Bai Ruoxi, leader of the choir", "source": "", "address": ""}),
        ]),
    ),
    (
        "first-lecture-in-the-mountains", 61, "summer", "villages",
        ("山里的第一堂课", "教育学院十二名毕业生今夏赴县中支教，出发前，老校友为他们上了一课。", "文：顾春晖", [
            _p("课只有四十分钟，讲台上摆着一只闹钟。林若谷说，他第一堂课讲超了时间，校车没等学生。从那以后他再没拖过堂。", "十二个年轻人记下的，除了教案，还有赶集的日子、雨季的路和哪家小店可以赊账。"),
            ("person", {"words": "记住每个孩子走多久的路来上学。"}),
        ]),
        ("The first lesson in the hills", "Twelve graduates of the School of Education set out to teach in a county school. Before they left, an older alumnus taught them.", "Words: Gu Chunhui", [
            _p("It took forty minutes, and there was an alarm clock on the desk. His own first lesson ran over, said Lin Ruogu, and the bus left without the pupils. He has never run over since.", "What the twelve wrote down, beside lesson plans: market days, the roads in the rainy season, and which shop gives credit."),
            ("person", {"words": "Know how long each child walks to school."}),
        ]),
    ),
    (
        "bridge-night-class", 78, "dusk", "bridges",
        ("工地上的夜校", "土木校友在四个项目部开夜校，教工友识图，也教他们的孩子写作业。", "文：校友部", [
            _p("夜校每周两晚，从八点到九点半。前半节识图，后半节写作业，大人和孩子坐在同一张桌子上。"),
            ("chart", {"title": "四个项目部的夜校", "kind": "bar", "unit": "人次", "values": "江口, 640\n东山, 512\n北站, 388\n海湾, 275", "note": "2026年1月至10月"}),
            _p("“会看图，工钱每天多八十块；会看孩子的作业，家里少吵一架。”项目部的孙工这样算账。"),
        ]),
        ("An evening school on the building site", "Civil engineers among our alumni teach workers to read drawings, and help their children with homework.", "Words: alumni office", [
            _p("Two evenings a week, from eight to half past nine: drawings first, homework after, parents and children at one table."),
            ("chart", {"title": "Evening schools of four sites", "kind": "bar", "unit": "attendances", "values": "River Mouth, 640\nEast Hill, 512\nNorth Station, 388\nThe Bay, 275", "note": "January to October 2026"}),
            _p("“Who reads drawings earns eighty yuan a day more; who reads homework has one quarrel fewer at home,” says Sun, the site engineer."),
        ]),
    ),
    (
        "old-books-new-tea", 92, "autumn", "",
        ("一本旧书换一杯茶", "新年茶叙的规矩：带一本读过的书来，带走一本没读过的。", "文：宋怀远", [
            _p("第一年来了三十人，换出去二十六本书。没人要的四本，留给了下一年。", "今年的书架上，最抢手的是一本1979年版的《高等数学》，扉页上有三任主人的名字，他们互不相识，都来自梧桐大学。"),
        ]),
        ("An old book for a cup of tea", "The rule of the New Year's tea: bring a book you have read, take one you have not.", "Words: Song Huaiyuan", [
            _p("Thirty came in the first year, and twenty-six books changed hands. The four that nobody wanted waited for the next.", "This year everybody wanted a textbook of calculus from 1979. Three owners had signed it; they had never met, and all three had been at Wutong."),
        ]),
    ),
    (
        "lost-and-found-class-of-78", 118, "winter", "anniversary",
        ("三十四个名字，找到了三十三个", "1978级物理班四十年没有凑齐过通讯录。这一次，只差一人。", "文：叶青", [
            _p("线索来自一张1982年的合影。班级联络人把照片裁成三十四张小像，每找到一个人，就贴回去一张。", "最后一张小像至今空着。班里商量好了：聚会照常办，合影时留一个位置。"),
            ("timeline", {"title": "寻人", "points": [("3月", "从二十一人开始", ""), ("6月", "找到二十八人", "一位在新西兰，一位在隔壁小区。"), ("10月", "找到三十三人", "")]}),
        ]),
        ("Thirty-four names, thirty-three found", "The physics class of 1978 had not had a complete list for forty years. Now one is missing.", "Words: Ye Qing", [
            _p("It began with a photograph of 1982. The liaison cut it into thirty-four little portraits, and whenever somebody was found, one was glued back.", "One place is still empty. They agreed to meet all the same, and to leave a gap in the picture."),
            ("timeline", {"title": "The search", "points": [("March", "Twenty-one to begin with", ""), ("June", "Twenty-eight", "One in New Zealand, one in the next street."), ("October", "Thirty-three", "")]}),
        ]),
    ),
    (
        "a-clinic-by-the-river", 140, "spring", "",
        ("江边的诊所", "医学院校友轮流坐诊，十年没有关过一个周末。", "文：校友部", [
            _p("诊所只有两间房。墙上的值班表排到了明年三月，一百零四个格子，没有一个空着。", "来看病的多是渔民和跑船的人。药费照成本收，付不起的在本子上画一个圈，有钱了再来擦掉。本子上的圈，大半都擦掉了。"),
        ]),
        ("A clinic by the river", "Medical alumni take turns. It has not closed on a single weekend for ten years.", "Words: alumni office", [
            _p("It has two rooms. The rota on the wall goes to next March: 104 squares, none of them empty.", "Most patients fish or work on boats. Medicine is charged at cost; who cannot pay draws a circle in the book and rubs it out when there is money. Most of the circles are gone."),
        ]),
    ),
    (
        "the-librarian-remembers", 171, "autumn", "anniversary",
        ("图书管理员记得", "她在老图书馆工作了三十六年，还记得谁爱坐哪个位置。", "文：陆晓岚", [
            _p("“靠窗第三排，现在是院士；柱子后面那个，开了饭馆，味道不错。”方阿姨说这些的时候，手里还在给书贴标签。", "退休那天，她收到了一张卡片，上面有六百一十二个借书证号。没有名字，她认出了一多半。"),
            ("quote", {"text": "借书证号我记得住，人就记得住。", "who": "方阿姨，图书馆1984年至2020年", "source": "", "address": ""}),
        ]),
        ("The librarian remembers", "In thirty-six years at the old library she has not forgotten who liked to sit where.", "Words: Lu Xiaolan", [
            _p("“Third row by the window: an academician now. Behind the pillar: he has a restaurant, quite good.” Mrs Fang goes on labelling books as she speaks.", "When she retired she was given a card with 612 numbers of library tickets, and no names. She knew more than half."),
            ("quote", {"text": "If I know the number of the ticket, I know the person.", "who": "Mrs Fang, library, 1984–2020", "source": "", "address": ""}),
        ]),
    ),
)  # fmt: skip
