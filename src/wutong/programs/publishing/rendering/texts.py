"""Rich text made safe: whatever was pasted, imported or typed, only these words of HTML go out."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING

import nh3

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from wutong.programs.publishing.models import StoryPage

TAGS = {"p", "br", "h2", "h3", "b", "strong", "i", "em", "ol", "ul", "li", "blockquote", "a", "hr"}
SCHEMES = {"http", "https", "mailto"}
_PAGE_LINK = re.compile(r"<a\b[^>]*\blinktype=[\"']page[\"'][^>]*>", re.IGNORECASE)
_ID = re.compile(r"\bid=[\"'](\d+)[\"']")
_TAG = re.compile(r"<(/?)(\w+)([^>]*)>")
_HREF = re.compile(r'href="([^"]*)"')
_BLOCK_END = re.compile(r"</(?:p|li|h2|h3|blockquote)>|<br\s*/?>|<hr\s*/?>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^>]+>")
_SPACES = re.compile(r"[ \t]*\n[ \t\n]*")
_WORD = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]|[A-Za-z0-9]+(?:['’-][A-Za-z0-9]+)*")


def pages_linked(texts: Iterable[str]) -> set[int]:
    """The pages that links of these texts lead to."""
    found = set()
    for text in texts:
        for link in _PAGE_LINK.findall(text):
            match = _ID.search(link)
            if match:
                found.add(int(match[1]))
    return found


def clean(text: str, pages: Mapping[int, str] | None = None) -> str:
    """Safe HTML; ``pages`` are the addresses of pages by id, others lose their link."""

    def address(match: re.Match[str]) -> str:
        found = _ID.search(match[0])
        path = (pages or {}).get(int(found[1])) if found else None
        return f'<a href="{escape(path)}">' if path else "<a>"

    return nh3.clean(
        _PAGE_LINK.sub(address, text),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
    )


def plain(html: str) -> str:
    """The words of safe or unsafe HTML, paragraph by paragraph."""
    broken = _BLOCK_END.sub("\n", nh3.clean(html, tags=TAGS, attributes={}, link_rel=None))
    return _SPACES.sub("\n", unescape(_ANY_TAG.sub("", broken))).strip()


def words_in(text: str) -> int:
    """How long it is: Chinese characters, and words of other languages."""
    return len(_WORD.findall(text))


def styled(html: str, styles: Mapping[str, str], link: Callable[[str, bool], str]) -> str:
    """Safe HTML (of `clean`) with an inline style on each element, as letters and WeChat need it.
    ``link(address, closing)`` writes what stands for a link.
    """

    def dress(match: re.Match[str]) -> str:
        closing, tag, rest = match[1], match[2].lower(), match[3]
        if tag == "a":
            href = _HREF.search(rest)
            return link(unescape(href[1]) if href else "", bool(closing))
        if closing:
            return f"</{tag}>"
        style = styles.get(tag, "")
        return f'<{tag} style="{style}">' if style else f"<{tag}>"

    return _TAG.sub(dress, html)


def addressed(page: StoryPage) -> str:
    """Where a page of the site stands, from its path in the tree (no query)."""
    from django.conf import settings  # noqa: PLC0415 - used here alone

    tail = page.url_path.strip("/").split("/", 1)
    rest = f"{tail[1]}/" if len(tail) > 1 else ""
    english = page.locale.language_code != settings.LANGUAGE_CODE
    return f"/en/{rest}" if english else f"/{rest}"
