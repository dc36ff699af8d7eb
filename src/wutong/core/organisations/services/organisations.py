"""Organisations on record: added, changed, joined, left; and whose employer they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from wutong.core.organisations.enums import (
    AlumniType,
    LegalForm,
    LinkedBy,
    OrganisationKind,
)
from wutong.core.organisations.errors import (
    BranchOfBranchError,
    ChangedMeanwhileError,
    CreditCodeError,
    NotOpenError,
    RegionalBranchError,
)
from wutong.core.organisations.models import EmployerLink, Membership, Organisation
from wutong.core.organisations.naming import is_credit_code, search_columns
from wutong.core.organisations.selectors.everybody import AREA
from wutong.core.people.models import Employment
from wutong.kernel.clock import now, today
from wutong.kernel.errors import WutongError
from wutong.kernel.hanzi import fold
from wutong.platform.audit.public import record
from wutong.ui.site.public import content_changed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from wutong.kernel.actors import Actor

FIELDS = (
    "kind", "name_zh", "name_en", "former_names", "credit_code", "region", "industry", "website",
    "parent", "alumni_type", "legal_form", "host_unit", "class_group", "founded_on", "status",
    "note",
)  # fmt: skip
_ALUMNI_ONLY = {"alumni_type": "", "legal_form": "", "host_unit": None, "class_group": None}
_PARTS = (LegalForm.BRANCH, LegalForm.REPRESENTATIVE)


def ref(organisation_id: int) -> str:
    """How audit and other rooms name an organisation."""
    return f"organisation:{organisation_id}"


def _check_law(organisation: Organisation) -> None:
    """社会团体登记管理条例 第十七条: no regional branches, no branches of branches."""
    if organisation.legal_form == LegalForm.BRANCH and (
        organisation.alumni_type == AlumniType.REGIONAL
    ):
        raise RegionalBranchError
    parent = organisation.parent
    if organisation.legal_form in _PARTS and parent and parent.legal_form in _PARTS:
        raise BranchOfBranchError


def _check_parents(organisation: Organisation) -> None:
    seen, above = {organisation.pk}, organisation.parent
    while above is not None:
        if above.pk in seen:
            raise WutongError(_("An organisation cannot be a part of itself."))
        seen.add(above.pk)
        above = above.parent


def _settle(organisation: Organisation) -> None:
    if not organisation.is_alumni:
        for name, empty in _ALUMNI_ONLY.items():
            setattr(organisation, name, empty)
    if organisation.credit_code and not is_credit_code(organisation.credit_code):
        raise CreditCodeError
    _check_law(organisation)
    if organisation.pk:
        _check_parents(organisation)
    organisation.name_pinyin, organisation.search_tokens = search_columns(
        organisation.name_zh, organisation.name_en, organisation.former_names
    )
    try:
        organisation.full_clean()
    except ValidationError as error:
        raise WutongError(" ".join(error.messages)) from error


def _clean(name: str, value: Any) -> Any:
    if name == "credit_code":
        return fold(value).replace(" ", "").upper()
    if name == "former_names":
        return [entry for entry in (fold(item) for item in value or ()) if entry]
    return fold(value) if isinstance(value, str) and name != "note" else value


@transaction.atomic
def save_organisation(
    *,
    actor: Actor,
    fields: Mapping[str, Any],
    organisation_id: int | None = None,
    version: int | None = None,
) -> Organisation:
    """Put an organisation on record, or change one; ``fields`` are of ``FIELDS``.

    Raises ``ChangedMeanwhileError`` when ``version`` is older than the record, and what the law
    refuses. People who work there by the same name are linked.
    """
    if organisation_id is None:
        organisation = Organisation()
    else:
        organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation_id)
        if version is not None and organisation.version != version:
            raise ChangedMeanwhileError
    was, changed = organisation.kind, []
    for name in FIELDS:
        if name in fields:
            value = _clean(name, fields[name])
            if getattr(organisation, name) != value:
                setattr(organisation, name, value)
                changed.append(name)
    if organisation_id is not None and not changed:
        return organisation
    if organisation_id is not None:
        organisation.version += 1
        organisation.updated_at = now()
    _settle(organisation)
    organisation.save()
    organisation.refresh_from_db()
    if {"name_zh", "name_en", "former_names", "kind"} & set(changed):
        link_employers(organisation)
    record(
        actor=actor,
        verb="organisation.added" if organisation_id is None else "organisation.changed",
        subject=ref(organisation.pk),
        subject_label=organisation.name_zh,
        data={"fields": changed},
    )
    if OrganisationKind.ALUMNI in {organisation.kind, was}:
        content_changed(AREA, ref(organisation.pk))
    return organisation


def link_employers(organisation: Organisation) -> int:
    """Link every employment whose employer has one of the organisation's names and is not linked
    yet; in the caller's transaction. Alumni organisations employ nobody.
    """
    if organisation.kind == OrganisationKind.ALUMNI:
        return 0
    names = [organisation.name_zh, organisation.name_en, *organisation.former_names]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO organisations_employerlink"
            " (employment_id, organisation_id, linked_by, created_at)"
            " SELECT e.id, %s, %s, now() FROM people_employment e WHERE e.employer = ANY(%s)"
            " ON CONFLICT (employment_id) DO NOTHING",
            [organisation.pk, LinkedBy.NAME, [name for name in names if name]],
        )
        return int(cursor.rowcount)


@transaction.atomic
def link_employment(*, actor: Actor, employment_id: int, organisation_id: int | None) -> None:
    """Say by hand which organisation an employment was at, or with None that it was none."""
    employment = Employment.objects.get(pk=employment_id)
    if organisation_id is None:
        EmployerLink.objects.filter(employment=employment).delete()
    else:
        EmployerLink.objects.update_or_create(
            employment=employment,
            defaults={"organisation_id": organisation_id, "linked_by": LinkedBy.STAFF},
        )
    record(
        actor=actor,
        verb="organisation.employment_linked",
        subject=f"person:{employment.person_id}",
        data={"employment": employment_id, "organisation": organisation_id},
    )


@transaction.atomic
def add_member(
    *, actor: Actor, organisation_id: int, person_id: int, since: date | None = None,
    source: str = "",
) -> Membership:  # fmt: skip
    """Somebody joined; who is a member already stays one."""
    membership, created = Membership.objects.get_or_create(
        organisation_id=organisation_id,
        person_id=person_id,
        valid_to=None,
        defaults={"valid_from": since or today(), "source": source[:120]},
    )
    if created:
        _told(actor, membership, "organisation.joined")
    return membership


@transaction.atomic
def end_membership(*, actor: Actor, membership_id: int, on: date | None = None) -> Membership:
    """Somebody left; the time of membership stays on record."""
    membership = Membership.objects.select_for_update().get(pk=membership_id)
    if membership.valid_to is not None:
        raise NotOpenError(_("This membership has ended already."))
    membership.valid_to = max(on or today(), membership.valid_from)
    membership.save(update_fields=["valid_to"])
    _told(actor, membership, "organisation.left")
    return membership


def _told(actor: Actor, membership: Membership, verb: str) -> None:
    record(
        actor=actor,
        verb=verb,
        subject=f"person:{membership.person_id}",
        subject_label=membership.person.name,
        data={"organisation": membership.organisation_id},
    )
