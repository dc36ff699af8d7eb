"""Where a change comes from, and how it is written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wutong.core.people.enums import Confidence, SourceKind
from wutong.core.people.models import Provenance

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from wutong.kernel.actors import Actor


@dataclass(frozen=True)
class Source:
    """What a change rests on: `label` is for readers ("phone call, 12 May"), `confidence` as in
    `Confidence`.
    """

    kind: str = SourceKind.STAFF
    label: str = ""
    confidence: str = Confidence.B
    batch_id: UUID | None = None


STAFF = Source()


def note_source(
    *, actor: Actor, person_id: int, target: str, fields: Iterable[str], source: Source
) -> None:
    """Write where `fields` of `target` come from."""
    Provenance.objects.create(
        person_id=person_id,
        target=target,
        fields=sorted(fields),
        source_kind=source.kind,
        source_label=source.label[:200],
        batch_id=source.batch_id,
        confirmed_by=actor.label[:120],
        confidence=source.confidence,
    )
