"""The author's words, language by language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wutong.engines.outreach.blocks import Block, blocks_of

if TYPE_CHECKING:
    from wutong.engines.outreach.models import Campaign


HALVES = (("zh", "zh-hans"), ("en", "en"))
"""The ending of a campaign's columns, and the language they are in."""


@dataclass(frozen=True)
class Letter:
    """The author's words in one language; a text message has no subject.

    A letter made of ``blocks`` has their words as its body; ``plain`` is a plain-text part of its
    own, "" when it is made from the letter.
    """

    language: str
    subject: str
    body: str
    blocks: tuple[Block, ...] = ()
    plain: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything that merge fields may stand in."""
        return (self.subject, self.body, self.plain)


def letters_of(campaign: Campaign) -> list[Letter]:
    """The languages the campaign is written in, Chinese first."""
    return [
        Letter(
            language,
            str(getattr(campaign, f"subject_{half}")).strip(),
            str(getattr(campaign, f"body_{half}")).strip(),
            blocks_of(getattr(campaign, f"blocks_{half}")),
            str(getattr(campaign, f"text_{half}")).strip(),
        )
        for half, language in HALVES
        if language in campaign.languages
    ]
