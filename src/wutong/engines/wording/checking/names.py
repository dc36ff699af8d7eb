"""Names that people choose for themselves: none may look like an office, or like a leader."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wutong.engines.wording.checking.folding import fold_text

if TYPE_CHECKING:
    from wutong.engines.wording.checking.lists import Lists

IMITATES = re.compile(
    r"官方|校友会|基金会|学校办公室|党委|校长|书记|委员会|official|alumni office|association|foundation",
    re.IGNORECASE,
)


def imitates_office(name: str) -> bool:
    """Whether a name looks like an organ or an office of one (账号信息管理规定)."""
    return IMITATES.search(name) is not None


def names_leader(lists: Lists, name: str) -> bool:
    """Whether a name holds that of a leader on the lists."""
    folded = fold_text(name).text
    return any(leader in folded for leader in lists.ranks)
