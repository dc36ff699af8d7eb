"""A letter as a list of blocks: what each kind holds, and what becomes of it.

The words of a block are text with merge fields; only ``text`` blocks have markup. Addresses are
fixed: what stands in them is the same for every recipient, so that a letter is set once.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wutong.engines.outreach import markup
from wutong.engines.outreach.enums import BlockKind
from wutong.engines.outreach.errors import MarkupError
from wutong.engines.outreach.merge_fields import fields_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MAX_BLOCKS = 60
LONGEST = {"text": 20_000, "address": 1_000, "link": 1_000, "note": 200}
ONE_LINE = 300
HOLDS: dict[BlockKind, tuple[str, ...]] = {
    BlockKind.HEADING: ("text",),
    BlockKind.TEXT: ("text",),
    BlockKind.IMAGE: ("address", "text", "link"),
    BlockKind.BUTTON: ("text", "address"),
    BlockKind.DIVIDER: (),
    BlockKind.FILE: ("text", "address", "note"),
    BlockKind.CARD: ("address", "text", "note", "link"),
}
ACTION = "{{ action_url }}"


@dataclass(frozen=True)
class Block:
    """One block. ``text``: its words (of a picture those for who cannot see it); ``address``: of
    the picture, of the file, or where a button leads, "" for the recipient's own link; ``link``:
    where a picture or a card leads; ``note``: a word beside a file, a line below a card's title.
    """

    kind: BlockKind
    text: str = ""
    address: str = ""
    link: str = ""
    note: str = ""

    @property
    def held(self) -> dict[str, str]:
        """What its kind holds, field by field."""
        return {name: getattr(self, name) for name in HOLDS[self.kind]}

    @property
    def answers(self) -> bool:
        """It is the button with the recipient's own link."""
        return self.kind == BlockKind.BUTTON and not self.address

    @property
    def says_something(self) -> bool:
        """Somebody has put something of their own into it."""
        return any(self.held.values()) and not self.answers

    @property
    def bare(self) -> bool:
        """There is nothing in it that a reader could see."""
        return not any(self.held.values()) and not self.answers and self.kind != BlockKind.DIVIDER

    def as_json(self) -> dict[str, str]:
        """As it is kept."""
        return {"kind": self.kind.value, **{name: held for name, held in self.held.items() if held}}


@dataclass(frozen=True)
class Button:
    """What the layout says on a button with the recipient's own link."""

    label: str
    hint: str


def block_of(kept: Mapping[str, Any]) -> Block:
    """From what was kept or sent; raises MarkupError for what no block looks like."""
    kind = kept.get("kind")
    if kind not in BlockKind.values:
        raise MarkupError(_("There is no such block."))
    names = HOLDS[BlockKind(kind)]
    held = {name: kept.get(name, "") for name in names}
    if not all(isinstance(one, str) for one in held.values()) or set(kept) - {"kind", *names}:
        raise MarkupError(_("There is no such block."))
    return Block(BlockKind(kind), **held)


def blocks_of(kept: Iterable[Mapping[str, Any]] | None) -> tuple[Block, ...]:
    """A letter as it was kept."""
    return tuple(block_of(one) for one in kept or ())


def check_blocks(blocks: Sequence[Block]) -> None:
    """Raise MarkupError for the first block that cannot be set."""
    if len(blocks) > MAX_BLOCKS:
        raise MarkupError(_("A letter has at most %(count)s blocks.") % {"count": MAX_BLOCKS})
    for block in blocks:
        if problem := problem_with(block):
            raise MarkupError(problem)


def problem_with(block: Block) -> str:
    """What is wrong with one block; "" when nothing is."""
    for name, held in block.held.items():
        longest = LONGEST[name]
        if name == "text" and block.kind != BlockKind.TEXT:
            longest = ONE_LINE
            if "\n" in held.strip():
                return _("These words stand on one line.")
        if len(held) > longest:
            return _("That is too long.")
    try:
        fields_in([block.text])
        if block.kind == BlockKind.TEXT:
            markup.to_html(block.text)
    except MarkupError as error:
        return str(error)
    return _address_problem(block)


def _address_problem(block: Block) -> str:
    for address in (block.address, block.link):
        if "{{" in address or "}}" in address:
            return _("An address is the same for everybody; merge fields cannot stand in it.")
        if address and not markup.SAFE_ADDRESS.match(address):
            return _("The address “%(address)s” must begin with https:// or mailto:.") % {
                "address": address
            }
    return _missing(block)


def _missing(block: Block) -> str:
    """What a block cannot do without."""
    named = bool(block.text.strip())
    pictured = block.kind == BlockKind.IMAGE or (block.kind == BlockKind.CARD and block.address)
    if pictured and not block.address.lower().startswith("http"):
        return _("Please enter the address of the picture.")
    if block.kind == BlockKind.CARD and not (block.link and named):
        return _("A card needs a title and where it leads.")
    if block.kind == BlockKind.FILE and not (block.address and named):
        return _("A file needs a name and its address.")
    if block.kind == BlockKind.BUTTON and block.address and not named:
        return _("Please say what the button does.")
    return ""


