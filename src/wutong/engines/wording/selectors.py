"""The lists as they are now, and texts beside what was answered about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from wutong.engines.wording.checking.check import check_text
from wutong.engines.wording.checking.folding import fold_text
from wutong.engines.wording.checking.lists import LeaderEntry, Lists, TermEntry, TitleEntry
from wutong.engines.wording.enums import LeaderKind, RemarkState
from wutong.engines.wording.models import Certificate, Leader, ListVersion, Remark, Term
from wutong.engines.wording.registry import checked, further
from wutong.kernel.clock import today
from wutong.platform.access.public import can

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from wutong.engines.wording.checking.findings import Finding
    from wutong.engines.wording.registry import Checkable, Passage
    from wutong.platform.accounts.models import User

_KINDS = [kind.value for kind in LeaderKind]
LAST = (len(_KINDS), 0)
_made: dict[tuple[int, datetime] | None, Lists] = {}
"""The lists of the newest version this process has seen; one at a time."""


def current_lists() -> Lists:
    """The lists ready for searching; one statement while nobody changes them."""
    newest = ListVersion.objects.order_by("-pk").values_list("pk", "made_at").first()
    if newest not in _made:
        lists = _read(newest[0] if newest else 0)
        _made.clear()
        _made[newest] = lists
    return _made[newest]


def _read(version: int) -> Lists:
    leaders = tuple(
        LeaderEntry(
            row.name, row.name_en, (_KINDS.index(row.kind), row.rank),
            tuple(TitleEntry(t.title, t.title_en, t.since, t.until) for t in row.titles.all()),
        )
        for row in Leader.objects.filter(retired=False).prefetch_related("titles")
    )  # fmt: skip
    terms = tuple(
        TermEntry(
            row.kind, row.language, row.words, row.advice, row.reason,
            tuple(row.within.splitlines()),
        )
        for row in Term.objects.filter(retired=False)
    )  # fmt: skip
    return Lists(version, leaders, terms)


def may_raise_funds(legal_body: str, on: date) -> bool:
    """Whether a body has a certificate of public fundraising on a day."""
    rows = Certificate.objects.filter(legal_body=legal_body, since__lte=on)
    return rows.filter(Q(until__isnull=True) | Q(until__gte=on)).exists()


def check(
    text: str, *, language: str, on: date | None = None, legal_body: str = "", public: bool = False
) -> list[Finding]:
    """What the lists of today say about a text; see ``check_text``."""
    day = on or today()
    allowed = not public or may_raise_funds(legal_body, day)
    return check_text(current_lists(), text, language, day, may_solicit=allowed)


@dataclass(frozen=True)
class Seen:
    """A finding in a text, with what was said about it."""

    finding: Finding
    passage: Passage
    before: str
    behind: str
    count: int = 1
    kept: Remark | None = None


AROUND = 14


def _all_of(passage: Passage, text: Checkable) -> Iterator[Finding]:
    """What the lists say, then what other rooms say."""
    yield from check(
        passage.text, language=passage.language, on=text.on, legal_body=text.legal_body,
        public=text.public,
    )  # fmt: skip
    for look in further.values():
        yield from look(passage, text)


def look_at(text: Checkable) -> list[Seen]:
    """Everything found in a text as it is now, the open and grave first; a finding that repeats
    is shown once.
    """
    kept = {
        row.key: row
        for row in Remark.objects.filter(subject_ref=text.ref, state=RemarkState.KEPT)
        .select_related("author")
    }  # fmt: skip
    found: dict[str, Seen] = {}
    for passage in text.passages:
        for finding in _all_of(passage, text):
            first = found.get(finding.key)
            found[finding.key] = Seen(
                finding=first.finding if first else finding,
                passage=first.passage if first else passage,
                before=first.before if first else passage.text[: finding.start][-AROUND:],
                behind=first.behind if first else passage.text[finding.end :][:AROUND],
                count=first.count + 1 if first else 1,
                kept=kept.get(finding.key),
            )
    return sorted(found.values(), key=lambda one: (one.kept is not None, not one.finding.grave))


def find_text(user: User, ref: str) -> Checkable | None:
    """The text behind a reference, within the user's sight; None for what is no such text."""
    kind, _colon, key = ref.partition(":")
    room = checked.find(kind)
    return room.find(user, key) if room is not None and key else None


def may_answer(user: User, ref: str) -> bool:
    """Whether the user may say why something is kept."""
    room = checked.find(ref.partition(":")[0])
    return room is not None and can(user, room.permission)


def open_findings(text: Checkable) -> list[Seen]:
    """What review has to see: found and not answered."""
    return [one for one in look_at(text) if one.kept is None]


def protocol_rank(text: str) -> tuple[int, int]:
    """The place in protocol of the first leader a line names; behind all of them without one."""
    lists = current_lists()
    folded = fold_text(text).text
    found = [
        (folded.find(name), -len(name), rank)
        for name, rank in lists.ranks.items()
        if name in folded
    ]
    return min(found)[2] if found else LAST


def in_protocol_order(names: Iterable[str]) -> list[str]:
    """Names as an enumeration has them: leaders by protocol, the others behind as they came."""
    return sorted(names, key=protocol_rank)
