"""Organisations and who belongs to them."""

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import Field, Query, Router, Schema
from pydantic import AwareDatetime

from wutong.core.organisations.enums import AlumniType, OrganisationKind, OrganisationStatus
from wutong.core.organisations.models import Membership, Organisation
from wutong.core.organisations.naming import search
from wutong.platform.access.public import scope
from wutong.ui.api.public import (
    After,
    Limit,
    Page,
    cut,
    etag_of,
    guarded,
    is_unchanged,
    position,
    user_of,
)

READ = "organisations:read"
MEMBERS = "organisations:members"
router = Router()


class OrganisationOut(Schema):
    """A company, a public body or an alumni organisation."""

    id: int
    kind: OrganisationKind
    name_zh: str
    name_en: str
    former_names: list[str]
    credit_code: str
    place: str | None = Field(description="Name of the place, in the language of the answer.")
    place_code: str | None
    industry: str
    website: str
    part_of: int | None
    alumni_type: str
    legal_form: str
    college: str | None
    founded_on: date | None
    status: OrganisationStatus
    version: int
    updated_at: datetime


class MemberOut(Schema):
    """Somebody who belongs to an organisation now."""

    person: int
    name: str
    since: date


class OrganisationsQuery(Schema):
    """Conditions that all have to hold."""

    q: str = Field(
        "", max_length=100, description=gettext_noop("Any part of a name, pinyin, credit code.")
    )
    kind: OrganisationKind | None = None
    alumni_type: AlumniType | None = None
    updated_since: AwareDatetime | None = None
    limit: Limit = 50
    after: After = ""


@router.get(
    "/organisations",
    response=Page[OrganisationOut],
    operation_id="listOrganisations",
    **guarded(READ, _("Find organisations")),
)
def list_organisations(request: HttpRequest, query: Query[OrganisationsQuery]) -> Any:
    found = scope(user_of(request), Organisation)
    if query.q.strip():
        found = search(query.q.replace("\0", ""), organisations=found)
    for name in ("kind", "alumni_type"):
        wanted = getattr(query, name)
        if wanted is not None:
            found = found.filter(**{name: wanted})
    if query.updated_since is not None:
        found = found.filter(updated_at__gte=query.updated_since)
    at = position(query.after, int)
    if at:
        found = found.filter(pk__gt=at[0])
    found = found.select_related("region", "host_unit").defer("search_tokens", "note")
    kept, following = cut(
        list(found.order_by("pk")[: query.limit + 1]), query.limit, lambda row: (row.pk,)
    )
    return Page(items=[organisation_out(row) for row in kept], next=following)


@router.get(
    "/organisations/{int:organisation_id}",
    response={200: OrganisationOut},
    operation_id="readOrganisation",
    **guarded(READ, _("Read an organisation"), "not-found"),
)
def read_organisation(request: HttpRequest, response: HttpResponse, organisation_id: int) -> Any:
    found = _found(request, organisation_id)
    etag = etag_of("organisation", found.pk, found.version)
    response["ETag"] = etag
    if is_unchanged(request, etag):
        return HttpResponse(status=304, headers={"ETag": etag})
    return organisation_out(found)


@router.get(
    "/organisations/{int:organisation_id}/members",
    response=Page[MemberOut],
    operation_id="listMembers",
    **guarded(MEMBERS, _("List who belongs to an organisation"), "not-found"),
)
def list_members(
    request: HttpRequest, organisation_id: int, limit: Limit = 50, after: After = ""
) -> Any:
    organisation = _found(request, organisation_id)
    rows = scope(user_of(request), Membership).filter(
        organisation=organisation, valid_to__isnull=True
    )
    rows = rows.filter(person__merged_into__isnull=True).select_related("person")
    at = position(after, int)
    if at:
        rows = rows.filter(pk__gt=at[0])
    rows = rows.defer("person__search_tokens").order_by("pk")
    kept, following = cut(list(rows[: limit + 1]), limit, lambda row: (row.pk,))
    return Page(
        items=[
            MemberOut(person=row.person_id, name=row.person.name, since=row.valid_from)
            for row in kept
        ],
        next=following,
    )


def _found(request: HttpRequest, organisation_id: int) -> Organisation:
    rows = scope(user_of(request), Organisation).select_related("region", "host_unit")
    found = rows.filter(pk=organisation_id).first()
    if found is None:
        raise Http404
    return found


def organisation_out(row: Organisation) -> OrganisationOut:
    """An organisation as programs read it; the office's notes stay in the office."""
    return OrganisationOut(
        id=row.pk,
        kind=OrganisationKind(row.kind),
        name_zh=row.name_zh,
        name_en=row.name_en,
        former_names=row.former_names,
        credit_code=row.credit_code,
        place=str(row.region) if row.region else None,
        place_code=row.region.code if row.region else None,
        industry=row.industry,
        website=row.website,
        part_of=row.parent_id,
        alumni_type=row.alumni_type,
        legal_form=row.legal_form,
        college=row.host_unit.code if row.host_unit else None,
        founded_on=row.founded_on,
        status=OrganisationStatus(row.status),
        version=row.version,
        updated_at=row.updated_at,
    )
