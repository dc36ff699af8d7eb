"""A search for duplicates from beginning to end: records in, candidates and merges out.

Only the worker imports this (through `tasks`), because Splink brings a hundred megabytes along.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog
from django.db import connection, transaction
from django.db.models import Q

from wutong.core.people.enums import MatchDecision, MatchStrength
from wutong.core.people.errors import MergeRefusedError
from wutong.core.people.matching.comparisons import learnt_of
from wutong.core.people.matching.deciding import ASK_WEIGHT, strength_of
from wutong.core.people.matching.documents import with_documents
from wutong.core.people.matching.engine import Engine, people_plan
from wutong.core.people.matching.findings import findings_of
from wutong.core.people.matching.frames import load, open_duckdb
from wutong.core.people.matching.learnt import ENOUGH_TO_LEARN, LEARNT
from wutong.core.people.matching.records import match_records
from wutong.core.people.matching.rivals import without_rivals
from wutong.core.people.merging.services import merge_people
from wutong.core.people.merging.survivors import suggest_kept
from wutong.core.people.models import MatchCandidate, MatchRun, Person
from wutong.kernel.actors import Actor
from wutong.kernel.clock import now

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from uuid import UUID

    from wutong.core.people.matching.comparisons import Learnt
    from wutong.core.people.matching.engine import Pair

log = structlog.get_logger(__name__)
BY_RULE = "matching by rule"
MERGES_A_RUN = 1_000
"""The rest waits for the next night: a rule that went wrong must not touch everybody at once."""
_CHUNK = 2_000


@dataclass(frozen=True)
class Judged:
    """A pair with what was found about it."""

    first: int
    second: int
    score: float
    weight: float
    strength: MatchStrength
    evidence: list[dict[str, object]]


def find_duplicates(
    *,
    kind: MatchRun.Kind = MatchRun.Kind.FULL,
    of: Collection[int] | None = None,
    batch_id: UUID | None = None,
    merges: int = MERGES_A_RUN,
) -> MatchRun | None:
    """Look for records of the same person among all, or of the people `of` among all; put pairs
    into the queue and merge those that the rule allows, at most `merges` of them. None when
    another search is under way.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('people.matching'))")
        if not cursor.fetchone()[0]:
            return None
    try:
        run = MatchRun.objects.create(kind=kind, started_at=now(), batch_id=batch_id)
        learnt, judged = _judge(run, of)
        queue_candidates(run, judged)
        run.model = learnt
        run.candidates = len(judged)
        run.merged = merge_certain(run, limit=merges) if merges else 0
        run.finished_at = now()
        run.save()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtext('people.matching'))")
    log.info("people.matched", kind=str(kind), candidates=run.candidates, merged=run.merged)
    return run


def _judge(run: MatchRun, of: Collection[int] | None) -> tuple[Learnt, list[Judged]]:
    with tempfile.TemporaryDirectory(prefix="wutong-matching-") as folder:
        duck = open_duckdb(folder)
        try:
            run.people = load(duck, match_records())
            run.subjects = run.people if of is None else len(of)
            learnt = last_learnt() if of is not None else None
            if learnt is None and run.people >= ENOUGH_TO_LEARN:
                learnt = learnt_of(Engine(duck, people_plan(run.people)).learn())
            engine = Engine(duck, people_plan(run.people, learnt or LEARNT))
            found = list(engine.pairs() if of is None else engine.pairs_with(of))
            found = with_documents(found, of)
        finally:
            duck.close()
    run.compared = len(found)
    return learnt or LEARNT, list(judge_pairs(found))


def last_learnt() -> Learnt | None:
    """What the last search of everybody learnt."""
    run = (
        MatchRun.objects.filter(kind=MatchRun.Kind.FULL, model__isnull=False)
        .order_by("-started_at")
        .first()
    )
    return run.model if run else None


def judge_pairs(pairs: Iterable[Pair]) -> Iterable[Judged]:
    """The pairs worth asking about, with evidence; those whom a better pair rules out are left
    out.
    """
    pairs = list(pairs)
    standing = without_rivals((one, other, weight) for one, other, _score, weight in pairs)
    asked = [pair for pair in pairs if pair[:2] in standing and pair[3] >= ASK_WEIGHT]
    for start in range(0, len(asked), _CHUNK):
        chunk = asked[start : start + _CHUNK]
        records = {
            record.id: record
            for record in match_records({key for pair in chunk for key in pair[:2]})
        }
        for one, other, score, weight in chunk:
            if one not in records or other not in records:
                continue  # merged or removed meanwhile
            findings = findings_of(records[one], records[other])
            yield Judged(
                one,
                other,
                score,
                weight,
                strength_of(weight, findings),
                [finding.as_json() for finding in findings],
            )


@transaction.atomic
def queue_candidates(run: MatchRun, judged: list[Judged]) -> None:
    """Put pairs into the queue. What was decided stays decided; what nobody has decided and a
    search of everybody no longer finds goes, unless a person had put it there.
    """
    MatchCandidate.objects.bulk_create(
        (
            MatchCandidate(
                first_id=one.first,
                second_id=one.second,
                run=run,
                score=one.score,
                strength=one.strength,
                evidence=one.evidence,
                found_at=run.started_at,
            )
            for one in judged
        ),
        batch_size=1_000,
        ignore_conflicts=True,
    )
    known = MatchCandidate.objects.filter(decision=MatchDecision.OPEN).exclude(run=run)
    by_pair = {(one.first, one.second): one for one in judged}
    changed = []
    for candidate in known.iterator(chunk_size=_CHUNK):
        again = by_pair.get((candidate.first_id, candidate.second_id))
        if again is not None:
            candidate.run = run
            candidate.score, candidate.strength = again.score, again.strength
            candidate.evidence = again.evidence
            changed.append(candidate)
    MatchCandidate.objects.bulk_update(
        changed, ["run", "score", "strength", "evidence"], batch_size=500
    )
    stale = MatchCandidate.objects.filter(decision=MatchDecision.OPEN, run__isnull=False).exclude(
        run=run
    )
    if run.kind != MatchRun.Kind.FULL:
        standing = Person.objects.filter(merged_into__isnull=True).values("pk")
        stale = stale.filter(~Q(first__in=standing) | ~Q(second__in=standing))
    stale.delete()


def merge_certain(run: MatchRun, *, limit: int) -> int:
    """Merge the pairs of this search that the rule allows, each in a transaction of its own; how
    many. Who has become part of somebody in this run waits for the next.
    """
    pairs = MatchCandidate.objects.filter(
        run=run, decision=MatchDecision.OPEN, strength=MatchStrength.CERTAIN
    ).order_by("-score", "pk")
    actor, merged, touched = Actor.system(BY_RULE), 0, set[int]()
    for first, second in list(pairs.values_list("first_id", "second_id")):
        if merged >= limit:
            break
        if {first, second} & touched:
            continue
        people = list(Person.objects.filter(pk__in=(first, second), merged_into__isnull=True))
        if len(people) != 2:
            continue
        kept, gone = suggest_kept(*people)
        try:
            merge_people(actor=actor, kept_id=kept.pk, gone_id=gone.pk, automatic=True)
        except MergeRefusedError:
            continue
        touched |= {first, second}
        merged += 1
    return merged
