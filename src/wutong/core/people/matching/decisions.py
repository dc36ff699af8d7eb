"""What a clerk decides about two records: the same, different, later; and taking that back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from wutong.core.people.enums import MatchDecision, MatchStrength
from wutong.core.people.errors import MergeRefusedError
from wutong.core.people.matching.findings import findings_of
from wutong.core.people.matching.records import match_records
from wutong.core.people.merging.services import merge_people
from wutong.core.people.merging.undoing import unmerge
from wutong.core.people.models import MatchCandidate
from wutong.core.people.services.locking import ref
from wutong.kernel.clock import now
from wutong.platform.audit.public import record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wutong.core.people.models import Merge
    from wutong.kernel.actors import Actor

_VERBS = {
    MatchDecision.DIFFERENT: "person.not_same",
    MatchDecision.LATER: "person.match_later",
}


@transaction.atomic
def decide_same(
    *, actor: Actor, candidate_id: int, kept_id: int, choices: Mapping[str, str] | None = None
) -> Merge:
    """The two are one: merge them, `kept_id` stays. Raises `MergeRefusedError`."""
    candidate = _open(candidate_id)
    pair = {candidate.first_id, candidate.second_id}
    if kept_id not in pair:
        raise MergeRefusedError(_("Two different records are needed."))
    (gone_id,) = pair - {kept_id}
    return merge_people(actor=actor, kept_id=kept_id, gone_id=gone_id, choices=choices)


@transaction.atomic
def propose_pair(*, actor: Actor, one_id: int, other_id: int) -> MatchCandidate:
    """Put two records side by side because somebody thinks they are one. A pair that was once
    decided is looked at again; one that waits is taken as it is. Raises `MergeRefusedError`.
    """
    first, second = sorted((one_id, other_id))
    records = {found.id: found for found in match_records((first, second))}
    if first == second or len(records) < 2:
        raise MergeRefusedError(_("Two different records are needed."))
    evidence = [found.as_json() for found in findings_of(records[first], records[second])]
    candidate, made = MatchCandidate.objects.select_for_update(of=("self",)).get_or_create(
        first_id=first,
        second_id=second,
        defaults={
            "score": 0.0,
            "strength": MatchStrength.POSSIBLE,
            "evidence": evidence,
            "found_at": now(),
        },
    )
    if made:
        _note(actor, candidate, "person.match_proposed")
    elif candidate.decision != MatchDecision.OPEN:
        candidate = take_back(actor=actor, candidate_id=candidate.pk)
    return candidate


@transaction.atomic
def decide_otherwise(*, actor: Actor, candidate_id: int, decision: MatchDecision) -> None:
    """The two are different people (remembered for good), or are left for later."""
    candidate = _open(candidate_id)
    candidate.decision = decision
    candidate.decided_by_id = actor.user_id
    candidate.decided_label = actor.label[:120]
    candidate.decided_at = now()
    candidate.save(update_fields=["decision", "decided_by", "decided_label", "decided_at"])
    _note(actor, candidate, _VERBS[decision])


@transaction.atomic
def take_back(*, actor: Actor, candidate_id: int) -> MatchCandidate:
    """Put a pair back into the queue, whatever was decided; a merge is undone."""
    candidate = MatchCandidate.objects.select_for_update().get(pk=candidate_id)
    if candidate.merge_id is not None:
        unmerge(actor=actor, merge_id=candidate.merge_id, decision=MatchDecision.OPEN)
    elif candidate.decision != MatchDecision.OPEN:
        candidate.decision = MatchDecision.OPEN
        candidate.decided_by, candidate.decided_label, candidate.decided_at = None, "", None
        candidate.save(update_fields=["decision", "decided_by", "decided_label", "decided_at"])
        _note(actor, candidate, "person.match_reopened")
    candidate.refresh_from_db()
    return candidate


def _open(candidate_id: int) -> MatchCandidate:
    candidate = MatchCandidate.objects.select_for_update(of=("self",)).get(pk=candidate_id)
    if candidate.decision in {MatchDecision.SAME, MatchDecision.DIFFERENT}:
        raise MergeRefusedError(_("Somebody has decided about these two already."))
    return candidate


def _note(actor: Actor, candidate: MatchCandidate, verb: str) -> None:
    record(
        actor=actor,
        verb=verb,
        subject=ref(candidate.first_id),
        data={"other": candidate.second_id, "candidate": candidate.pk},
    )
