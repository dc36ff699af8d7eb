"""What every room holds about a person, how long, and what becomes of it.

A room registers its holdings in its ``providers.py``; the rooms of the platform below this one
know nobody and are registered here (``platform_holdings``). A test walks over every column that
names a person and fails for a table that no holding names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wutong.kernel.registry import Registry
from wutong.platform.privacy.enums import Fate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from django.utils.functional import _StrOrPromise

    from wutong.kernel.actors import Actor

__all__ = [
    "Attachment",
    "Holding",
    "RetentionRule",
    "Subject",
    "Table",
    "aliases",
    "attachments",
    "hindrances",
    "holdings",
    "restraints",
    "retention_rules",
]


@dataclass(frozen=True)
class Subject:
    """Somebody, under every name the house has for them: ``person:12`` first, then records merged
    into it, ``user:5`` and ``email:a@b.example`` for each address.
    """

    refs: tuple[str, ...]

    @property
    def ref(self) -> str:
        """The name it was asked for by."""
        return self.refs[0]

    def values(self, kind: str) -> list[str]:
        """What stands behind ``kind:``."""
        return [ref.partition(":")[2] for ref in self.refs if ref.partition(":")[0] == kind]

    def ids(self, kind: str) -> list[int]:
        """The numbers of ``kind``."""
        return [int(value) for value in self.values(kind)]


@dataclass(frozen=True)
class Table:
    """Rows as they leave: ``columns`` are (code, words), ``rows`` plain values in that order."""

    columns: tuple[tuple[str, _StrOrPromise], ...]
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Holding:
    """One kind of thing a room holds about people.

    ``read`` gives the subject's rows for their copy. ``fate`` says what an erasure does, ``erase``
    does it and returns how many rows it touched (None for what is locked). Whatever is not erased
    needs a ``ground`` that the person is told. ``tables`` are the database tables it answers for.
    ``erase`` of low ``order`` runs first: upper rooms before those they build on.
    """

    title: _StrOrPromise
    purpose: _StrOrPromise
    fate: Fate
    read: Callable[[Subject], Table]
    erase: Callable[[Actor, Subject], int] | None = None
    ground: _StrOrPromise = ""
    tables: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.fate is not Fate.ERASE and not self.ground:
            message = "a holding that is not erased says why"
            raise ValueError(message)
        if (self.erase is None) != (self.fate is Fate.LOCK):
            message = "only what is locked has no eraser"
            raise ValueError(message)


@dataclass(frozen=True)
class RetentionRule:
    """How long something is kept, for everybody.

    ``due(moment)`` counts what will have passed its time by then, ``run(actor, moment)`` removes it
    and returns how many; it must be safe to run again after being killed half-way.
    """

    title: _StrOrPromise
    purpose: _StrOrPromise
    period: Callable[[], _StrOrPromise]
    due: Callable[[datetime], int]
    run: Callable[[Actor, datetime], int]
    ground: _StrOrPromise = ""


@dataclass(frozen=True)
class Attachment:
    """A further file of a copy: its name and how it is made; None leaves it out."""

    name: str
    make: Callable[[Subject], bytes | None]


holdings: Registry[Holding] = Registry("privacy.holdings")
retention_rules: Registry[RetentionRule] = Registry("privacy.retention_rules")
attachments: Registry[Attachment] = Registry("privacy.attachments")
aliases: Registry[Callable[[str], Iterable[str]]] = Registry("privacy.aliases")
"""Further names of the one a reference means; each room gives those it knows."""
hindrances: Registry[Callable[[Subject], Iterable[_StrOrPromise]]] = Registry("privacy.hindrances")
"""What must be settled before somebody can be erased, as sentences."""
restraints: Registry[Callable[[Actor, Subject], None]] = Registry("privacy.restraints")
"""What each room does to keep somebody's data out of use (个人信息保护法 第四十四条; GDPR 18)."""
