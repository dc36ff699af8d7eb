"""What alumni of the demo university wrote: whole texts, and beginnings and ends that go together."""

from __future__ import annotations

WHOLE = (
    "四年很短，短到只够记住一条路；一生很长，长到总想再走一遍那条路。",
    "离校三十年，梦里的教学楼还是没有电梯。",
    "我在这里学会的第一件事是认错，第二件事是改。谢谢当年那位把我的图纸画满红叉的先生。",
    "食堂的红烧肉涨价了，阿姨还是多给一勺。",
    "女儿今年也考来了。送她到宿舍楼下，发现还是我住过的那一栋，窗外的梧桐粗了一圈。",
    "图书馆闭馆的音乐一响，全班都知道该去吃夜宵了。",
    "愿母校常新，愿先生们长寿。",
    "老师说，做学问要坐得住，做人要站得直。三十年了，前一句我做到一半，后一句不敢忘。",
    "那年冬天实验室的暖气坏了，导师把自己的大衣留给了我们，自己骑车回家。后来我也带学生，才知道那天有多冷。",
    "梧桐叶落的时候，就该回去看看了。",
    "毕业照上我站在最后一排最边上，笑得最大声。",
    "我的第一份工资，一半寄回家，一半还了同寝室兄弟替我垫的学费。他至今不肯承认有这回事。",
    "感谢母校收留过一个什么都不懂、什么都敢问的年轻人。",
    "在异乡听到校歌，第一句就哽住了。",
    "七七级的同学今年聚会，点名时仍有人答“到”，也有人再不会答了。珍重，诸位。",
    "校门口的修车铺换了三代人，气筒还是免费的。",
)
BEGINNINGS = (
    "还记得报到那天，是学长帮我把行李扛上五楼，水都没喝一口就走了。",
    "大一的第一堂课，老先生没有点名，只在黑板上写了四个字：求真务实。",
    "毕业设计答辩前一夜，整层楼的灯都没有熄。",
    "我们班三十二个人，来自十九个省，第一次班会谁也听不懂谁的普通话。",
    "宿舍楼下的那排梧桐，夏天遮住整条路，秋天要扫一个上午。",
    "刚入学时我的基础最差，是同桌陪我把习题集做了两遍。",
    "导师改过的论文我一直留着，批注比正文还多。",
    "操场边的看台上，我们背过单词，也看过流星雨。",
    "那时候实验室只有一台机器，我们排班到凌晨三点，谁也不肯少排一次。",
    "第一次走进老图书馆的阅览室，木头地板吱呀作响，我连呼吸都放轻了。",
    "我是从大山里走出来的，母校的助学金让我没有中断过一天学业。",
    "支教回来的那个秋天，我才明白书本之外还有更大的课堂。",
    "记得系里的老教授八十岁了还骑自行车来上课，车筐里永远放着给学生的书。",
    "校医院的护士长至今记得我：军训三天，晕倒两回。",
    "做志愿者的那个百年校庆，我在校门口站了一整天，见到了许多白发苍苍的师兄师姐。",
    "工作以后才发现，最有用的不是哪门课，而是老师追问的那一句：你怎么知道？",
)
ENDINGS = (
    "如今走得再远，心里仍有一盏母校的灯。",
    "谢谢您，老师；谢谢你们，同学。",
    "愿一届又一届的年轻人，在这里遇见更好的自己。",
    "这份情谊，是我带走的最重的行李。",
    "明年聚会，我们一个都不能少。",
    "祝母校桃李芬芳，弦歌不辍。",
    "后来我在单位带新人，讲的还是当年那些话。",
    "若有来生，还想再坐回那间教室的第三排。",
    "这些年做的每一件事，都不敢给校名抹黑。",
    "今天写下这些字，窗外正好也有一棵梧桐。",
    "愿母校如梧桐，根深叶茂，凤鸣朝阳。",
    "等孩子大一些，我要带他来看看这条路。",
    "那样的夜晚后来再也没有过，所以记得格外清楚。",
)
ENGLISH = (
    "I came with one suitcase and a dictionary. I left with a thesis, eleven friends for life and a weakness for noodles at midnight.",
    "Professor Lin never told us the answer. Thirty years on, I still thank him every time I have to find one myself.",
    "The plane trees were thinner then, and so was I.",
    "My daughter asks why I keep a library card that expired in 1998. Because the seat by the window is still mine.",
    "Here I learned that precision is a form of kindness.",
    "Greetings from Melbourne. When it rains on the roof I am back in Dormitory Six, and somebody is playing the erhu very badly.",
    "I was the only foreign student in my class. On the first evening twelve people came to ask whether I had eaten.",
    "To whoever sits in Room 302 now: the radiator needs one firm kick, on the left.",
)
NICKNAMES = (
    "梧桐树下的老兵",
    "三排靠窗",
    "一只北归的雁",
    "老图书馆常客",
    "六舍302",
    "骑车上课的人",
    "江边的老李",
    "当年的文艺委员",
)
WAITING = (
    "听说老食堂要翻新了，能不能把那块写着“节约光荣”的旧木牌留下来？那是我们几代人的记忆。",
    "致二十二岁的自己：别怕走弯路，弯路上也有风景。母校教给你的，够用一辈子。",
    "我在高原上教了八年书，班里今年有两个孩子考上了母校。送他们上火车的时候，我比他们的父母哭得还凶。",
    "毕业那天没有来得及和宿管阿姨道别，这些年一直惦记。阿姨，302 的灯我走的时候关了。",
)
HELD = "入学时系里的老书记逐个宿舍看望我们，全国第一的老师都在这里，欢迎大家为母校捐款助学。"
NOT_TAKEN = "本人代办各类留学手续，校友八折，联系电话私信。"
NOT_TAKEN_REASON = "内容为商业推广，不在本次征集范围内。欢迎您写写在校时的人和事。"
CALLS = (
    (
        "anniversary-2020", "校庆校友感言", "Words for the anniversary", "校庆", "Anniversary",
        "母校生日将至。想对她说的话，写几句就好：一个人、一件事、一条路。",
        "The university's birthday is near. A few lines will do: a person, a day, a road you remember.",
    ),
    (
        "teachers", "师恩难忘", "A teacher I remember", "教师节", "Teachers' Day",
        "哪位老师的哪句话，您至今记得？",
        "Which teacher said something that you still carry with you?",
    ),
    (
        "to-graduates", "写给毕业的你", "To those who graduate", "毕业季", "Graduation",
        "新一届同学就要离校了。请写下您最想对他们说的一段话。",
        "A new class is about to leave. What would you tell them?",
    ),
)  # fmt: skip
