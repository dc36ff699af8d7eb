"""The composer of a letter: blocks added, moved and taken out by buttons, with or without scripts.

Every button sends the whole form; nothing is kept before "Save". What was typed comes back as it
was, also where it is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wutong.engines.outreach.blocks import (
    HOLDS,
    LONGEST,
    MAX_BLOCKS,
    ONE_LINE,
    Block,
    blocks_of,
    problem_with,
    words_of,
)
from wutong.engines.outreach.enums import BlockKind
from wutong.engines.outreach.errors import MarkupError
from wutong.engines.outreach.letters import HALVES, Letter
from wutong.engines.outreach.merge_fields import fallbacks_in, fields_in
from wutong.engines.outreach.message import plain_text_of
from wutong.engines.outreach.models import Campaign
from wutong.engines.outreach.office.forms import CampaignForm
from wutong.engines.outreach.office.uploading import TAKES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict

START = (Block(BlockKind.TEXT), Block(BlockKind.BUTTON))
ICONS = {
    BlockKind.HEADING: "book",
    BlockKind.TEXT: "edit",
    BlockKind.IMAGE: "eye",
    BlockKind.BUTTON: "check-circle",
    BlockKind.DIVIDER: "minus",
    BlockKind.FILE: "file",
    BlockKind.CARD: "bookmark",
}


@dataclass(frozen=True)
class Input:
    """One field of a block."""

    name: str
    label: str
    value: str
    hint: str = ""
    rows: int = 0
    longest: int = ONE_LINE
    address: bool = False


@dataclass(frozen=True)
class Row:
    """One block as the form shows it."""

    number: int
    block: Block
    icon: str
    inputs: list[Input]
    problem: str
    first: bool
    last: bool
    moved: bool
    added: bool
    takes: str = ""

    @property
    def picture(self) -> str:
        """The picture as this page may show it: one that was handed in."""
        ours = f"{settings.SITE_URL}/m/"
        if self.block.kind == BlockKind.FILE or not self.block.address.startswith(ours):
            return ""
        return self.block.address.removeprefix(settings.SITE_URL)


@dataclass
class Half:
    """One language in the composer."""

    half: str
    language: str
    blocks: list[Block]
    plain: str = ""
    problems: dict[int, str] = field(default_factory=dict)
    moved: int | None = None
    added: int | None = None
    plain_problem: str = ""

    @classmethod
    def of(cls, half: str, language: str, campaign: Campaign | None) -> Half:
        """As it is kept; a letter of old becomes one text with its button."""
        if campaign is None:
            return cls(half, language, list(START))
        kept = list(blocks_of(getattr(campaign, f"blocks_{half}")))
        body = getattr(campaign, f"body_{half}")
        if not kept:
            kept = [replace(START[0], text=body), *START[1:]]
        return cls(half, language, kept, getattr(campaign, f"text_{half}"))

    @classmethod
    def sent(cls, half: str, language: str, data: Mapping[str, Any]) -> Half:
        """As it was typed."""
        count = str(data.get(f"{half}-blocks", ""))
        found = []
        for number in range(min(int(count), MAX_BLOCKS + 1) if count.isdigit() else 0):
            kind = data.get(f"{half}-{number}-kind", "")
            if kind in BlockKind.values:
                names = HOLDS[BlockKind(kind)]
                held = {name: data.get(f"{half}-{number}-{name}", "") for name in names}
                words = {name: one.replace("\r\n", "\n").strip() for name, one in held.items()}
                found.append(Block(BlockKind(kind), **words))
        plain = data.get(f"text_{half}", "").replace("\r\n", "\n").strip()
        return cls(half, language, found, plain)

    @property
    def lang(self) -> str:
        """A BCP 47 tag."""
        return "en" if self.language == "en" else "zh-Hans"

    @property
    def written(self) -> bool:
        """Somebody has put something into it."""
        return any(block.says_something for block in self.blocks)

    @property
    def kept(self) -> list[Block]:
        """What is worth keeping: nothing where nothing was written."""
        return [one for one in self.blocks if not one.bare] if self.written else []

    @property
    def full(self) -> bool:
        """No block more fits in."""
        return len(self.blocks) >= MAX_BLOCKS

    def rows(self) -> list[Row]:
        """The blocks in order."""
        return [
            Row(
                number,
                block,
                ICONS[block.kind],
                list(_inputs(self, number, block)),
                self.problems.get(number, ""),
                number == 0,
                number == len(self.blocks) - 1,
                number == self.moved,
                number == self.added,
                TAKES.get(block.kind, ""),
            )
            for number, block in enumerate(self.blocks)
        ]

    def arrange(self, what: str, where: str) -> None:
        """``add`` a kind, or move or take out the block of a number."""
        if what == "add" and where in BlockKind.values and not self.full:
            self.blocks.append(Block(BlockKind(where)))
            self.added = len(self.blocks) - 1
            return
        number = int(where) if where.isdigit() else -1
        if not 0 <= number < len(self.blocks):
            return
        if what == "out":
            del self.blocks[number]
            self.moved = min(number, len(self.blocks) - 1) if self.blocks else None
        other = number + {"up": -1, "down": 1}.get(what, 0)
        if what in {"up", "down"} and 0 <= other < len(self.blocks):
            blocks = self.blocks
            blocks[number], blocks[other] = blocks[other], blocks[number]
            self.moved = other

    def check(self) -> None:
        """Find what is wrong, block by block."""
        for number, block in enumerate(self.blocks):
            if not block.bare and (problem := problem_with(block)):
                self.problems[number] = problem


def _inputs(half: Half, number: int, block: Block) -> list[Input]:
    says = _LABELS[block.kind]()
    found = []
    for name, value in block.held.items():
        label, hint = says[name]
        rows = max(5, min(24, value.count("\n") + len(value) // 34 + 2))
        tall = block.kind == BlockKind.TEXT
        found.append(
            Input(
                f"{half.half}-{number}-{name}",
                label,
                value,
                hint,
                rows if tall else 0,
                LONGEST[name] if tall or name != "text" else ONE_LINE,
                name in {"address", "link"},
            )
        )
    return found


_LABELS: Mapping[BlockKind, Any] = {
    BlockKind.HEADING: lambda: {"text": (pgettext("block", "Heading"), "")},
    BlockKind.TEXT: lambda: {"text": (pgettext("block", "Text"), "")},
    BlockKind.IMAGE: lambda: {
        "address": (
            _("Address of the picture"),
            _("Begins with https:// and ends on the picture."),
        ),
        "text": (
            _("What it shows"),
            _("Read to those who cannot see it, and shown until it loads."),
        ),
        "link": (_("Where a tap leads"), _("May stay empty.")),
    },
    BlockKind.BUTTON: lambda: {
        "text": (_("Words on the button"), _("Empty for those of the house.")),
        "address": (_("Where it leads"), _("Empty for the reader's own link to answer.")),
    },
    BlockKind.DIVIDER: dict,
    BlockKind.FILE: lambda: {
        "text": (_("Name of the file"), ""),
        "address": (_("Address of the file"), _("Letters carry links, not files.")),
        "note": (_("Kind and size"), _("Such as “PDF, 2 MB”. May stay empty.")),
    },
    BlockKind.CARD: lambda: {
        "address": (_("Address of the picture"), _("May stay empty.")),
        "text": (_("Title of the article"), ""),
        "note": (_("A line below it"), _("May stay empty.")),
        "link": (_("Where a tap leads"), _("The article on the web or on WeChat.")),
    },
}


class LetterForm(CampaignForm):
    """Who writes to whom about what, each language made of blocks."""

    class Meta(CampaignForm.Meta):
        fields: tuple[str, ...] = (  # type: ignore[assignment] # blocks instead of a body
            "title", "legal_body", "topic", "segment", "ornament", "subject_zh", "subject_en",
        )  # fmt: skip

    def __init__(self, *args: Any, refused: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refused = refused or {}
        if self.is_bound:
            self.halves = [Half.sent(half, language, self.data) for half, language in HALVES]
        else:
            campaign = self.instance if self.instance.pk else None
            self.halves = [Half.of(half, language, campaign) for half, language in HALVES]

    @classmethod
    def typed(cls, data: QueryDict, **kwargs: Any) -> LetterForm:
        """What was typed, not judged yet."""
        form = cls(initial={name: data.get(name, "") for name in cls.base_fields}, **kwargs)
        form.halves = [Half.sent(half, language, data) for half, language in HALVES]
        form.say_refused()
        return form

    def say_refused(self) -> None:
        """Which files were not taken, each at its block."""
        for half in self.halves:
            for number in range(len(half.blocks)):
                if problem := self.refused.get(f"{half.half}-{number}"):
                    half.problems[number] = problem

    def clean(self) -> dict[str, Any]:
        """Subjects and every block, each error where it is; one word for all in the summary."""
        data = super(CampaignForm, self).clean() or self.cleaned_data
        for half in self.halves:
            name = f"subject_{half.half}"
            subject = data.get(name) or ""
            half.check()
            self.say_refused()
            try:
                fields_in([subject])
            except MarkupError as error:
                self.add_error(name, str(error))
                continue
            if half.problems:
                self.add_error(
                    None,
                    _("A block of the %(language)s letter cannot stand so: %(why)s")
                    % {
                        "language": _("Chinese") if half.half == "zh" else _("English"),
                        "why": next(iter(half.problems.values())),
                    },
                )
                continue
            try:
                fields_in([half.plain])
                fallbacks_in([subject, words_of(half.kept), half.plain], half.language)
            except MarkupError as error:
                self.add_error(None, str(error))
        return data

    def values(self) -> dict[str, Any]:
        """What the service keeps."""
        found = {name: self.cleaned_data[name] for name in self.Meta.fields}
        for half in self.halves:
            found[f"blocks_{half.half}"] = [block.as_json() for block in half.kept]
            found[f"text_{half.half}"] = half.plain if half.kept else ""
            found[f"body_{half.half}"] = words_of(half.kept)
        return found

    def arrange(self, act: str) -> None:
        """What one button asks for: ``zh:up:3``, ``en:add:heading``, ``zh:plain:make``."""
        which, _colon, rest = act.partition(":")
        what, _colon, where = rest.partition(":")
        for half in self.halves:
            if half.half != which:
                continue
            if what == "plain":
                self._plain(half, make=where == "make")
            else:
                half.arrange(what, where)

    def _plain(self, half: Half, *, make: bool) -> None:
        letter = Letter(half.language, "", words_of(half.kept), tuple(half.kept))
        try:
            made = plain_text_of(Campaign(action=self.instance.action), letter)
        except MarkupError as error:
            half.plain_problem = str(error)
        else:
            half.plain = made if make else ""
