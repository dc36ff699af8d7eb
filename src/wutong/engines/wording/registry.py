"""The texts that are checked: each room says how one of its own is read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from wutong.engines.wording.checking.folding import fold_text, fold_words
from wutong.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from wutong.engines.wording.checking.findings import Finding
    from wutong.engines.wording.checking.folding import Folded
    from wutong.platform.accounts.models import User


@dataclass(frozen=True)
class Passage:
    """A part of a text in one language; ``label`` says which, where there are several."""

    text: str
    language: str
    label: str = ""

    @cached_property
    def _folded(self) -> Folded:
        return fold_text(self.text)

    def find(self, words: str) -> tuple[int, int] | None:
        """Where words stand in it, whatever their width, gaps and characters; None without."""
        wanted = fold_words(words)
        at = self._folded.text.find(wanted) if wanted else -1
        return self._folded.span(at, at + len(wanted)) if at >= 0 else None


@dataclass(frozen=True)
class Checkable:
    """A text as it is now. ``ref`` names it ("campaign:12"), ``url`` is the page it is worked on,
    ``legal_body`` in whose name it appears, ``public`` whether everybody may read it, ``on`` the
    day on which titles must be right (today where None).
    """

    ref: str
    title: str
    url: str
    passages: tuple[Passage, ...]
    legal_body: str = ""
    public: bool = False
    on: date | None = None


class CheckedTexts(Protocol):
    """The texts of one room, by the first half of their reference."""

    @property
    def permission(self) -> str:
        """Who may answer what was found."""
        ...

    def find(self, user: User, key: str) -> Checkable | None:
        """The text whose reference ends in ``key``; None outside the user's sight."""
        ...


checked: Registry[CheckedTexts] = Registry("texts that are checked")

further: Registry[Callable[[Passage, Checkable], Iterable[Finding]]] = Registry("further checks")
"""What other rooms find in a text besides: the same panel shows it, and it is answered there."""
