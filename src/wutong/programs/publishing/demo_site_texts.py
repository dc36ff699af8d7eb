"""What stands on the demo's pages of organisations, and on the page about the house.

``{zh}`` and ``{en}`` are the place or college in both languages. Each story: days before the
demo's today, then title, standfirst and paragraphs in Chinese and in English (none: not translated).
"""

from __future__ import annotations

from typing import Any

Words = tuple[str, str, tuple[str, ...]]
Story = tuple[str, int, Words, Words | None]

TALK: Story = (
    "reading-evening", 9,
    ("{zh}校友读书会第三十次相聚", "三年，三十本书，一百二十位读者。",
     ("第三十次读书会在一家旧书店里举行。带来的书各不相同，规矩只有一条：讲书的人先讲自己为什么读它。",
      "从第一次的九个人，到如今常来的四十多位，读书会没有会费，也没有讲台。书店老板说，这是店里最安静也最热闹的一晚。",
      "下一次在两个月后，题目是“一封家书”。")),
    ("The thirtieth reading evening", "Three years, thirty books, 120 readers.",
     ("The thirtieth evening was held in a second-hand bookshop. Everybody brings another book; the one rule is to say first why you read it.",
      "Nine people came to the first. Some forty come regularly now. There is no fee and no lectern.",
      "The next one is in two months; its subject is a letter home.")),
)  # fmt: skip
FRESH: Story = (
    "newcomers", 31,
    ("新到{zh}的毕业生，先吃一顿饭", "二十六位应届毕业生与十四位学长同桌，租房、落户、第一份工作，一样一样问。",
     ("九月的第二个周末，校友会照例请新到的毕业生吃饭。桌上没有讲话，只有一张写满问题的纸。",
      "问得最多的是租房。三位学长把自己踩过的坑讲了一遍，又把可靠的房东推荐了一遍。",
      "饭后大家建了一个群，群名叫“慢慢来”。")),
    ("A first dinner for those who have just arrived", "Twenty-six new graduates and fourteen who came before them at one table.",
     ("On the second weekend of September the association invites those who have just moved here. Nobody speaks; there is a sheet of paper full of questions.",
      "Most were about finding a flat. Three alumni told what had gone wrong for them, and whom to trust.")),
)  # fmt: skip
LAB: Story = (
    "old-laboratory", 16,
    ("老实验室的钥匙，交给了年轻人", "{zh}把闲置的老实验室改成学生车间，校友捐来六台机床。",
     ("钥匙是一九八四年配的，铜的，磨得发亮。老师傅把它交给学生会主席的时候，只说了一句：机器要天天擦。",
      "六台机床来自四个省的校友企业，都还能用。每周三下午，会有一位校友工程师在车间里。")),
    ("The key of the old laboratory", "An unused laboratory is now the students' workshop; alumni gave six machine tools.",
     ("The key was cut in 1984, of brass, worn bright. The old master handed it over with one sentence: clean the machines every day.",
      "On Wednesday afternoons an alumni engineer is in the workshop.")),
)  # fmt: skip
CLASS: Story = (
    "teachers-day", 48,
    ("教师节，我们去看了四位老师", "四位老师平均八十三岁，都还记得谁坐在哪一排。",
     ("老师们住在校园北边的老楼里。我们带了水果，他们拿出相册。",
      "告别的时候，陈老师站在窗口挥手，一直挥到我们转弯。")),
    None,
)  # fmt: skip
MOON: Story = (
    "mid-autumn", 52,
    ("在{zh}过中秋", "六十多位校友和家人，在河边分了三十斤自己做的月饼。",
     ("做月饼的厨房是借来的，面粉撒了一地。第一次离家过节的同学说，闻到味道就不想哭了。",
      "月亮出来的时候，有人起头唱校歌，唱到第二段大家都忘了词，又从头唱了一遍。")),
    ("Mid-autumn far from home", "More than sixty alumni and their families shared thirty pounds of home-made mooncakes by the river.",
     ("The kitchen was borrowed and the flour was everywhere. When the moon rose somebody began the university's song; nobody knew the second verse, so it was sung twice from the start.",)),
)  # fmt: skip

