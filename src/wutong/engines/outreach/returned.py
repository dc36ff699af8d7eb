"""What came back of a sending, by cause and by the readers' providers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from wutong.core.consent.enums import Channel
from wutong.engines.inbox.public import came_back
from wutong.platform.outbox.enums import InboundKind, Reason
from wutong.platform.outbox.models import Stream

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from django.utils.functional import _StrOrPromise

    from wutong.engines.outreach.models import Campaign

SHOWN = 12


@dataclass(frozen=True)
class Provider:
    """One line: the domain and what became of the letters to it."""

    name: str
    delivered: int
    refused: int
    bounced: int
    uncertain: int

    @property
    def share(self) -> str:
        """Of those tried, how many were refused or came back, in percent."""
        bad = self.refused + self.bounced
        tried = self.delivered + bad + self.uncertain
        return f"{100 * bad / tried:.1f} %" if tried else "–"


@dataclass(frozen=True)
class Returned:
    """``causes`` are (words, how many); ``as_of`` is when they were counted."""

    causes: Sequence[tuple[_StrOrPromise, int]]
    providers: list[Provider]
    as_of: dt.datetime | None
    answers: int
    stops: int
    complaints: int
    answers_url: str


def returned_of(campaign: Campaign) -> Returned | None:
    """Two queries whatever the size; None before anything left, and for what is no mail."""
    if campaign.channel != Channel.EMAIL or not campaign.gone_out:
        return None
    row = Stream.objects.filter(pk=campaign.ref).only("tally", "tallied_at").first()
    if row is None:
        return None
    kinds = came_back(campaign.ref)
    providers = [
        Provider(
            line["name"],
            *(line.get(key, 0) for key in ("delivered", "refused", "bounced", "uncertain")),
        )
        for line in row.tally.get("providers", [])[:SHOWN]
    ]
    causes = [
        (Reason(reason).label, count) for reason, count in row.tally.get("causes", {}).items()
    ]
    return Returned(
        causes=causes,
        providers=providers,
        as_of=row.tallied_at,
        answers=kinds.get(InboundKind.REPLY, 0),
        stops=kinds.get(InboundKind.STOP, 0),
        complaints=kinds.get(InboundKind.COMPLAINT, 0),
        answers_url=f"{reverse('office:inbox-list')}?stream={campaign.ref}",
    )
