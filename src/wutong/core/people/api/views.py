"""Finding and reading people, and keeping their contact points right."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import Field, Query, Router, Schema, Status
from pydantic import AwareDatetime

from wutong.core.people.api.reading import contact_out, may_see_in_full, people_out
from wutong.core.people.api.schemas import (
    ContactPointChange,
    ContactPointIn,
    ContactPointOut,
    PersonOut,
)
from wutong.core.people.errors import ContactAlreadyThereError
from wutong.core.people.models import ContactPoint, Degree, Person
from wutong.core.people.search import search
from wutong.core.people.services.contacts import (
    add_contact,
    change_contact,
    confirm_contact,
    end_contact,
    prefer_contact,
    set_contact_status,
)
from wutong.core.people.services.locking import lock_person
from wutong.core.people.services.sources import Source
from wutong.core.reference.models import AcademicUnit
from wutong.core.reference.public import units_with_ancestors
from wutong.platform.access.public import scope
from wutong.ui.api.public import (
    After,
    Limit,
    Page,
    Problem,
    actor_of,
    cut,
    etag_of,
    guarded,
    is_unchanged,
    position,
    require_match,
    token_of,
    user_of,
)

READ, WRITE = "people:read", "people:write"
router = Router()
Contacts = Annotated[
    Literal["masked", "full"],
    Field(description=gettext_noop("`full` needs the scope `people:contacts` and a `reason`.")),
]
Reason = Annotated[
    str,
    Field(
        max_length=300,
        description=gettext_noop("What full contact values are for; their owner can read it."),
    ),
]


class PeopleQuery(Schema):
    """Conditions that all have to hold."""

    q: str = Field(
        "",
        max_length=100,
        description=gettext_noop("Name, pinyin, student number, phone or e-mail address."),
    )
    college: str = Field(
        "",
        max_length=20,
        description=gettext_noop("Code of a college; what it grew out of is included."),
    )
    entry_year: int | None = Field(None, ge=1800, le=2200)
    leave_year: int | None = Field(None, ge=1800, le=2200)
    contactable: bool | None = None
    deceased: bool | None = None
    updated_since: AwareDatetime | None = Field(
        None,
        description=gettext_noop(
            "Changed at this moment or later; the answer is in the order of change."
        ),
    )
    contacts: Contacts = "masked"
    reason: Reason = ""
    limit: Limit = 50
    after: After = ""


@router.get(
    "/people",
    response=Page[PersonOut],
    operation_id="listPeople",
    **guarded(READ, _("Find people")),
)
def list_people(request: HttpRequest, query: Query[PeopleQuery]) -> Page[PersonOut]:
    full = may_see_in_full(request, query.contacts, query.reason)
    people = _matching(scope(user_of(request), Person), query)
    if query.updated_since is not None:
        rows = _by_change(people.filter(updated_at__gte=query.updated_since), query)
        kept, following = cut(rows, query.limit, lambda row: (row.updated_at.isoformat(), row.pk))
    elif query.q.strip():
        rows = _by_name(search(query.q, people=people), query)
        kept, following = cut(rows, query.limit, lambda row: (row.name_pinyin, row.pk))
    else:
        at = position(query.after, int)
        found = people.filter(pk__gt=at[0]) if at else people
        rows = _fetched(found.order_by("pk"), query)
        kept, following = cut(rows, query.limit, lambda row: (row.pk,))
    return Page(items=people_out(request, kept, full=full, reason=query.reason), next=following)


def _matching(people: QuerySet[Person], query: PeopleQuery) -> QuerySet[Person]:
    studies = Degree.objects.filter(person=OuterRef("pk"))
    if query.college:
        units = AcademicUnit.objects.filter(code=query.college).values_list("pk", flat=True)
        there = studies.filter(unit__in=sorted(units_with_ancestors(units)))
        people = people.filter(Exists(there))
    for name in ("entry_year", "leave_year"):
        year = getattr(query, name)
        if year is not None:
            people = people.filter(Exists(studies.filter(**{name: year})))
    for name in ("contactable", "deceased"):
        wanted = getattr(query, name)
        if wanted is not None:
            people = people.filter(**{name: wanted})
    return people


def _by_change(people: QuerySet[Person], query: PeopleQuery) -> list[Person]:
    at = position(query.after, str, int)
    if at:
        try:
            moment = datetime.fromisoformat(str(at[0]))
        except ValueError:
            raise Problem("invalid") from None
        people = people.filter(Q(updated_at__gt=moment) | Q(updated_at=moment, pk__gt=at[1]))
    return _fetched(people.order_by("updated_at", "pk"), query)


def _by_name(people: QuerySet[Person], query: PeopleQuery) -> list[Person]:
    at = position(query.after, str, int)
    if at:
        people = people.filter(Q(name_pinyin__gt=at[0]) | Q(name_pinyin=at[0], pk__gt=at[1]))
    return _fetched(people, query)


def _fetched(people: QuerySet[Person], query: PeopleQuery) -> list[Person]:
    return list(people.select_related("region").defer("search_tokens")[: query.limit + 1])


@router.get(
    "/people/{int:person_id}",
    response={200: PersonOut},
    operation_id="readPerson",
    **guarded(READ, _("Read a person"), "not-found"),
)
def read_person(
    request: HttpRequest,
    response: HttpResponse,
    person_id: int,
    contacts: Contacts = "masked",
    reason: Reason = "",
) -> Any:
    full = may_see_in_full(request, contacts, reason)
    people = scope(user_of(request), Person)
    person = people.filter(pk=person_id).select_related("region").first()
    if person is None:
        return _moved(request, person_id)
    etag = etag_of("person", person.pk, person.version, variant="full" if full else "")
    response["ETag"] = etag
    if is_unchanged(request, etag):
        return HttpResponse(status=304, headers={"ETag": etag})
    return people_out(request, [person], full=full, reason=reason)[0]


def _moved(request: HttpRequest, person_id: int) -> HttpResponse:
    """A merged record leads to the one that stayed, where that may be seen."""
    merged = Person.objects.filter(pk=person_id, merged_into__isnull=False)
    kept = merged.values_list("merged_into_id", flat=True).first()
    if kept is None or not scope(user_of(request), Person).filter(pk=kept).exists():
        raise Http404
    moved = HttpResponseRedirect(request.path.rpartition("/")[0] + f"/{kept}")
    moved.status_code = 308
    return moved


_CHANGES = ("not-found", "conflict", "precondition-failed", "precondition-required")


@router.post(
    "/people/{int:person_id}/contact-points",
    response={201: ContactPointOut},
    operation_id="addContactPoint",
    **guarded(WRITE, _("Add a contact point"), *_CHANGES),
)
def add_contact_point(
    request: HttpRequest, response: HttpResponse, person_id: int, payload: ContactPointIn
) -> Any:
    with transaction.atomic():
        _held(request, person_id)
        try:
            point = add_contact(
                actor=actor_of(request),
                person_id=person_id,
                kind=payload.kind,
                value=payload.value,
                is_primary=payload.is_primary,
                source=_source(request),
            )
        except ContactAlreadyThereError as error:
            raise Problem("conflict", error.message) from None
        response["ETag"] = _etag(person_id)
    return Status(201, contact_out(point))


@router.patch(
    "/people/{int:person_id}/contact-points/{int:contact_id}",
    response=ContactPointOut,
    operation_id="changeContactPoint",
    **guarded(WRITE, _("Correct or confirm a contact point"), *_CHANGES),
)
def change_contact_point(
    request: HttpRequest,
    response: HttpResponse,
    person_id: int,
    contact_id: int,
    payload: ContactPointChange,
) -> Any:
    actor, source = actor_of(request), _source(request)
    with transaction.atomic():
        point = _point(_held(request, person_id), contact_id)
        if payload.value is not None:
            try:
                point = change_contact(
                    actor=actor, contact_id=point.pk, value=payload.value, source=source
                )
            except ContactAlreadyThereError as error:
                raise Problem("conflict", error.message) from None
        if payload.status is not None:
            point = set_contact_status(
                actor=actor, contact_id=point.pk, status=payload.status, source=source
            )
        if payload.confirmed:
            point = confirm_contact(actor=actor, contact_id=point.pk, source=source)
        if payload.is_primary:
            point = prefer_contact(actor=actor, contact_id=point.pk)
        response["ETag"] = _etag(person_id)
    return contact_out(point)


@router.delete(
    "/people/{int:person_id}/contact-points/{int:contact_id}",
    response={204: None},
    operation_id="endContactPoint",
    **guarded(WRITE, _("End a contact point"), *_CHANGES),
)
def end_contact_point(
    request: HttpRequest, response: HttpResponse, person_id: int, contact_id: int
) -> Any:
    with transaction.atomic():
        point = _point(_held(request, person_id), contact_id)
        end_contact(actor=actor_of(request), contact_id=point.pk, source=_source(request))
        response["ETag"] = _etag(person_id)
    return Status(204, None)


def _held(request: HttpRequest, person_id: int) -> Person:
    """The person, in sight for changing, locked, and as the caller has seen it."""
    if not scope(user_of(request), Person, "change").filter(pk=person_id).exists():
        raise Http404
    person = lock_person(person_id)
    require_match(request, "person", person.pk, person.version)
    return person


def _point(person: Person, contact_id: int) -> ContactPoint:
    points = ContactPoint.objects.filter(pk=contact_id, person=person, valid_to__isnull=True)
    found = points.first()
    if found is None:
        raise Http404
    return found


def _etag(person_id: int) -> str:
    return etag_of("person", person_id, Person.objects.values_list("version").get(pk=person_id)[0])


def _source(request: HttpRequest) -> Source:
    return Source(label=f"API: {token_of(request).name}")
