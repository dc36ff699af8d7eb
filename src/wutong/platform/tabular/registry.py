"""What the import of a kind of table must offer, and where it is registered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from wutong.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from uuid import UUID

    from django.utils.functional import _StrOrPromise

    from wutong.platform.accounts.models import User
    from wutong.platform.tabular.models import ImportBatch

Report = Callable[[int, int, str], None]
"""Called with (done, total, message) while long work runs."""


@dataclass(frozen=True)
class FieldSpec:
    """A field that a column can fill.

    `aliases` are headings it goes by in any language; `choices` gives (code, label) pairs where
    words of the file must be understood as one of ours; `refused` marks what is not to be
    entered: the column is recognised, named, and left out; `masked` what a screen shows only in
    part; `sealed` what neither a screen nor the staging of rows ever holds: only the importer
    gets it.
    """

    key: str
    label: _StrOrPromise
    aliases: tuple[str, ...] = ()
    required: bool = False
    group: _StrOrPromise = ""
    hint: _StrOrPromise = ""
    choices: Callable[[], Sequence[tuple[str, str]]] | None = None
    refused: bool = False
    sealed: bool = False
    masked: Callable[[str], str] | None = None


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row of the file: its number there, its cells, and the cells of the mapped fields.
    `redacted` names the fields whose cell held an identity number and was blanked.
    """

    number: int
    cells: list[str]
    values: dict[str, str]
    redacted: tuple[str, ...] = ()


@dataclass(slots=True)
class RowVerdict:
    """What the check says of one row. `reasons` as in `ImportRow`."""

    verdict: str
    reasons: list[dict[str, Any]] = field(default_factory=list)
    target_ref: str = ""
    target_label: str = ""
    data: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Copy:
    """Rows on their way into a table, as the text that COPY reads; empty where there are none."""

    table: str
    columns: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A chunk after the check: a verdict per row, in order, and the importer's own staging."""

    verdicts: list[RowVerdict]
    staging: list[Copy] = field(default_factory=list)


class Checker(Protocol):
    """One dry run: takes the rows chunk by chunk. It only reads; the runner writes the staging."""

    def look_up(self, rows: Sequence[SourceRow]) -> Any:
        """What `check` needs to know of these rows. Runs beside the check of the chunk before, in
        a thread of its own and in the order of the file.
        """

    def check(self, rows: Sequence[SourceRow], found: Any) -> Checked:
        """Judge a chunk by what was looked up for it."""

    def finish(self) -> dict[str, Any]:
        """What is to be kept in the batch's notes, such as words nobody understood."""


@dataclass(frozen=True)
class UndoPreview:
    """What an undo would do now, in numbers of records."""

    removed: int = 0
    restored: int = 0
    kept: int = 0


class Importer(Protocol):
    """A kind of table that can come in."""

    @property
    def label(self) -> _StrOrPromise:
        """What such a table is called."""

    @property
    def description(self) -> _StrOrPromise:
        """What a row of it is, and what the import does."""

    @property
    def permission(self) -> str:
        """Who may bring it in, and take it back."""

    @property
    def fields(self) -> tuple[FieldSpec, ...]:
        """The fields that columns can fill."""

    @property
    def needs(self) -> tuple[tuple[str, ...], ...]:
        """Groups of fields of which at least one must be mapped."""

    def sample(self) -> Sequence[Mapping[str, str]]:
        """A few invented rows, field → cell, in the language that is active; they pass the check."""

    def checker(self, batch: ImportBatch, *, epoch_1904: bool) -> Checker:
        """Start a dry run."""

    def publish(self, batch: ImportBatch, report: Report) -> dict[str, int]:
        """Enter what is staged, in the caller's transaction, by set-based statements."""

    def undo(self, batch: ImportBatch, report: Report) -> dict[str, int]:
        """Take back what `publish` entered, in the caller's transaction."""

    def undo_preview(self, batch: ImportBatch) -> UndoPreview:
        """What `undo` would do now."""

    def discard(self, batch: ImportBatch) -> None:
        """Drop the importer's own staging."""

    def restage(self, batch: ImportBatch, row_nos: Collection[int]) -> dict[int, RowVerdict]:
        """Judge rows anew by what was chosen for them, with every row that hangs on one of them,
        and stage them anew; in the caller's transaction. The verdicts of all that were judged.
        """

    def hidden_from(self, user: User) -> Collection[str]:
        """The targets that the user must not be told of: their rows are left out of what is shown."""

    def labels(self, target_refs: Collection[str]) -> dict[str, str]:
        """What targets are called now, as far as they still stand."""

    def target_url(self, target_ref: str) -> tuple[str, Iterable[Any]] | None:
        """URL name and arguments of the page of a target."""


after_check: Registry[Callable[[UUID], None]] = Registry("after an import was checked")
"""Called with the import's key when a dry run is over, whoever asked for it."""

importers: Registry[Importer] = Registry("importers")
"""Filled by the rooms that own the records, in their `providers.py`."""
