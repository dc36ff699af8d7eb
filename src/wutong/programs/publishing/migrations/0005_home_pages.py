"""A finished home page in both languages takes the place of Wagtail's empty one."""

import json
import uuid

from django.db import migrations

ZH = {
    "title": "校友之家",
    "headline": "离开校园以后，这里仍是您的地方",
    "standfirst": "核对自己的记录，收到同窗与母校的消息，有事有人应。校友部、校友会与教育基金会，同在这一扇门里。",
    "body": [
        {"type": "figures", "value": {"title": "此刻的我们", "note": "每个数字都可以展开，看它怎样统计。"}},
        {
            "type": "services",
            "value": {
                "title": "在这里可以做什么",
                "services": [
                    {"title": "核对我的记录", "text": "学籍、班级与联系方式，哪里不对，告诉我们。", "link": "/me/"},
                    {"title": "决定收什么", "text": "问候、通讯，分别选择；每封邮件都能一步退订。", "link": "/me/"},
                    {"title": "看谁看过", "text": "办公室留存了什么、谁查看过，您都看得到。", "link": "/me/"},
                ],
            },
        },
        {
            "type": "letter",
            "value": {
                "title": "写给回来的人",
                "text": "<p>无论您毕业一年还是六十年，无论身在何处，母校都记得您的名字。联系方式变了，请告诉我们一声；同学找不到了，我们一起找。</p>",
                "signature": "校友部",
            },
        },
    ],
}
EN = {
    "title": "Alumni home",
    "headline": "You have left the campus. It is still yours.",
    "standfirst": "Check your record, hear from your classmates and your university, and find somebody who answers. The alumni office, the society and the foundation share this door.",
    "body": [
        {"type": "figures", "value": {"title": "Who we are today", "note": "Every figure opens to how it is counted."}},
        {
            "type": "services",
            "value": {
                "title": "What you can do here",
                "services": [
                    {"title": "Check my record", "text": "Degrees, class and contact details: tell us what is wrong.", "link": "/me/"},
                    {"title": "Choose what you receive", "text": "Greetings and newsletters, each by itself; every mail has a one-step way out.", "link": "/me/"},
                    {"title": "See who looked", "text": "What the office keeps about you and who has looked at it is yours to read.", "link": "/me/"},
                ],
            },
        },
        {
            "type": "letter",
            "value": {
                "title": "To those who come back",
                "text": "<p>Whether you graduated a year ago or sixty, and wherever you are, your university remembers your name. Tell us when your address changes; if you have lost a classmate, we will look together.</p>",
                "signature": "The alumni office",
            },
        },
    ],
}


def create_home_pages(apps, schema_editor):
    ContentType = apps.get_model("contenttypes.ContentType")
    Locale = apps.get_model("wagtailcore.Locale")
    Site = apps.get_model("wagtailcore.Site")
    BasePage = apps.get_model("publishing.BasePage")
    HomePage = apps.get_model("publishing.HomePage")

    kind, _ = ContentType.objects.get_or_create(app_label="publishing", model="homepage")
    chinese, _ = Locale.objects.get_or_create(language_code="zh-hans")
    english, _ = Locale.objects.get_or_create(language_code="en")

    # The empty page and the site that points at it go together; both come back below.
    BasePage.objects.filter(depth=2).delete()
    key = uuid.uuid4()
    pages = []
    for number, (locale, slug, texts) in enumerate(
        ((chinese, "home", ZH), (english, "home-en", EN)), start=1
    ):
        pages.append(
            HomePage.objects.create(
                title=texts["title"],
                draft_title=texts["title"],
                slug=slug,
                content_type=kind,
                locale=locale,
                translation_key=key,
                path=f"0001{number:04d}",
                depth=2,
                numchild=0,
                url_path=f"/{slug}/",
                headline=texts["headline"],
                standfirst=texts["standfirst"],
                body=json.dumps(texts["body"], ensure_ascii=False),
            )
        )
    BasePage.objects.filter(depth=1).update(numchild=len(pages))
    Site.objects.create(hostname="localhost", root_page_id=pages[0].pk, is_default_site=True)


class Migration(migrations.Migration):

    dependencies = [
        ("publishing", "0004_page_types_and_media"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [migrations.RunPython(create_home_pages, migrations.RunPython.noop)]
