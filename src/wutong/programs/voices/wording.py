"""Entries, read by the check of wording."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wutong.engines.calls.public import text_to_check
from wutong.programs.voices import rules
from wutong.programs.voices.office.addresses import entry_url
from wutong.programs.voices.selectors import entries_for

if TYPE_CHECKING:
    from wutong.engines.wording.public import Checkable
    from wutong.platform.accounts.models import User


class EntryTexts:
    """Moderators answer what is found in an entry."""

    permission = rules.MODERATE

    def find(self, user: User, key: str) -> Checkable | None:
        """The entry ``entry:12``."""
        if not key.isdecimal() or len(key) > 15:
            return None
        entry = entries_for(user).filter(pk=int(key)).first()
        return text_to_check(entry, entry_url(entry.pk)) if entry is not None else None
