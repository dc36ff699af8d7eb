"""The home page in both languages: finished without data, true with it."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.utils import timezone, translation
from wagtail.models import Locale, ReferenceIndex, Site

from wutong.kernel import clock
from wutong.programs.publishing import selectors, services
from wutong.programs.publishing.models import BasePage, HomePage, PublicFigure

pytestmark = pytest.mark.django_db


def page_in(language: str) -> HomePage:
    return HomePage.objects.get(locale__language_code=language)


def a_figure(**changes) -> PublicFigure:
    fields = {
        "code": "people.on_record",
        "value": 123_456,
        "title_zh": "在册校友",
        "title_en": "Alumni on record",
        "unit_zh": "人",
        "unit_en": "people",
        "definition_zh": "口径",
        "definition_en": "How it is counted",
        "as_of": clock.today(),
        "computed_at": timezone.now(),
    }
    return PublicFigure.objects.create(**{**fields, **changes})


def test_both_pages_are_there_as_translations_of_each_other():
    chinese, english = page_in("zh-hans"), page_in("en")
    assert chinese.translation_key == english.translation_key
    assert Site.objects.get().root_page_id == chinese.pk
    assert BasePage.find_problems() == ([], [], [], [], [])
    assert set(Locale.objects.values_list("language_code", flat=True)) == {"zh-hans", "en"}


def test_no_migration_is_missing():
    call_command("makemigrations", "publishing", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize(
    ("path", "lang", "headline"),
    [
        ("/", "zh-Hans", "离开校园以后，这里仍是您的地方"),
        ("/en/", "en", "You have left the campus. It is still yours."),
    ],
)
def test_a_page_without_data_is_finished(client, path, lang, headline):
    response = client.get(path)
    assert response.status_code == 200
    soup = BeautifulSoup(response.content, "html.parser")
    assert soup.html["lang"] == lang
    assert soup.h1.get_text(strip=True) == headline
    assert soup.select(".home-figures") == []
    assert soup.select(".home-happenings") == []
    assert len(soup.select(".home-services > li")) == 3


def test_page_addresses_carry_the_language():
    assert page_in("zh-hans").get_url_parts()[2] == "/"
    assert page_in("en").get_url_parts()[2] == "/en/"


def test_figures_are_said_as_people_say_them_and_open_to_their_definition(client):
    a_figure()
    chinese = BeautifulSoup(client.get("/").content, "html.parser").select_one(".home-figure")
    assert chinese.select_one("data").get_text() == "12.3万"
    assert chinese.select_one("data")["title"] == "123,456"
    assert "口径" in chinese.select_one(".home-figure-text").get_text()
    english = BeautifulSoup(client.get("/en/").content, "html.parser").select_one(".home-figure")
    assert english.select_one("data").get_text() == "123,456"


def test_past_happenings_disappear_and_the_next_stands_on_top(client):
    page = page_in("en")
    today = clock.today()
    items = [
        {"date": str(today + timedelta(days=days)), "title": title, "place": "", "text": "",
         "link": ""}
        for days, title in ((-1, "Over"), (9, "Later"), (1, "Soon"))
    ]  # fmt: skip
    page.body = page.body.stream_block.to_python(
        [{"type": "happenings", "value": {"title": "What is on", "happenings": items}}]
    )
    page.save()
    soup = BeautifulSoup(client.get("/en/").content, "html.parser")
    assert [h.get_text() for h in soup.select(".home-happenings h3")] == ["Soon", "Later"]
    with translation.override("en"):
        line = selectors.today_line(HomePage.objects.get(pk=page.pk))
    assert (line.title, line.when) == ("Soon", "tomorrow")


def test_a_visit_costs_the_same_whatever_there_is(client, django_assert_max_num_queries):
    client.get("/")  # caches of site and content types
    with django_assert_max_num_queries(12):
        client.get("/")
    for number in range(3):
        a_figure(code=f"figure.{number}")
    with django_assert_max_num_queries(12):
        client.get("/")


def test_small_figures_are_not_published():
    services.refresh_public_figures(today=clock.today())
    assert PublicFigure.objects.count() == 0


def test_crm_tables_are_not_in_wagtails_reference_index():
    rooms = {model._meta.app_label for model in ReferenceIndex.tracked_models}
    assert rooms <= {
        "publishing", "wagtailcore", "wagtailimages", "wagtaildocs", "wagtailembeds",
        "wagtailusers", "wagtailredirects", "wagtailforms", "wagtailsearch",
    }  # fmt: skip
