"""The map of alumni organisations, places, and the page of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import View

from wutong.core.consent.public import Audience, shown_among
from wutong.core.organisations.enums import AlumniType, LegalForm, OrganisationStatus
from wutong.core.organisations.public import (
    AREA,
    member_count,
    office_holders,
    organisations_for_everybody,
    organisations_in,
)
from wutong.core.reference.models import Region
from wutong.programs.portal.organisations import PATH, path_of
from wutong.programs.portal.places import tiles_and_countries
from wutong.programs.publishing.public import SITES, open_sites, site_path
from wutong.ui.site.public import PageMeta, absolute, crumbs, kept, prefix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from wutong.core.organisations.models import Organisation

GATHERED = (AlumniType.COLLEGE, AlumniType.INDUSTRY, AlumniType.INTEREST)


def _steps(*more: tuple[str, str]) -> dict[str, Any]:
    here = prefix()
    return crumbs((_("Home"), f"{here}/"), (_("Alumni organisations"), f"{here}{PATH}"), *more)


@method_decorator(kept(AREA, SITES), name="dispatch")
class MapView(View):
    """Provinces as tiles, the world as a list, and those gathered by something else than place."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """One page with all of them."""
        tiles, countries = tiles_and_countries()
        rows = organisations_for_everybody().filter(alumni_type__in=GATHERED)
        by_kind: dict[str, list[Organisation]] = {kind: [] for kind in GATHERED}
        for row in rows:
            by_kind[row.alumni_type].append(row)
        groups = [(AlumniType(kind).label, found) for kind, found in by_kind.items() if found]
        total = organisations_for_everybody().count()
        meta = PageMeta(
            title=_("Alumni organisations"),
            description=_(
                "Where alumni meet: %(number)s organisations by province, country, college,"
                " industry and interest."
            ) % {"number": total},
            linked=(_steps(),),
        )  # fmt: skip
        context = {
            "meta": meta,
            "tiles": tiles,
            "countries": countries,
            "groups": groups,
            "total": total,
            "sites": [(row, site_path(row)) for row in open_sites()],
            "provinces": sum(1 for tile in tiles if tile.number),
        }
        return render(request, "portal/organisations.html", context)


@method_decorator(kept(AREA, SITES), name="dispatch")
class PlaceView(View):
    """The organisations of a province or a country."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """A list; a province without one says where to turn."""
        place = get_object_or_404(Region, Q(parent=None), code=code)
        found = list(organisations_in(place.pk))
        if place.is_overseas and not found:
            raise Http404
        path = f"{prefix()}{PATH}places/{place.code}/"
        meta = PageMeta(
            title=_("Alumni in %(place)s") % {"place": place},
            description="\u3001".join(str(row) for row in found[:6])
            if prefix() == ""
            else ", ".join(str(row) for row in found[:6]),
            linked=(_steps((str(place), path)),),
        )
        context = {"meta": meta, "place": place, "organisations": found}
        return render(request, "portal/place.html", context)


@method_decorator(kept(AREA, SITES), name="dispatch")
class OrganisationView(View):
    """One organisation: what it is, where, since when, who answers for it."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """404 for closed ones, for classes and for companies alike."""
        organisation = get_object_or_404(organisations_for_everybody(), pk=pk)
        holders = office_holders(organisation.pk)
        named = shown_among([one.person_id for one in holders], Audience.EVERYONE)
        shown = [one for one in holders if one.person_id in named]
        parent = organisation.parent
        context = {
            "organisation": organisation,
            "meta": _meta(organisation, [one.name for one in shown[:1]]),
            "facts": _facts(organisation),
            "holders": shown,
            "unnamed": len(holders) - len(shown),
            "parent": parent
            if parent and organisations_for_everybody().filter(pk=parent.pk).exists()
            else None,
            "parts": organisations_for_everybody().filter(parent=organisation)[:60],
            "place": _place(organisation),
            "place_path": f"{prefix()}{PATH}places/",
            "own_pages": next(map(site_path, open_sites().filter(organisation=organisation)), ""),
            "dormant": organisation.status == OrganisationStatus.DORMANT,
            "preparing": organisation.status == OrganisationStatus.PREPARING,
        }
        return render(request, "portal/organisation.html", context)


def _place(organisation: Organisation) -> Region | None:
    region = organisation.region
    return (region.parent or region) if region is not None else None


def _facts(organisation: Organisation) -> Sequence[tuple[str, object]]:
    members = member_count(organisation.pk)
    kind, form = organisation.alumni_type, organisation.legal_form
    return [
        (_("Gathers by"), AlumniType(kind).label if kind else ""),
        (_("Before the law"), LegalForm(form).label if form else ""),
        (_("Place"), organisation.region or ""),
        (_("College"), organisation.host_unit or ""),
        (_("Founded in"), organisation.founded_on.year if organisation.founded_on else ""),
        (_("Members"), f"{members:,}" if members else ""),
    ]


def _meta(organisation: Organisation, chairs: list[str]) -> PageMeta:
    path = path_of(organisation.pk, prefix())
    facts = [str(value) for _term, value in _facts(organisation) if value]
    linked: dict[str, Any] = {
        "@type": "Organization",
        "name": str(organisation),
        "url": absolute(path),
        "parentOrganization": {"@type": "CollegeOrUniversity", "url": absolute("/")},
    }
    if organisation.founded_on:
        linked["foundingDate"] = organisation.founded_on.isoformat()
    if organisation.region:
        linked["location"] = {"@type": "Place", "name": str(organisation.region)}
    if organisation.website:
        linked["sameAs"] = organisation.website
    if chairs:
        linked["member"] = [{"@type": "Person", "name": name} for name in chairs]
    return PageMeta(
        title=str(organisation),
        description=" · ".join(facts),
        linked=(linked, _steps((str(organisation), path))),
    )
