"""The author's words, language by language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wutong.engines.outreach.models import Campaign


@dataclass(frozen=True)
class Letter:
    """The author's words in one language; a text message has no subject."""

    language: str
    subject: str
    body: str


def letters_of(campaign: Campaign) -> list[Letter]:
    """The languages the campaign is written in, Chinese first."""
    both = {
        "zh-hans": Letter("zh-hans", campaign.subject_zh.strip(), campaign.body_zh.strip()),
        "en": Letter("en", campaign.subject_en.strip(), campaign.body_en.strip()),
    }
    return [both[language] for language in campaign.languages]
