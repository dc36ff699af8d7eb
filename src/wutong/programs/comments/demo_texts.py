"""What the demo's alumni say below stories."""

from __future__ import annotations

PLACES = ("江苏", "上海", "浙江", "广东", "北京", "四川", "湖北", "山东", "日本", "德国")
NICKNAMES = (
    "江边看云", "三号楼的灯", "北归的雁", "梧桐叶落", "夜校旁听生", "渡口老船", "纸飞机",
    "Maple Lane", "一碗阳春面", "晨跑的猫", "半截粉笔", "图书馆靠窗", "七点的广播", "山里来信",
    "River Walker", "旧饭票", "风过操场", "桂花糕",
)  # fmt: skip

BELOW: dict[str, tuple[str, ...]] = {
    "seven-bridges": (
        "我家就在东门桥边上。小时候坐轮渡上学，1996年以后走桥，十分钟。今天才知道图是谁画的。",
        "谢老师带我们实习的时候，随身一把折尺。她说尺子可以收起来，心里的那把不能收。",
        "“图纸要画给三十年以后的人看”，抄在工位上了。",
        "I drove over South Bank Bridge every day for four years and never asked who built it. Thank you for this story.",
        "铁路桥通车那年我在念大三，全班去看首趟列车。照片还在。",
        "七个小时走完七座桥，这才是最好的退休典礼。",
        "请问口述史的完整视频在哪里可以看？想放给孩子们看。",
        "1982级，全班三十八人，女生四人。我是另外三个里的一个。知远，好样的。",
        "江口桥的夜景很美，推荐傍晚去，从南岸看。",
    ),
    "the-letter-in-june": (
        "林老师是我高一的化学老师。绿色的火焰我记得，掌声里也有我的一份。",
        "路远，慢慢走，常回来。读到这里眼眶热了。",
        "去年返校日在老图书馆前见到了林老师，他把每个人的名字都叫对了。",
        "My father taught in such a school. He would have liked this letter.",
    ),
    "sixty-autumns": (
        "七号楼还在，楼下的小卖部不在了。",
        "六十年校庆那天下了一点雨，叶子贴在地上，像邮票。",
        "What a fine photograph of the old library. I wrote my thesis under that window.",
    ),
    "a-night-in-house-seven": (
        "吉他缺的那根弦是我借走的，一直没还。老同学们，对不住。",
        "番茄炒蛋两毛五，我记得是三毛。欢迎食堂的同志来更正。",
    ),
}

WAITING: tuple[tuple[str, str], ...] = (
    ("seven-bridges", "想请谢老师来我们单位给年轻人讲一次课，请问怎么联系？"),
    ("seven-bridges", "文中的第四座桥，当年我们班参加过荷载试验，可以补一段吗？"),
    ("the-letter-in-june", "我也在山里教书，已经第八年了。明年六月，我也想念一封信。"),
    ("sixty-autumns", "Could the pictures of the avenue be had in a larger size, for printing?"),
)
HELD = (
    "seven-bridges",
    "我们学校的桥梁专业是全国第一，没有之一，大家都来报考 www.example.com 吧！",
)
REFUSED = ("sixty-autumns", "出售校庆纪念章全套，价格面议，加我微信。")
REFUSED_WHY = "评论中含有广告。欢迎谈谈您对这篇报道的看法。"
APPEALED = (
    "a-night-in-house-seven",
    "当年住在我们隔壁的小周，后来欠了我两百块饭钱，现在该还了吧，哈哈。",
)
APPEALED_WHY = "点到了他人，而对方没有同意。"
APPEAL = "“小周”就坐在我旁边，他看着我写的，同意发出来。"
REPORTED = ("the-letter-in-june", "说得好听，那点工资谁愿意去？都是写出来给人看的。")
REPORT_WORDS = "这样说林老师不公平，请看一看。"
HIDDEN = ("sixty-autumns", "楼上说的那位辅导员，家住东门小区3号楼，大家可以去看他。")
HIDDEN_WHY = "公开了他人的住址。"
