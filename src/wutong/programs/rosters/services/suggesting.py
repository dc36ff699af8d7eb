"""What classmates tell us: suggested, taken back, confirmed by a second one, undone.

Nothing is on record before somebody else than the one who suggested it has confirmed it.
Confirming a way to reach somebody writes it on record with the liaison as its source, and the
liaison's act in the ledger, in one transaction.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from wutong.core.engagement.public import ActEntry, Subject
from wutong.core.engagement.public import record as record_act
from wutong.core.engagement.public import reverse as reverse_act
from wutong.core.people.enums import Confidence, SourceKind
from wutong.core.people.errors import ContactAlreadyThereError
from wutong.core.people.models import ContactPoint, Employment, Person
from wutong.core.people.public import (
    Source,
    add_contact,
    confirm_contact,
    contact_columns,
    end_contact,
    save_employment,
)
from wutong.core.reference.enums import Grade
from wutong.kernel import clock
from wutong.kernel.actors import Actor
from wutong.platform.audit.public import record
from wutong.programs.rosters.enums import (
    CLASSMATES_MAY_CONFIRM,
    CONTACT_KINDS,
    SuggestionKind,
    SuggestionState,
)
from wutong.programs.rosters.errors import (
    DecidedAlreadyError,
    NotInClassError,
    NotYourSuggestionError,
    OfficeDecidesError,
    OwnSuggestionError,
)
from wutong.programs.rosters.models import RosterKeeper, Suggestion
from wutong.programs.rosters.selectors import classmates_of

if TYPE_CHECKING:
    from wutong.platform.accounts.models import User

HELP_ACT = "roster.help"


def keeper_actor(keeper: RosterKeeper) -> Actor:
    """The liaison as the author of a change."""
    return Actor.link("rosters.board", f"person:{keeper.person_id}")


@transaction.atomic
def suggest(
    *,
    keeper: RosterKeeper,
    kind: SuggestionKind,
    about: Person | None = None,
    value: str = "",
    note: str = "",
) -> Suggestion:
    """Keep what a liaison says; the same said twice is kept once.

    ``about`` is None only for a missing classmate, whose name is ``value``. Raises
    ``NotInClassError``, or ``ContactNotUnderstoodError`` for a number nobody can dial.
    """
    if kind == SuggestionKind.MISSING:
        about = None
    elif about is None or not classmates_of(keeper.class_group).filter(pk=about.pk).exists():
        raise NotInClassError
    masked = value
    if kind in CONTACT_KINDS:
        columns = contact_columns(kind, value)
        value, masked = columns.value, columns.masked
    made, new = Suggestion.objects.get_or_create(
        class_group=keeper.class_group,
        about=about,
        kind=kind,
        value=value,
        keeper=keeper,
        state=SuggestionState.WAITING,
        defaults={"masked": masked, "note": note[:300], "made_at": clock.now()},
    )
    if new:
        _written(keeper_actor(keeper), "rosters.suggested", made)
    return made


@transaction.atomic
def withdraw(*, keeper: RosterKeeper, suggestion_id: int) -> Suggestion:
    """Take one's own suggestion back while it waits."""
    suggestion = _waiting(suggestion_id)
    if suggestion.class_group_id != keeper.class_group_id:
        raise NotInClassError
    if suggestion.keeper_id != keeper.pk:
        raise NotYourSuggestionError
    suggestion.state = SuggestionState.WITHDRAWN
    suggestion.decided_at = clock.now()
    suggestion.save(update_fields=["state", "decided_at"])
    _written(keeper_actor(keeper), "rosters.withdrawn", suggestion)
    return suggestion


@transaction.atomic
def second(*, keeper: RosterKeeper, suggestion_id: int) -> Suggestion:
    """A second liaison of the class says that it is so."""
    suggestion = _waiting(suggestion_id)
    if suggestion.class_group_id != keeper.class_group_id:
        raise NotInClassError
    if keeper.person_id in (suggestion.keeper.person_id, suggestion.about_id):
        raise OwnSuggestionError
    if suggestion.kind not in CLASSMATES_MAY_CONFIRM:
        raise OfficeDecidesError
    suggestion.second = keeper
    return _confirm(keeper_actor(keeper), suggestion, confidence=Confidence.B)


@transaction.atomic
def confirm(*, actor: Actor, user: User, suggestion_id: int) -> Suggestion:
    """A colleague says that it is so. A death, a wrong class or a missing classmate is put on
    record by the colleague, on the person's page; here it is only settled.
    """
    suggestion = _waiting(suggestion_id)
    suggestion.decided_by = user
    return _confirm(actor, suggestion, confidence=Confidence.B)


@transaction.atomic
def decline(*, actor: Actor, user: User, suggestion_id: int, reason: str = "") -> Suggestion:
    """Say that it is not so; nothing changes on record."""
    suggestion = _waiting(suggestion_id)
    suggestion.state = SuggestionState.DECLINED
    suggestion.decided_by = user
    suggestion.decided_at = clock.now()
    suggestion.reason = reason[:300]
    suggestion.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    _written(actor, "rosters.declined", suggestion)
    return suggestion


