"""What the demo's journal prints."""

from __future__ import annotations

COLUMNS = (
    ("校园新闻", "On campus"), ("校友人物", "People"), ("往事", "Looking back"),
    ("班级来信", "Letters from classes"), ("讲座", "Lectures"),
)  # fmt: skip
NAMES = ("编辑部", "校史馆", "林知远", "周慕白", "宣传部", "顾青禾", "学生记者团", "沈若谷")
FOREWORDS = (
    (
        "梧桐又落了一季的叶。这一期里有老图书馆的灯，有戈壁滩上的两代校友，也有三个班级寄来的信。",
        (
            "The plane trees have shed another season. Here are the lamps of the old library, two"
            " generations of alumni in the desert, and letters from three classes."
        ),
    ),
    (
        "这一期写回家：返校的人，写信的人，还有一直没有离开的人。",
        (
            "This issue is about coming home: those who return, those who write, and those who never"
            " left."
        ),
    ),
    (
        "春天里，我们记下几位校友在各自岗位上的平常日子。",
        "In spring we write down the ordinary days of some alumni at their work.",
    ),
)
# Column, titles, texts.
PIECES: tuple[tuple[int, str, str, str, str], ...] = (
    (
        0, "老图书馆重新开门", "The old library opens again",
        ("闭馆两年之后，老图书馆在四月的一个早晨重新开门。木楼梯保留了原来的踏面，只在边上加了一道扶手。\n\n"
        "第一位进门的是一九五八级的校友。他在三楼靠窗的位置坐了一会儿，说，光还是从左边来的。"),
        ("After two years the old library opened again on a morning in April. The wooden stairs keep"
        " their treads; only a rail was added.\n\nThe first to enter was a man of the class of"
        " 1958. He sat for a while by the window on the third floor. The light, he said, still"
        " comes from the left."),
    ),
    (
        1, "在戈壁里种下一排梧桐", "A row of plane trees in the desert",
        ("她毕业那年去了西北的观测站，原想住两年，一住三十年。站前的一排梧桐是头一年种的，如今比屋顶还高。\n\n"
        "去年来了新同事，也是校友，专业相同，宿舍楼也相同。"),
        ("In the year she graduated she went to a station in the north-west, for two years as she"
        " thought; it became thirty. The plane trees in front were planted in the first spring and"
        " are higher than the roof now."),
    ),
    (
        2, "一张食堂饭票的来历", "The story of a canteen ticket",
        ("校史馆今年收到一张一九六四年的饭票。寄来的人在信里说，那是室友借给他的，一直没有还上。\n\n"
        "我们替他找到了室友。"),
        ("This year the museum was sent a canteen ticket of 1964. A room-mate had lent it, the letter"
        " says, and it was never paid back.\n\nWe found the room-mate for him."),
    ),
    (
        3, "机械八一班：四十年后再点名", "Mechanics 81: the roll is called again",
        ("辅导员念到第二十七个名字时停了一下。大家都知道停的是谁。\n\n"
        "这次找回了五位失去联系的同学，还有三位，请读到这里的校友告诉我们。"),
        ("At the twenty-seventh name the tutor paused. Everybody knew for whom.\n\nFive classmates"
        " were found again this time. Of three we know nothing yet: whoever reads this, please"
        " write."),
    ),
    (
        4, "校友大讲堂八讲", "Eight lectures by alumni",
        "从材料到法律，从乡村医院到空间站，八位校友各讲了一个晚上。录像已在学习平台开放。",
        ("From materials to law, from a village hospital to a space station: eight alumni spoke for"
        " an evening each. The recordings are open."),
    ),
    (
        0, "三百人走回校园", "Three hundred walk back to campus",
        "毕业五十周年的校友走的是当年拉练的路线，只是短了一些，沿途多了三个茶水点。",
        ("The class of fifty years ago walked the route of their old marches, a little shorter, with"
        " three places for tea."),
    ),
    (
        1, "乡村小学的校友校长", "The headmaster in the hills",
        "他说最难的不是冬天的路，是留住第二位数学老师。",
        ("The hardest thing, he says, is not the road in winter but to keep a second teacher of"
        " mathematics."),
    ),
    (
        2, "编辑部的第一台打字机", "Our first typewriter",
        "铅字盘有两千四百个字，常用的磨得发亮。",
        "It has two thousand four hundred types; the common ones are worn bright.",
    ),
    (
        3, "来自墨尔本的一封信", "A letter from Melbourne",
        "这里的校友会只有四十个人，中秋那天来了三十八个。",
        "Our chapter has forty members. At Mid-Autumn thirty-eight came.",
    ),
    (
        4, "给新校友的十条建议", "Ten pieces of advice for new alumni",
        "第一条：把您的新地址告诉我们。",
        "First: tell us your new address.",
    ),
)  # fmt: skip
