"""The registry of figures: what can be counted, how, and where it stands in the account.

A room registers in its ``providers.py``::

    figures.add(Figure(code="greetings.sent", title=_("Greetings sent"), unit=Unit.MAIL, ...))

Reports compose what is registered and know no programme.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wutong.core.reference.enums import Population, SourceGrade
from wutong.kernel.registry import Registry

from .enums import DERIVED_RULES, PAIR_RULES, Rule, Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from decimal import Decimal

    from django.utils.functional import _StrPromise

    from wutong.platform.access.public import Scopes

    from .drilldown import DrillDown
    from .periods import Period


@dataclass(frozen=True)
class Section:
    """A heading of the account; empty ones are not printed."""

    code: str
    title: _StrPromise
    lead: _StrPromise


@dataclass(frozen=True)
class Reading:
    """A value as counted. ``grades`` says how many (of the unit) rest on which source grade.

    ``value`` is None where there is nothing to divide by.
    """

    value: int | Decimal | None
    grades: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Figure:
    """A figure that is counted from rows.

    ``rows(period, scopes)`` gives the drill-down, and its count or sum *is* the figure.
    ``batch`` names a registered batch that gets the same values set-based for many periods at
    once; without one each period is counted from its rows. ``as_at``: a state at the period's
    end and not something that happened within it. ``source`` is the data source whose changes
    make a stored value stale. Raise ``version`` whenever the definition changes. Sentences give
    round numbers ("more than 70") from ``rounded_from`` on.
    """

    code: str
    title: _StrPromise
    definition: _StrPromise
    unit: Unit
    rule: Rule
    section: str
    source: str
    rows: Callable[[Period, Scopes], DrillDown]
    batch: str = ""
    version: int = 1
    as_at: bool = False
    populations: tuple[Population, ...] = (Population.ALUMNUS,)
    source_grade: SourceGrade | None = None
    includes: tuple[str, ...] = ()
    within: str = ""
    legal_body: str = "department"
    rounded_from: int = 100

    def __post_init__(self) -> None:
        if self.rule in DERIVED_RULES:
            message = f"{self.code}: a derived rule needs a DerivedFigure"
            raise ValueError(message)

    @property
    def is_derived(self) -> bool:
        """False: it has rows."""
        return False


@dataclass(frozen=True)
class DerivedFigure:
    """Arithmetic on registered figures.

    Difference and growth take one figure and compare the period with its comparison window by
    the same rule; a ratio takes two (part, whole) and is printed in percent; times takes two (now,
    before) and says by how many times the first exceeds the second (11 of 1: 10 times more).
    """

    code: str
    title: _StrPromise
    definition: _StrPromise
    rule: Rule
    section: str
    of: tuple[str, ...]
    unit: Unit = Unit.PERCENT
    version: int = 1
    as_at: bool = False
    populations: tuple[Population, ...] = (Population.ALUMNUS,)
    includes: tuple[str, ...] = ()
    within: str = ""
    legal_body: str = "department"

    def __post_init__(self) -> None:
        wanted = 2 if self.rule in PAIR_RULES else 1
        if self.rule not in DERIVED_RULES or len(self.of) != wanted:
            message = f"{self.code}: {self.rule} is made of {wanted} figure(s)"
            raise ValueError(message)

    @property
    def is_derived(self) -> bool:
        """True: it opens to the figures it is made of."""
        return True


AnyFigure = Figure | DerivedFigure


@dataclass(frozen=True)
class Batch:
    """Counts several figures for several periods in a few statements."""

    key: str
    source: str
    compute: Callable[[Sequence[Period], Scopes], Mapping[tuple[str, Period], Reading]]


@dataclass(frozen=True)
class Reason:
    """Why a recalculation differs from a stored value."""

    text: _StrPromise
    count: int | None = None


@dataclass(frozen=True)
class DataSource:
    """Where figures come from.

    Its version is the number of changing statements seen by the triggers that
    ``WatchTables`` (see ``public``) puts on its tables, unless ``version`` says otherwise.
    ``changes_since`` explains what was entered or taken back after a moment, for one period.
    """

    key: str
    label: _StrPromise
    version: Callable[[], str] | None = None
    changes_since: Callable[[Period, datetime], Sequence[Reason]] | None = None


@dataclass(frozen=True)
class TableColumn:
    """A column of a table in the account; its cells open the rows of ``figure`` for their row."""

    label: _StrPromise
    unit: Unit | None = None
    figure: str = ""


@dataclass(frozen=True)
class TableRow:
    """``values`` follow the columns; ``code`` is the college whose rows the cells open."""

    label_zh: str
    label_en: str
    values: tuple[Any, ...]
    code: str = ""


@dataclass(frozen=True)
class AccountTable:
    """A table that breaks figures down (by college …). Cells under 5 are hidden when printed."""

    key: str
    title: _StrPromise
    section: str
    source: str
    row_title: _StrPromise
    columns: tuple[TableColumn, ...]
    compute: Callable[[Period, Scopes], Sequence[TableRow]]
    note: _StrPromise | None = None


@dataclass(frozen=True)
class AccountChart:
    """A chart of registered figures over five windows (``trend``) or of a table (``bars``)."""

    key: str
    title: _StrPromise
    section: str
    kind: str
    figures: tuple[str, ...] = ()
    table: str = ""
    column: int = 0


class FigureRegistry(Registry[AnyFigure]):
    """Figures by code."""

    def add(self, figure: AnyFigure, *, order: int = 100) -> AnyFigure:
        """Register ``figure`` under its own code."""
        return self.register(figure.code, figure, order=order)


figures = FigureRegistry("figures")
sections: Registry[Section] = Registry("figures.sections")
batches: Registry[Batch] = Registry("figures.batches")
sources: Registry[DataSource] = Registry("figures.sources")
tables: Registry[AccountTable] = Registry("figures.tables")
charts: Registry[AccountChart] = Registry("figures.charts")
