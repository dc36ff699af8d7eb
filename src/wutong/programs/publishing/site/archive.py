"""The archive of stories by year, month and topic, and the people stories tell of."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q
from django.db.models.functions import ExtractMonth, ExtractYear
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from wutong.programs.publishing.archive import live_pages, story_of_pages
from wutong.programs.publishing.models import Profile, Told, TopicPage
from wutong.programs.publishing.rendering.texts import addressed
from wutong.programs.publishing.site.reader import AREA
from wutong.ui.site.public import PageMeta, crumbs, keep, prefix

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from wutong.programs.publishing.models import StoryPage

ON_A_PAGE = 24
MANY = 20
DECEMBER = 12


def _language() -> str:
    return get_language() or "zh-hans"


def _counts() -> dict[int, dict[int, int]]:
    """How many stories there are in each month of each year, the latest year first."""
    rows = (
        live_pages(_language())
        .filter(first_published_at__isnull=False)
        .order_by()
        .values(year=ExtractYear("first_published_at"), month=ExtractMonth("first_published_at"))
        .annotate(number=Count("pk"))
    )
    found: dict[int, dict[int, int]] = {}
    for row in rows:
        found.setdefault(row["year"], {})[row["month"]] = row["number"]
    return {year: dict(sorted(found[year].items())) for year in sorted(found, reverse=True)}


def month_name(year: int, month: int) -> str:
    """March, 3月."""
    if _language().startswith("zh"):
        return f"{month}月"
    return date_format(date(year, month, 1), "F")


def topics_counted() -> list[tuple[str, str, int]]:
    """The public topics with how many public stories each has: address, title, number."""
    shown = Q(stories__live=True, stories__on_house=True)
    rows = (
        TopicPage.objects.filter(live=True, locale__language_code=_language())
        .select_related("locale")
        .annotate(number=Count("stories", filter=shown))
        .filter(number__gt=0)
        .order_by("-number", "title")
    )
    return [(addressed(row), row.title, row.number) for row in rows]


def _between(year: int, month: int | None) -> QuerySet[StoryPage]:
    """Published in that year (and month) by the clock of the house."""
    zone = timezone.get_current_timezone()
    begin = datetime(year, month or 1, 1, tzinfo=zone)
    whole_year = month is None or month == DECEMBER
    end = datetime(year + whole_year, 1 if whole_year else (month or 0) + 1, 1, tzinfo=zone)
    return live_pages(_language()).filter(first_published_at__gte=begin, first_published_at__lt=end)


def _words(year: int | None, month: int | None) -> str:
    if year is None:
        return _("Archive of stories")
    if month is None:
        return _("Stories of %(year)s") % {"year": year}
    when = date_format(date(year, month, 1), "YEAR_MONTH_FORMAT")
    return _("Stories of %(year)s") % {"year": when}


def _months(year: int, counted: dict[int, int]) -> list[tuple[int, str, str, int]]:
    root = f"{prefix()}/stories/archive/{year}/"
    return [
        (month, month_name(year, month), f"{root}{month:02d}/", number)
        for month, number in counted.items()
    ]


def archive_view(
    request: HttpRequest, year: int | None = None, month: int | None = None
) -> HttpResponse:
    """``/stories/archive/[<year>/[<month>/]]``: how many when, and those of the time chosen."""
    counts = _counts()
    if year is not None and (year not in counts or (month and month not in counts[year])):
        raise Http404
    keep(request, AREA)
    root = f"{prefix()}/stories/archive/"
    years = [(one, f"{root}{one}/", sum(counts[one].values())) for one in counts]
    months = _months(year, counts[year]) if year is not None else []
    steps = [(_("Home"), f"{prefix()}/"), (_("Archive of stories"), root)]
    if year is not None:
        steps.append((str(year), f"{root}{year}/"))
    context: dict[str, Any] = {
        "root": root, "years": years, "year": year, "months": months, "month": month,
        "topics": topics_counted() if year is None else [],
        "total": sum(number for _one, _path, number in years),
        "most": max((number for _one, _path, number in years), default=0),
        "title": _words(year, month),
        "meta": PageMeta(
            title=_words(year, month),
            description=_("Every story of alumni and their university, by year, month and topic."),
            linked=(crumbs(*steps),),
        ),
    }  # fmt: skip
    if year is not None:
        rows = _between(year, month)
        page = Paginator(rows.defer("body"), ON_A_PAGE).get_page(request.GET.get("page"))
        context |= {"listed": page, "rows": [(addressed(one), one) for one in page.object_list]}
    return TemplateResponse(request, "publishing/archive.html", context)


def people_view(request: HttpRequest) -> HttpResponse:
    """``/stories/people/``: everybody whom a public story tells of, the latest first; 404 while
    there is nobody.
    """
    pages = live_pages(_language())
    told = Told.objects.filter(page__in=pages.order_by().values("pk"))
    latest = told.order_by("profile_id", "-page__first_published_at", "-page_id").distinct(
        "profile_id"
    )
    keys = list(latest.values_list("pk", "page__first_published_at"))
    if not keys:
        raise Http404
    keys.sort(key=lambda pair: (pair[1] is not None, pair[1]), reverse=True)
    keep(request, AREA)
    page = Paginator([pk for pk, _at in keys], MANY).get_page(request.GET.get("page"))
    rows = {
        row.pk: row
        for row in Told.objects.filter(pk__in=list(page.object_list)).select_related("profile")
        .prefetch_related(Prefetch("page", pages))
    }  # fmt: skip
    chosen = [rows[pk] for pk in page.object_list]
    stories = {one.page_id: one for one in story_of_pages(row.page for row in chosen)}
    people = [(_person(row.profile), stories[row.page_id]) for row in chosen]
    meta = PageMeta(
        title=pgettext("stories", "People"),
        description=_("Alumni and teachers of whom our stories tell."),
        linked=(
            crumbs(
                (_("Home"), f"{prefix()}/"),
                (pgettext("stories", "People"), f"{prefix()}/stories/people/"),
            ),
        ),
    )
    context = {"people": people, "listed": page, "meta": meta}
    return TemplateResponse(request, "publishing/people.html", context)


def _person(profile: Profile) -> dict[str, str]:
    chinese = _language().startswith("zh")
    name = profile.name_zh if chinese else profile.name_en or profile.name_zh
    line = profile.line_zh if chinese else profile.line_en or profile.line_zh
    return {"name": name, "line": line}
