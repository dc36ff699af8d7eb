"""The pages of organisations: the list of them, the first page, stories, about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from wutong.core.consent.public import Audience, shown_among
from wutong.core.organisations.public import AREA as ORGANISATIONS
from wutong.core.organisations.public import (
    OfficeHolder,
    office_holders,
    organisations_for_everybody,
)
from wutong.programs.publishing.archive import site_pages, story_of_pages
from wutong.programs.publishing.enums import Place
from wutong.programs.publishing.models import OrganisationSite, StoryPage
from wutong.programs.publishing.registry import openers
from wutong.programs.publishing.rendering.parts import Shot, pictures_of, shot_of
from wutong.programs.publishing.site.reader import AREA as STORIES
from wutong.programs.publishing.site.reader import withdrawal_of
from wutong.ui.site.public import PageMeta, keep, prefix, section_feeds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

AREA = "sites"
"""Under this name the public site keeps the pages of organisations until one of them changes."""
AREAS = (AREA, STORIES, ORGANISATIONS)
LATEST = 7
ON_A_PAGE = 12


@dataclass(frozen=True)
class Shell:
    """What every page of a site shows: whose it is, its menu, its feed."""

    site: OrganisationSite
    path: str
    feed: str
    here: str = ""

    @property
    def menu(self) -> list[tuple[str, str, bool]]:
        """Label, address, whether it is this page."""
        pages = (
            ("", pgettext("organisation", "Home")),
            ("stories", pgettext("organisation", "News")),
            ("about", pgettext("organisation", "About")),
        )
        return [
            (label, f"{self.path}{tail}/" if tail else self.path, tail == self.here)
            for tail, label in pages
        ]


def path_of(site: OrganisationSite) -> str:
    """Its first page in the reader's language."""
    return f"{prefix()}/sites/{site.slug}/"


def shell_of(site: OrganisationSite, here: str = "") -> Shell:
    """For the templates of its pages."""
    feed = section_feeds.values()[0].format(slug=site.slug) if len(section_feeds) else ""
    return Shell(site, path_of(site), f"{prefix()}{feed}" if feed else "", here)


def open_sites() -> QuerySet[OrganisationSite]:
    """Those that readers see: open, of an organisation with a public face."""
    return OrganisationSite.objects.filter(
        closed_at=None, organisation__in=organisations_for_everybody().order_by().values("pk")
    )


def _site(slug: str) -> OrganisationSite:
    found = OrganisationSite.objects.select_related("organisation").filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def _language() -> str:
    return get_language() or "zh-hans"


def _gone(request: HttpRequest, site: OrganisationSite) -> HttpResponse:
    """Closed: 410, with the way to what there is."""
    opener = openers.find("organisation")
    opened = opener([site.organisation_id]) if opener is not None else {}
    context = {"site": site, "organisation_path": opened.get(site.organisation_id, "")}
    return TemplateResponse(request, "publishing/sites/gone.html", context, status=410)


def _shown(site: OrganisationSite) -> bool:
    return open_sites().filter(pk=site.pk).exists()


def covers_of(sites: Iterable[OrganisationSite]) -> dict[int, Shot]:
    """The covers that may be shown, by site."""
    rows = list(sites)
    pictures = pictures_of({row.cover_id for row in rows if row.cover_id}, Place.SITE)
    return {
        row.pk: shot
        for row in rows
        if row.cover_id and (shot := shot_of(pictures.get(row.cover_id), _language()))
    }


def sites_view(request: HttpRequest) -> HttpResponse:
    """``/sites/``: every organisation that has pages here; 404 while there is none."""
    rows = list(open_sites().select_related("organisation__region"))
    if not rows:
        raise Http404
    keep(request, *AREAS)
    covers = covers_of(rows)
    meta = PageMeta(
        title=_("Pages of our organisations"),
        description=_("What alumni organisations write about themselves."),
    )
    listed = [(row, path_of(row), covers.get(row.pk)) for row in rows]
    return TemplateResponse(request, "publishing/sites/list.html", {"listed": listed, "meta": meta})


def _officers(site: OrganisationSite) -> tuple[list[OfficeHolder], int]:
    """Those who show their name to everybody, and how many do not."""
    holders = office_holders(site.organisation_id)
    named = shown_among([one.person_id for one in holders], Audience.EVERYONE)
    shown = [one for one in holders if one.person_id in named]
    return shown, len(holders) - len(shown)


def _described(title: str, words: str) -> PageMeta:
    return PageMeta(title=title, description=" ".join(words.split())[:150])


def _render(
    request: HttpRequest, name: str, shell: Shell, meta: PageMeta, **context: Any
) -> HttpResponse:
    keep(request, *AREAS)
    return TemplateResponse(
        request, f"publishing/sites/{name}.html", {"shell": shell, "meta": meta, **context}
    )


def site_view(request: HttpRequest, slug: str) -> HttpResponse:
    """``/sites/<slug>/``: who they are, what is new, who answers for them."""
    site = _site(slug)
    if not _shown(site):
        return _gone(request, site)
    officers, unnamed = _officers(site)
    opener = openers.find("organisation")
    opened = opener([site.organisation_id]) if opener is not None else {}
    meta = _described(str(site), site.words("lead") or site.words("about"))
    return _render(
        request, "home", shell_of(site), meta,
        stories=list(story_of_pages(site_pages(_language(), site.pk)[:LATEST])),
        cover=covers_of([site]).get(site.pk),
        officers=officers, unnamed=unnamed,
        organisation_path=opened.get(site.organisation_id, ""),
    )  # fmt: skip


def stories_view(request: HttpRequest, slug: str) -> HttpResponse:
    """``/sites/<slug>/stories/``: all of them, page by page."""
    site = _site(slug)
    if not _shown(site):
        return _gone(request, site)
    page = Paginator(site_pages(_language(), site.pk), ON_A_PAGE).get_page(request.GET.get("page"))
    title = _("News of %(site)s") % {"site": site}
    return _render(
        request, "stories", shell_of(site, "stories"), _described(title, site.words("lead")),
        listed=page, stories=list(story_of_pages(page.object_list)), plain_cards=True,
    )  # fmt: skip


def about_site_view(request: HttpRequest, slug: str) -> HttpResponse:
    """``/sites/<slug>/about/``: what they say of themselves."""
    site = _site(slug)
    if not _shown(site):
        return _gone(request, site)
    officers, unnamed = _officers(site)
    meta = _described(_("About %(site)s") % {"site": site}, site.words("about"))
    return _render(
        request, "about", shell_of(site, "about"), replace(meta), officers=officers, unnamed=unnamed
    )


def site_story_view(request: HttpRequest, slug: str, story: str) -> HttpResponse:
    """``/sites/<slug>/<story>/``: found by one query; gone with the site, unless the house has
    taken it up.
    """
    pages = StoryPage.objects.select_related("locale", "content_type", "site").filter(
        slug=story, site__slug=slug, locale__language_code=get_language()
    )
    page = pages.first()
    if page is None or (not page.live and withdrawal_of(page) is None):
        raise Http404
    if not page.on_house and not _shown(page.site):
        return _gone(request, page.site)
    response: HttpResponse = page.serve(request)
    return response