#: Which organisation, what colour, the words of its pages, its stories.
SITES: tuple[tuple[dict[str, Any], str, dict[str, str], tuple[Story, ...]], ...] = (
    (
        {"alumni_type": "regional"}, "lake",
        {"lead_zh": "{zh}校友的家：读书会、迎新饭、互助小组，每月都有一次见面。",
         "lead_en": "Where alumni in {en} meet: reading evenings, a dinner for newcomers, and somebody to ask, once a month.",
         "about_zh": "校友会由在{zh}工作和生活的校友自愿组成，日常事务由理事会办理，账目每年向会员公布。\n\n读书会、迎新、互助三个小组各有召集人。想参加的校友，来一次就认识了。\n\n我们不收会费；活动的开支由参加者分摊，或由理事捐助。",
         "about_en": "The association is made up of alumni who live and work in {en}. A council does the daily work, and its accounts are shown to the members every year.\n\nThree groups (reading, newcomers, mutual help) each have somebody who calls people together. There is no fee.",
         "contact_zh": "每月第二个周六下午，老地方见。\n写信请寄校友部，由他们转交。",
         "contact_en": "Every second Saturday of the month, in the afternoon.\nWrite to the alumni office; it passes your letter on."},
        (TALK, FRESH),
    ),
    (
        {"alumni_type": "regional"}, "plum",
        {"lead_zh": "在{zh}的校友，常来坐坐。", "lead_en": "Alumni in {en}: come by.",
         "about_zh": "我们从一次偶然的同车开始，如今有了自己的理事会和每季一次的聚会。",
         "about_en": "It began when three of us met on a train. Now there is a council, and a gathering every quarter.",
         "contact_zh": "每季度第一个周日上午。", "contact_en": "The first Sunday morning of every quarter."},
        (FRESH,),
    ),
    (
        {"alumni_type": "college"}, "brick",
        {"lead_zh": "{zh}校友会：一头连着老实验室，一头连着车间和工地。",
         "lead_en": "{en}: one hand in the old laboratory, one on the building site.",
         "about_zh": "学院校友会成立以来，每年做三件事：看望老师，带学生下车间，给新生讲第一课。",
         "about_en": "Three things every year: we visit our teachers, take students to the workshop, and give first-year students their first lesson.",
         "contact_zh": "学院办公楼二层，工作日。", "contact_en": "Second floor of the college, on working days."},
        (LAB, CLASS),
    ),
    (
        {"alumni_type": "overseas"}, "ochre",
        {"lead_zh": "隔着时差，也一起过节。", "lead_en": "Some hours apart, and together on holidays.",
         "about_zh": "校友会为在{zh}学习、工作和定居的校友而设，接机、租房、实习，有问必答。",
         "about_en": "For alumni who study, work or have settled in {en}: a lift from the airport, a room, a placement. Ask.",
         "contact_zh": "活动消息见本页。", "contact_en": "What is on stands on this page."},
        (MOON,),
    ),
)  # fmt: skip

ABOUT_HOUSE: dict[str, tuple[str, str, list[tuple[str, Any]]]] = {
    "zh-hans": (
        "关于我们", "校友部、校友会与教育基金会，同在老图书馆一楼，各负其责。",
        [
            ("text", "<p>从这里毕业的人，名字都在名册上。我们的工作，是让名册上的人找得到彼此，也找得到母校。</p><h2>三个机构，一扇门</h2><p><b>校友部</b>是学校的部门，管名册、服务与联络。<b>校友会</b>是登记的社会团体，联系各地与各行业的校友组织。<b>教育基金会</b>接受与管理捐赠。每一封信、每一笔捐赠、每一项授权，都写明由谁负责。</p>"),
            ("figures", {"title": "数字里的我们", "note": "每个数字都可以展开，看它怎样统计、截至哪一天。"}),
            ("services", {"title": "找我们做什么", "services": [
                {"title": "核对我的记录", "text": "学籍、班级与联系方式，哪里不对，告诉我们。", "link": "/me/"},
                {"title": "找到身边的校友会", "text": "国内各省与海外，都有人在。", "link": "/organisations/"},
                {"title": "读校友的故事", "text": "他们走出校门以后。", "link": "/stories/"},
            ]}),
            ("text", "<h2>地址与时间</h2><p>老图书馆一楼，工作日八点半到五点。返校日全天有人。</p>"),
        ],
    ),
    "en": (
        "About us", "The alumni office, the Alumni Association and the Education Foundation share the ground floor of the old library; each answers for its own work.",
        [
            ("text", "<p>Everybody who graduated here is on the roll. Our work is that they can find each other, and their university.</p><h2>Three bodies, one door</h2><p><b>The alumni office</b> is a department of the university; it keeps the roll. <b>The Alumni Association</b> is a registered society; it links the chapters. <b>The Education Foundation</b> receives and manages gifts. Each letter, gift and consent names the body that answers for it.</p>"),
            ("figures", {"title": "In figures", "note": "Every figure opens to how it is counted, and as of which day."}),
            ("services", {"title": "What we can do for you", "services": [
                {"title": "Check my record", "text": "Degrees, class and contact details: tell us what is wrong.", "link": "/me/"},
                {"title": "Find alumni near you", "text": "In every province and around the world.", "link": "/en/organisations/"},
                {"title": "Read their stories", "text": "What became of those who left through this gate.", "link": "/en/stories/"},
            ]}),
            ("text", "<h2>Where and when</h2><p>Ground floor of the old library, half past eight to five on working days, and all day on homecoming day.</p>"),
        ],
    ),
}  # fmt: skip
