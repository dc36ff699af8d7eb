"""What can be taken out as a file, and what a source of rows must offer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from wutong.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.utils.functional import _StrOrPromise

    from wutong.platform.accounts.models import User


@dataclass(frozen=True)
class ExportTable:
    """The rows of an export as the acting user may see them.

    `name` becomes the file's name (without suffix); `rows` are values of any plain type and are
    read once; `total` is for the progress bar (0 where unknown); `about` are further lines for
    the sheet that says where the file comes from.
    """

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Any]]
    total: int = 0
    about: Sequence[tuple[str, str]] = field(default_factory=tuple)


class ExportSource(Protocol):
    """A kind of export. `open` must start from `access.scope` of the user it is given: it runs
    in the worker, long after the page was left.
    """

    @property
    def label(self) -> _StrOrPromise:
        """What is taken out."""

    def permission(self, params: dict[str, Any]) -> str:
        """The permission it needs."""

    def needs_reason(self, params: dict[str, Any]) -> bool:
        """Whether a reason must be given."""

    def open(self, user: User, params: dict[str, Any]) -> ExportTable:
        """The rows, lazily."""


exports: Registry[ExportSource] = Registry("exports")
