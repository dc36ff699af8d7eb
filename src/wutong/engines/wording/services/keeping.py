"""The lists changed: every save makes a version that says who, when, why and what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from wutong.engines.wording.errors import ChangedMeanwhileError, KnownError
from wutong.engines.wording.models import (
    Certificate,
    Leader,
    LeaderTitle,
    ListChange,
    ListVersion,
    Term,
)
from wutong.platform.audit.public import record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from wutong.core.reference.models import LegalBody
    from wutong.kernel.actors import Actor

LEADER_FIELDS = ("name", "name_en", "kind", "rank", "note", "retired")
TERM_FIELDS = ("kind", "language", "words", "advice", "reason", "within", "retired")
LEADER, TERM = "leader", "term"
TitleLine = tuple[str, str, "date | None", "date | None"]


class Edition:
    """A version being made; ``put_leader`` and ``put_term`` note what they change in it."""

    def __init__(self, actor: Actor, note: str = "") -> None:
        self.actor = actor
        self.version = ListVersion.objects.create(
            author_id=actor.user_id, author_label=actor.label[:120], note=note[:200]
        )
        self.changes: list[ListChange] = []

    def note(self, table: str, entry_id: int, label: str, before: Any, after: Any) -> None:
        """One entry before and after."""
        if before != after:
            self.changes.append(
                ListChange(
                    made_in=self.version,
                    table=table,
                    entry_id=entry_id,
                    label=label[:120],
                    before=before,
                    after=after,
                )
            )

    def close(self) -> ListVersion:
        """Write down what changed; without any change the version goes again."""
        if not self.changes:
            self.version.delete()
            return self.version
        ListChange.objects.bulk_create(self.changes)
        self.version.entries = len(self.changes)
        self.version.save(update_fields=["entries"])
        record(
            actor=self.actor, verb="wording.saved", subject=f"wording_version:{self.version.pk}",
            subject_label=str(self.changes[0].label), data={"entries": len(self.changes)},
        )  # fmt: skip
        return self.version


def leader_as_data(leader: Leader) -> dict[str, Any]:
    """A leader with the titles, as a version keeps it."""
    titles = [
        {
            "title": row.title, "title_en": row.title_en,
            "since": row.since.isoformat() if row.since else None,
            "until": row.until.isoformat() if row.until else None,
        }
        for row in leader.titles.order_by("pk")
    ]  # fmt: skip
    return {**{name: getattr(leader, name) for name in LEADER_FIELDS}, "titles": titles}


def term_as_data(term: Term) -> dict[str, Any]:
    """A word, as a version keeps it."""
    return {name: getattr(term, name) for name in TERM_FIELDS}


def put_leader(
    edition: Edition,
    leader: Leader | None,
    fields: Mapping[str, Any],
    titles: Sequence[TitleLine] | None,
) -> Leader:
    """Write an entry; ``titles`` replace those there were, None leaves them."""
    before = leader_as_data(leader) if leader is not None else None
    leader = leader or Leader()
    for name in LEADER_FIELDS:
        if name in fields:
            setattr(leader, name, fields[name])
    if Leader.objects.filter(name=leader.name, kind=leader.kind).exclude(pk=leader.pk).exists():
        raise KnownError(leader.name)
    if before is not None:
        leader.version += 1
    leader.save()
    if titles is not None:
        leader.titles.all().delete()
        LeaderTitle.objects.bulk_create(
            LeaderTitle(leader=leader, title=zh, title_en=en, since=since, until=until)
            for zh, en, since, until in titles
        )
    edition.note(LEADER, leader.pk, leader.name, before, leader_as_data(leader))
    return leader


def put_term(edition: Edition, term: Term | None, fields: Mapping[str, Any]) -> Term:
    """Write an entry."""
    before = term_as_data(term) if term is not None else None
    term = term or Term()
    for name in TERM_FIELDS:
        if name in fields:
            setattr(term, name, fields[name])
    if Term.objects.filter(language=term.language, words=term.words).exclude(pk=term.pk).exists():
        raise KnownError(term.words)
    if before is not None:
        term.version += 1
    term.save()
    edition.note(TERM, term.pk, term.words, before, term_as_data(term))
    return term


@transaction.atomic
def save_leader(
    *,
    actor: Actor,
    fields: Mapping[str, Any],
    titles: Sequence[TitleLine] | None = None,
    leader_id: int | None = None,
    version: int | None = None,
    note: str = "",
) -> Leader:
    """A leader, new or changed. Raises `KnownError`, `ChangedMeanwhileError`."""
    leader = None
    if leader_id is not None:
        leader = Leader.objects.select_for_update().get(pk=leader_id)
        if version is not None and leader.version != version:
            raise ChangedMeanwhileError
    edition = Edition(actor, note)
    leader = put_leader(edition, leader, fields, titles)
    edition.close()
    return leader


@transaction.atomic
def save_term(
    *,
    actor: Actor,
    fields: Mapping[str, Any],
    term_id: int | None = None,
    version: int | None = None,
    note: str = "",
) -> Term:
    """A word, new or changed. Raises `KnownError`, `ChangedMeanwhileError`."""
    term = None
    if term_id is not None:
        term = Term.objects.select_for_update().get(pk=term_id)
        if version is not None and term.version != version:
            raise ChangedMeanwhileError
    edition = Edition(actor, note)
    term = put_term(edition, term, fields)
    edition.close()
    return term


@transaction.atomic
def save_certificate(
    *,
    actor: Actor,
    legal_body: LegalBody,
    number: str,
    since: date,
    until: date | None,
    certificate_id: int | None = None,
) -> Certificate:
    """That a body may raise funds in public."""
    row = Certificate()
    if certificate_id is not None:
        row = Certificate.objects.select_for_update().get(pk=certificate_id)
    row.legal_body, row.number, row.since, row.until = legal_body, number.strip(), since, until
    row.save()
    record(
        actor=actor, verb="wording.certificate_saved", subject=f"certificate:{row.pk}",
        subject_label=row.number, body=legal_body.pk,
    )  # fmt: skip
    return row
