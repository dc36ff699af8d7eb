"""From a plan to the words of one day's sending."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from wutong.programs.moments.capsules.button import ARRIVED, WRITE
from wutong.programs.moments.enums import MomentKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from wutong.programs.moments.models import Moment

YEAR = re.compile(r"\{\{\s*year\s*\}\}")
TEXTS = ("subject_zh", "subject_en", "body_zh", "body_en")
ACTIONS = {MomentKind.CAPSULE: ARRIVED, MomentKind.CALL: WRITE}


def with_year(text: str, year: int) -> str:
    """``{{ year }}`` is the plan's own place: the year in which it is sent."""
    return YEAR.sub(str(year), text)


def letter_of(moment: Moment, on: date) -> dict[str, Any]:
    """What outreach needs to know of the sending of one day."""
    return letter_with(
        {name: getattr(moment, name) for name in TEXTS}
        | {
            "title": f"{moment.title} {on.isoformat()}",
            "legal_body": moment.legal_body,
            "topic": moment.topic,
            "channel": moment.channel,
            "signature": moment.signature,
            "ornament": moment.ornament,
        },
        kind=moment.kind,
        year=on.year,
    )


def letter_with(values: Mapping[str, Any], *, kind: str, year: int) -> dict[str, Any]:
    """The same from what is in a form."""
    letter = dict(values)
    for name in TEXTS:
        letter[name] = with_year(str(letter.get(name) or ""), year)
    letter["action"] = ACTIONS.get(MomentKind(kind), "")
    return letter
