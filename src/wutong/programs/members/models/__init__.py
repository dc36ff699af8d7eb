"""What members have."""

from wutong.programs.members.models.card import Card
from wutong.programs.members.models.correction import Correction, CorrectionField, CorrectionState
from wutong.programs.members.models.directory import DirectoryUse, RelayedLetter

__all__ = [
    "Card",
    "Correction",
    "CorrectionField",
    "CorrectionState",
    "DirectoryUse",
    "RelayedLetter",
]
