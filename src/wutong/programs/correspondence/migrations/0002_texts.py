"""The texts letters start from; the office changes them or adds its own."""

from django.db import migrations

from wutong.platform.languages.typography import full_width

ZH, EN = "zh-hans", "en"
REGARDS = "此致\n敬礼"
TEXTS = [
    (
        "congratulation",
        ZH,
        "贺信(个人)",
        "贺信",
        "尊敬的{{ name }}{{ honorific }}:",
        "欣悉您{{ occasion }},谨代表{{ university }}全体师生和海内外校友,向您致以热烈的祝贺。\n"
        "您是我校{{ study }}校友。多年来,您勤勉敬业,成就卓著,为母校赢得了荣誉,也为在校学子树立了榜样。\n"
        "母校为您感到自豪,诚挚欢迎您常回校园看看,继续关心学校的发展。祝您工作顺利,身体健康,阖家幸福。",
        REGARDS,
    ),
    (
        "congratulation",
        ZH,
        "贺信(校友组织或单位)",
        "贺信",
        "{{ addressee }}:",
        "欣悉{{ occasion }},谨代表{{ university }},向贵单位及各位校友致以热烈的祝贺。\n"
        "长期以来,贵单位团结广大校友,关心母校发展,热心服务社会,成绩有目共睹。\n"
        "祝愿贵单位事业兴旺,再创佳绩,也祝各位校友身体健康,阖家幸福。",
        REGARDS,
    ),
    (
        "condolence",
        ZH,
        "唁电",
        "唁电",
        "{{ addressee }}:",
        "惊悉{{ deceased }}校友不幸逝世,我们深感悲痛。谨代表{{ university }},对{{ deceased }}校友的逝世表示沉痛哀悼,"
        "并向各位亲属致以深切慰问。\n"
        "{{ deceased }}校友热爱母校,一生勤勉。他的师长、同学和母校将永远怀念。\n"
        "谨望节哀珍重。",
        "",
    ),
    (
        "consolation",
        ZH,
        "慰问信(个人)",
        "慰问信",
        "尊敬的{{ name }}{{ honorific }}:",
        "获悉{{ occasion }},母校师生十分牵挂。谨代表{{ university }},向您和家人致以诚挚的问候和深切的慰问。\n"
        "困难面前,母校与您同在。如有需要学校协助之处,请随时与我们联系。\n"
        "望您多加保重,早日渡过难关。",
        REGARDS,
    ),
    (
        "consolation",
        ZH,
        "慰问信(校友组织)",
        "慰问信",
        "{{ addressee }}并各位校友:",
        "{{ occasion }},母校始终牵挂着在各地工作、学习和生活的每一位校友。谨代表{{ university }},"
        "向贵会并通过贵会向各位校友及家人致以诚挚的问候。\n"
        "危难之际,各位校友守望相助,彰显了母校的精神。请大家做好防护,保重身体;如有困难,请及时告诉母校。\n"
        "山海虽远,心手相连。愿早日相聚校园。",
        REGARDS,
    ),
    (
        "thanks",
        ZH,
        "感谢信(个人)",
        "感谢信",
        "尊敬的{{ name }}{{ honorific }}:",
        "您{{ occasion }},情系母校,令人感佩。谨代表{{ university }}全体师生,向您表示衷心的感谢。\n"
        "我们将管好用好每一份心意,及时向您报告使用情况。\n"
        "欢迎您常回母校。祝您身体健康,万事顺意。",
        REGARDS,
    ),
    (
        "thanks",
        ZH,
        "感谢信(校友组织或单位)",
        "感谢信",
        "{{ addressee }}:",
        "贵单位{{ occasion }},为母校和社会雪中送炭,令人感动。谨代表{{ university }}全体师生,"
        "向贵单位和参与其中的各位校友表示衷心的感谢。\n"
        "这份情谊,母校将永远铭记。祝贵单位事业兴旺,祝各位校友平安顺遂。",
        REGARDS,
    ),
    (
        "invitation",
        ZH,
        "邀请函",
        "邀请函",
        "尊敬的{{ name }}{{ honorific }}:",
        "兹定于【时间】在【地点】举行{{ occasion }}。谨代表{{ university }},诚挚邀请您拨冗出席。\n"
        "敬请于【回复期限】前将能否出席告知我们。届时恭候您的光临。",
        REGARDS,
    ),
    (
        "congratulation",
        EN,
        "Congratulation",
        "Letter of Congratulation",
        "Dear {{ name }},",
        "We are delighted to learn of {{ occasion }}. On behalf of all teachers, students and alumni"
        " of {{ university }} we congratulate you warmly.\n"
        "What you have achieved honours your alma mater and encourages our students.\n"
        "We are proud of you and would be glad to welcome you back on campus soon.",
        "Yours sincerely,",
    ),
    (
        "condolence",
        EN,
        "Condolence",
        "Letter of Condolence",
        "To {{ addressee }},",
        "With deep sorrow we have learned that {{ deceased }} has passed away. On behalf of"
        " {{ university }} we express our heartfelt condolences.\n"
        "{{ deceased }} will be remembered by teachers, fellow students and the whole university.\n"
        "Our thoughts are with you.",
        "With deepest sympathy,",
    ),
    (
        "consolation",
        EN,
        "Sympathy",
        "Letter of Sympathy",
        "Dear {{ name }},",
        "We have heard of {{ occasion }}, and our thoughts are with you and those close to you. On"
        " behalf of {{ university }} we send you our sincere sympathy.\n"
        "Your alma mater stands beside you. Please tell us where we can help.",
        "Yours sincerely,",
    ),
    (
        "thanks",
        EN,
        "Thanks",
        "Letter of Thanks",
        "Dear {{ name }},",
        "On behalf of {{ university }} we thank you sincerely for {{ occasion }}.\n"
        "We will use what you have entrusted to us with care and report to you what became of it.\n"
        "You are always welcome on campus.",
        "Yours sincerely,",
    ),
    (
        "invitation",
        EN,
        "Invitation",
        "Letter of Invitation",
        "Dear {{ name }},",
        "On behalf of {{ university }} we have the honour of inviting you to {{ occasion }}, to be"
        " held on [date] at [place].\n"
        "Please let us know by [day of reply] whether you can join us. We look forward to"
        " welcoming you.",
        "Yours sincerely,",
    ),
]


def add_texts(apps, schema_editor):
    template = apps.get_model("correspondence", "LetterTemplate")
    template.objects.bulk_create(
        template(
            kind=kind,
            language=language,
            name=full_width(name),
            title=title,
            salutation=full_width(salutation),
            body=full_width(body),
            closing=closing,
        )
        for kind, language, name, title, salutation, body, closing in TEXTS
    )


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0001_initial")]
    operations = [migrations.RunPython(add_texts, migrations.RunPython.noop)]
