"""What a mail server, a spam filter or a reader may dislike about a letter; nothing is fetched."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wutong.engines.outreach.blocks import addresses_in, words_of
from wutong.engines.outreach.enums import BlockKind
from wutong.engines.outreach.errors import MarkupError
from wutong.engines.outreach.letters import letters_of
from wutong.engines.outreach.markup import LINK, PLACE
from wutong.engines.outreach.message import content_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wutong.engines.outreach.letters import Letter
    from wutong.engines.outreach.models import Campaign

SHORTENED = frozenset({
    "t.cn", "url.cn", "w.url.cn", "dwz.cn", "suo.im", "mrw.so", "985.so", "u.nu", "bit.ly",
    "bitly.com", "t.co", "tinyurl.com", "goo.gl", "ow.ly", "is.gd", "buff.ly", "rebrand.ly",
    "cutt.ly", "shorturl.at", "rb.gy", "t.ly",
})  # fmt: skip
EMPTY_WORDS = frozenset(
    {"点击这里", "点此", "这里", "点击", "链接", "click here", "here", "link", "click", "read more"}
)
SALES = (
    "免费领取", "恭喜您中奖", "中奖", "立即抢购", "限时优惠", "代开发票", "点击领取", "最后机会",
    "100% free", "act now", "limited time", "you have won", "winner", "risk-free", "buy now",
)  # fmt: skip
HOST = re.compile(r"^(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+$")
UNLINKED = re.compile(
    r"(?<![\w@/.(-])(?:www\.[a-z0-9-]+\.[a-z]{2,}|https?://[^\s)\]，。；]+)", re.IGNORECASE
)
HALF_LINK = re.compile(r"\[[^\]\n]+\]\((?:[^)\s]*(?:\s|$)|\s*\))")
LATIN, CAPITAL = re.compile(r"[A-Za-z]"), re.compile(r"[A-Z]")
SUBJECT_LONG = {"zh-hans": 30, "en": 70}
SHORT_LETTER = {"zh-hans": 40, "en": 120}
SHOUTED = 8  # letters from which on capitals are shouting and not an abbreviation
LARGE_HTML = 60_000
MANY_PICTURES = 10


@dataclass(frozen=True)
class Finding:
    """One thing to look at; ``grave`` are those that break the letter or may get it refused."""

    language: str
    words: str
    grave: bool = False


def findings_in(campaign: Campaign) -> list[Finding]:
    """Everything to look at in a letter, the grave first; nothing for a text message."""
    if campaign.by_text:
        return []
    found = []
    for letter in letters_of(campaign):
        try:
            found += [
                Finding(letter.language, words, grave)
                for words, grave in _findings(campaign, letter)
            ]
        except MarkupError as error:
            found.append(Finding(letter.language, str(error), grave=True))
    return sorted(found, key=lambda one: not one.grave)


def _findings(campaign: Campaign, letter: Letter) -> Iterator[tuple[str, bool]]:
    yield from _of_subject(letter)
    words = words_of(letter.blocks) if letter.blocks else letter.body
    addresses = dict.fromkeys(
        [*addresses_in(letter.blocks), *(match[2] for match in LINK.finditer(words))]
    )
    for address in addresses:
        yield from _of_address(address)
    typed = [block for block in letter.blocks if block.kind == BlockKind.TEXT]
    yield from _of_links(words_of(typed) if letter.blocks else words)
    yield from _of_pictures(letter, words)
    said = f"{letter.subject} {words}".lower()
    if phrase := next((one for one in SALES if one in said), ""):
        yield (
            _("“%(phrase)s” is what advertising says; filters know it.") % {"phrase": phrase},
            False,
        )
    if letter.plain:
        missing = [one for one in addresses if one not in letter.plain]
        if missing:
            yield (
                _("The plain-text part lacks the address %(address)s.") % {"address": missing[0]},
                False,
            )
    size = len(content_of(campaign, letter).html.encode())
    if size > LARGE_HTML:
        yield (
            _("The letter is large (%(size)s KB); some mail programs cut off at 100 KB.")
            % {"size": size // 1000},
            False,
        )


def _of_subject(letter: Letter) -> Iterator[tuple[str, bool]]:
    subject = PLACE.sub("", letter.subject)
    capitals = len(CAPITAL.findall(subject))
    if capitals >= SHOUTED and capitals > 0.7 * len(LATIN.findall(subject)):
        yield _("The subject is in capital letters, as spam is."), True
    if re.search(r"[!！?？]{2}", subject):
        yield _("The subject has several marks of exclamation or question in a row."), False
    if len(subject) > SUBJECT_LONG[letter.language]:
        yield _("The subject is long; a phone shows only its beginning."), False


def _of_address(address: str) -> Iterator[tuple[str, bool]]:
    if address.lower().startswith("mailto:"):
        if not re.fullmatch(r"mailto:[^@\s]+@[^@\s]+\.[^@\s]+", address, re.IGNORECASE):
            yield _("The link %(address)s leads nowhere.") % {"address": address}, True
        return
    try:
        parts = urlsplit(address)
        host, _port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        host = ""
    ready = host.encode("idna").decode() if _encodable(host) else ""
    if _is_number(host):
        yield (
            _("The link %(address)s leads to a bare number; filters refuse such letters.")
            % {"address": address},
            True,
        )
    elif not HOST.match(ready):
        yield _("The link %(address)s leads nowhere.") % {"address": address}, True
    elif host.removeprefix("www.") in SHORTENED:
        yield (
            _("The link %(address)s is shortened; filters mistrust it. Use the full one.")
            % {"address": address},
            True,
        )
    if address.lower().startswith("http://"):
        yield (
            _("The link %(address)s is not encrypted; use https:// where it works.")
            % {"address": address},
            False,
        )


def _encodable(host: str) -> bool:
    try:
        return bool(host.encode("idna"))
    except UnicodeError:
        return False


def _is_number(host: str) -> bool:
    try:
        return bool(ipaddress.ip_address(host))
    except ValueError:
        return False


def _of_links(words: str) -> Iterator[tuple[str, bool]]:
    for match in LINK.finditer(words):
        shown, address = match[1].strip(), match[2]
        if shown.lower() in EMPTY_WORDS:
            yield _("“%(words)s” does not say where the link leads.") % {"words": shown}, False
        elif (named := _host_of(shown)) and named != _host_of(address):
            yield (
                _("A link says %(shown)s and leads to %(host)s: that is how fraud looks.")
                % {
                    "shown": shown,
                    "host": _host_of(address),
                },
                True,
            )
    rest = LINK.sub("", words)
    if half := HALF_LINK.search(rest):
        yield _("“%(words)s” is not a link; write [words](https://…).") % {"words": half[0]}, True
    elif bare := UNLINKED.search(rest):
        yield (
            _("“%(words)s” stays plain words; to make it a link write [words](https://…).")
            % {"words": bare[0]},
            False,
        )


def _host_of(text: str) -> str:
    """The host that a text names, without www; "" when it names none."""
    match = re.match(
        r"(?:https?://)?(?:www\.)?([a-z0-9.-]+\.[a-z]{2,})(?:[/:?#]|$)", text, re.IGNORECASE
    )
    return match[1].lower() if match else ""


def _of_pictures(letter: Letter, words: str) -> Iterator[tuple[str, bool]]:
    pictures = [block for block in letter.blocks if block.kind == BlockKind.IMAGE]
    if not pictures:
        return
    silent = sum(not block.text.strip() for block in pictures)
    if silent:
        yield (
            ngettext(
                "A picture has no words for those who cannot see it.",
                "%(count)s pictures have no words for those who cannot see them.",
                silent,
            )
            % {"count": silent},
            True,
        )
    if any(block.address.lower().startswith("http://") for block in pictures):
        yield _("A picture is not encrypted; mail programs do not show it."), False
    written = [
        block for block in letter.blocks if block.kind in {BlockKind.TEXT, BlockKind.HEADING}
    ]
    if len(words_of(written)) < SHORT_LETTER[letter.language]:
        yield _("The letter is hardly more than a picture; filters refuse such letters."), True
    if len(pictures) > MANY_PICTURES:
        yield _("There are many pictures; some mail programs will not load them."), False
