"""What an account is made of: text and numbers of one language, ready to print."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal

    from wutong.core.figures.models import Closing
    from wutong.core.figures.public import Period


@dataclass(frozen=True)
class StandingLine:
    """A closed value, today's count and why they differ."""

    figure_id: int
    differs: bool
    today: str
    reasons: tuple[str, ...]
    restatements: tuple[str, ...]


@dataclass(frozen=True)
class FigureLine:
    """A figure as printed."""

    code: str
    title: str
    value: str
    unit: str
    words: str
    before: str
    change: str
    direction: str
    grades: tuple[tuple[str, str], ...]
    definition: str
    rule: str
    version: int
    as_at: bool
    populations: str
    body: str
    includes: tuple[str, ...]
    within: str
    made_of: tuple[str, ...]
    spark: tuple[tuple[str, str, float | None], ...]
    standing: StandingLine | None
    is_derived: bool
    number: int | Decimal | None
    number_before: int | Decimal | None

    @property
    def letters(self) -> str:
        """The footnote letters: the grades of the rows behind the value."""
        return "".join(letter for letter, _count in self.grades)


@dataclass(frozen=True)
class Cell:
    """A cell of a table: what is printed, and the figure its rows belong to."""

    text: str
    figure: str = ""
    small: bool = False


@dataclass(frozen=True)
class TableLine:
    """A row of a table."""

    label: str
    code: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class TableView:
    """A table of the account."""

    key: str
    title: str
    row_title: str
    heads: tuple[str, ...]
    lines: tuple[TableLine, ...]
    note: str
    hides: bool


@dataclass(frozen=True)
class ChartPlan:
    """A chart to be drawn: its digest names the drawing, the table says the same in numbers."""

    key: str
    title: str
    alt: str
    digest: str
    spec: dict[str, Any]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class SectionView:
    """A heading with its figures, tables and charts."""

    code: str
    title: str
    lead: str
    lines: tuple[FigureLine, ...]
    tables: tuple[TableView, ...]
    charts: tuple[ChartPlan, ...]


@dataclass(frozen=True)
class Account:
    """The account of a period in one language, as one viewer may see it."""

    title: str
    university: str
    body: str
    period: Period
    compared: Period
    label: str
    compared_label: str
    so_far: bool
    as_of: str
    as_of_day: date
    computed_at: datetime
    language: str
    population: str
    definition: str
    definition_version: int
    groups: str
    scope: str
    whole: bool
    notes: tuple[str, ...]
    sections: tuple[SectionView, ...]
    headline: tuple[FigureLine, ...] = field(default=())
    summary: tuple[str, ...] = field(default=())
    closing: Closing | None = None
    closing_text: str = ""

    @property
    def lines(self) -> list[FigureLine]:
        """Every figure, section by section."""
        return [line for section in self.sections for line in section.lines]
