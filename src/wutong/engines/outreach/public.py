"""The door of the room: sendings written and handed in by programmes."""

from wutong.engines.outreach.letter_buttons import LetterButton, letter_buttons
from wutong.engines.outreach.office.letters import ShownLetter, shown_letters
from wutong.engines.outreach.selectors import Results, results_of
from wutong.engines.outreach.services.campaigns import (
    discard_campaign,
    hand_in,
    save_campaign,
)
from wutong.engines.outreach.services.mourning import death_near
from wutong.engines.outreach.services.standing import check_words, preview_words, send_approved
from wutong.engines.outreach.texts import default_signature
from wutong.engines.outreach.why import explain_to

__all__ = [
    "LetterButton",
    "Results",
    "ShownLetter",
    "check_words",
    "death_near",
    "default_signature",
    "discard_campaign",
    "explain_to",
    "hand_in",
    "letter_buttons",
    "preview_words",
    "results_of",
    "save_campaign",
    "send_approved",
    "shown_letters",
]