def words_of(blocks: Iterable[Block]) -> str:
    """The words alone, in the small markup: to search in, to name fields, to show in lists."""
    found = []
    for block in blocks:
        text = block.text.strip()
        if block.kind == BlockKind.HEADING and text:
            text = f"# {text}"
        elif block.kind == BlockKind.IMAGE:
            text = text or block.address
        elif block.kind == BlockKind.CARD and block.note:
            text = f"{text}\n{block.note.strip()}"
        if text:
            found.append(text)
    return "\n\n".join(found)


def addresses_in(blocks: Iterable[Block]) -> list[str]:
    """Every address that a reader can follow, once, in order."""
    found: dict[str, None] = {}
    for block in blocks:
        if block.kind == BlockKind.TEXT:
            found |= dict.fromkeys(match[2] for match in markup.LINK.finditer(block.text))
        elif block.kind in {BlockKind.IMAGE, BlockKind.CARD}:
            found |= dict.fromkeys([block.link] if block.link else [])
        elif block.address:
            found[block.address] = None
    return list(found)


def split_tail(blocks: Sequence[Block]) -> tuple[Sequence[Block], Sequence[Block]]:
    """The letter up to its signature, and the buttons at its end, which stand below it."""
    at = len(blocks)
    while at and blocks[at - 1].kind == BlockKind.BUTTON:
        at -= 1
    return blocks[:at], blocks[at:]


def to_html(blocks: Iterable[Block], button: Button) -> str:
    """Safe HTML, places in the form ``{{ key }}``; runs in the language of the letter."""
    return "\n".join(_html(block, button) for block in blocks)


def to_text(blocks: Iterable[Block], button: Button) -> str:
    """The plain-text part, addresses written out."""
    return "\n\n".join(text for block in blocks if (text := _text(block, button)))


def _html(block: Block, button: Button) -> str:
    words = escape(markup.bare(block.text.strip()))
    if block.kind == BlockKind.TEXT:
        return markup.to_html(block.text)
    if block.kind == BlockKind.HEADING:
        return f"<h2>{words}</h2>" if words else ""
    if block.kind == BlockKind.DIVIDER:
        return "<hr>"
    if block.kind == BlockKind.BUTTON:
        return _button(block, button, words)
    made = {BlockKind.IMAGE: _picture, BlockKind.CARD: _card, BlockKind.FILE: _file}
    return made[block.kind](block, words)


def _picture(block: Block, words: str) -> str:
    picture = f'<img src="{escape(block.address)}" alt="{words}" width="536">'
    if block.link:
        picture = f'<a href="{escape(block.link)}">{picture}</a>'
    return f'<p class="picture">{picture}</p>'


def _file(block: Block, words: str) -> str:
    note = f' <span class="note">{escape(block.note)}</span>' if block.note else ""
    before = escape(_("Attachment:"))
    return f'<p class="file">{before} <a href="{escape(block.address)}">{words}</a>{note}</p>'


def _button(block: Block, button: Button, words: str) -> str:
    label, address, hint = words, escape(block.address), ""
    if block.answers:
        label, address = words or escape(button.label), ACTION
        hint = f'<tr><td class="hint" align="center">{escape(button.hint)}</td></tr>'
    return (
        '<table role="presentation" class="call" width="100%" cellpadding="0" cellspacing="0" '
        f'border="0"><tr><td class="button" align="center"><a href="{address}">{label}</a></td>'
        f"</tr>{hint}</table>"
    )


def _card(block: Block, words: str) -> str:
    """A picture, a title and a line, all of them one link, as cards look in a chat."""
    link = escape(block.link)
    note = escape(block.note.strip())
    picture = f'<img src="{escape(block.address)}" alt="" width="534"><br>' if block.address else ""
    below = f'<br><span class="note">{note}</span>' if note else ""
    bare = "" if picture else ' class="bare"'
    return (
        '<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" '
        f'border="0"><tr><td{bare}><a href="{link}">{picture}<strong>{words}</strong>{below}</a></td>'
        "</tr></table>"
    )


def _text(block: Block, button: Button) -> str:
    words = markup.bare(block.text.strip())
    if block.kind == BlockKind.TEXT:
        return markup.to_text(block.text)
    if block.kind == BlockKind.DIVIDER:
        return "———"
    lines = [words]
    if block.kind == BlockKind.IMAGE:
        lines = [f"[{words}]" if words else "", block.link]
    elif block.kind == BlockKind.CARD:
        lines = [words, block.note.strip(), block.link]
    elif block.kind == BlockKind.FILE:
        note = f" ({block.note})" if block.note else ""
        lines = [_("Attachment:") + f" {words}{note}", block.address]
    elif block.answers:
        label = _("%(label)s (one tap, no password):") % {"label": words or button.label}
        lines = [label, ACTION]
    elif block.kind == BlockKind.BUTTON:
        lines = [pgettext("mail", "%(label)s:") % {"label": words}, block.address]
    return "\n".join(line for line in lines if line)