@transaction.atomic
def take_back(*, actor: Actor, suggestion_id: int) -> Suggestion:
    """Undo a confirmation: what it put on record ends, the liaison's act is reversed, and the
    suggestion waits again.
    """
    suggestion = _locked(suggestion_id)
    if suggestion.state not in (SuggestionState.CONFIRMED, SuggestionState.DECLINED):
        raise DecidedAlreadyError
    _undo(actor, suggestion)
    suggestion.state = SuggestionState.WAITING
    suggestion.second = suggestion.decided_by = suggestion.decided_at = None
    suggestion.found, suggestion.reason, suggestion.effect = False, "", {}
    suggestion.save()
    _written(actor, "rosters.taken_back", suggestion)
    return suggestion


def _locked(suggestion_id: int) -> Suggestion:
    rows = Suggestion.objects.select_for_update(of=("self",))
    return rows.select_related("keeper__person", "class_group", "about").get(pk=suggestion_id)


def _waiting(suggestion_id: int) -> Suggestion:
    suggestion = _locked(suggestion_id)
    if not suggestion.is_waiting:
        raise DecidedAlreadyError
    return suggestion


def _confirm(actor: Actor, suggestion: Suggestion, *, confidence: str) -> Suggestion:
    today = clock.today()
    was_lost = _is_lost(suggestion.about_id)
    suggestion.effect = _apply(actor, suggestion, confidence)
    suggestion.found = was_lost and not _is_lost(suggestion.about_id)
    suggestion.rounds += 1
    suggestion.effect["acts"] = [
        [today.isoformat(), str(_helped(actor, suggestion, keeper, today))]
        for keeper in filter(None, (suggestion.keeper, suggestion.second))
    ]
    suggestion.state = SuggestionState.CONFIRMED
    suggestion.decided_at = clock.now()
    suggestion.save()
    _written(actor, "rosters.confirmed", suggestion)
    return suggestion


def _is_lost(person_id: int | None) -> bool:
    if person_id is None:
        return False
    return Person.objects.filter(pk=person_id, deceased=False, contactable=False).exists()


def _apply(actor: Actor, suggestion: Suggestion, confidence: str) -> dict[str, Any]:
    """Put on record what can be; what was done, for undoing it."""
    person = suggestion.about
    if person is None:
        return {}
    source = Source(
        kind=SourceKind.LINK,
        label=_("class liaison %(name)s") % {"name": suggestion.keeper.person.name},
        confidence=confidence,
    )
    if suggestion.kind in CONTACT_KINDS:
        return _reach(actor, person, suggestion, source)
    if suggestion.kind == SuggestionKind.WORK:
        job = save_employment(
            actor=actor, person_id=person.pk, fields={"employer": suggestion.value}, source=source
        )
        return {"employment": job.pk}
    return {}


def _reach(actor: Actor, person: Person, suggestion: Suggestion, source: Source) -> dict[str, Any]:
    try:
        point = add_contact(
            actor=actor,
            person_id=person.pk,
            kind=suggestion.kind,
            value=suggestion.value,
            source=source,
        )
    except ContactAlreadyThereError:
        columns = contact_columns(suggestion.kind, suggestion.value)
        known = ContactPoint.objects.get(
            person=person,
            kind=suggestion.kind,
            value_hash=columns.value_hash,
            valid_to__isnull=True,
        )
        confirm_contact(actor=actor, contact_id=known.pk, source=source)
        return {}
    return {"contact": point.pk}


def _helped(actor: Actor, suggestion: Suggestion, keeper: RosterKeeper, today: date) -> UUID:
    return record_act(
        actor=actor,
        entry=ActEntry(
            kind=HELP_ACT,
            subject=Subject.person(keeper.person_id),
            occurred_on=today,
            source_ref=suggestion.ref,
            idempotency_key=f"{suggestion.ref}:{keeper.person_id}:{suggestion.rounds}",
            grade=Grade.INTERNAL,
        ),
    )


def _undo(actor: Actor, suggestion: Suggestion) -> None:
    effect = suggestion.effect
    contacts = ContactPoint.objects.filter(pk=effect.get("contact"), valid_to__isnull=True)
    for pk in list(contacts.values_list("pk", flat=True)):
        end_contact(actor=actor, contact_id=pk)
    for job in Employment.objects.filter(pk=effect.get("employment"), to_date__isnull=True):
        save_employment(
            actor=actor,
            person_id=job.person_id,
            employment_id=job.pk,
            fields={"to_date": clock.today()},
        )
    for day, act in effect.get("acts", []):
        reverse_act(
            actor=actor,
            occurred_on=date.fromisoformat(day),
            act_id=UUID(act),
            reason=_("The suggestion was taken back."),
        )


def _written(actor: Actor, verb: str, suggestion: Suggestion) -> None:
    about = suggestion.about
    record(
        actor=actor,
        verb=verb,
        subject=f"person:{about.pk}" if about else suggestion.ref,
        subject_label=about.name if about else suggestion.value[:200],
        data={
            "suggestion": suggestion.pk,
            "kind": suggestion.kind,
            "masked": suggestion.masked,
            "class": suggestion.class_group.name,
        },
    )
