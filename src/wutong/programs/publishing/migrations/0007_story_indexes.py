"""A page of stories below each home page, translations of one another."""

import uuid

from django.db import migrations
from django.db.models import F

PAGES = {
    "zh-hans": ("校友故事", "他们走出校门以后。"),
    "en": ("Stories", "What became of those who left through this gate."),
}


def create_indexes(apps, schema_editor):
    ContentType = apps.get_model("contenttypes.ContentType")
    BasePage = apps.get_model("publishing.BasePage")
    HomePage = apps.get_model("publishing.HomePage")
    StoryIndexPage = apps.get_model("publishing.StoryIndexPage")

    kind, _ = ContentType.objects.get_or_create(app_label="publishing", model="storyindexpage")
    key = uuid.uuid4()
    for home in HomePage.objects.select_related("locale").order_by("path"):
        texts = PAGES.get(home.locale.language_code)
        if texts is None or BasePage.objects.filter(
            path__startswith=home.path, depth=home.depth + 1, slug="stories"
        ).exists():
            continue
        last = (
            BasePage.objects.filter(path__startswith=home.path, depth=home.depth + 1)
            .order_by("-path").values_list("path", flat=True).first()
        )
        step = int(last[-4:], 36) + 1 if last else 1
        StoryIndexPage.objects.create(
            title=texts[0],
            draft_title=texts[0],
            introduction=texts[1],
            slug="stories",
            content_type=kind,
            locale=home.locale,
            translation_key=key,
            path=f"{home.path}{_base36(step):0>4}",
            depth=home.depth + 1,
            numchild=0,
            url_path=f"{home.url_path}stories/",
        )
        BasePage.objects.filter(pk=home.pk).update(numchild=F("numchild") + 1)


def _base36(number):
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    found = ""
    while number:
        number, rest = divmod(number, 36)
        found = digits[rest] + found
    return found


class Migration(migrations.Migration):

    dependencies = [("publishing", "0006_stories")]

    operations = [migrations.RunPython(create_indexes, migrations.RunPython.noop)]
