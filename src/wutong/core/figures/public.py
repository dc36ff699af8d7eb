"""The door of the figures: register them, read them, close a year."""

from __future__ import annotations

from .drilldown import Column, DrillDown
from .engine import Computed, percent, read_figures, read_table, scope_key
from .enums import Rule, Unit
from .periods import Period, day_in_words
from .registry import (
    AccountChart,
    AccountTable,
    AnyFigure,
    Batch,
    DataSource,
    DerivedFigure,
    Figure,
    Reading,
    Reason,
    Section,
    TableColumn,
    TableRow,
    batches,
    charts,
    figures,
    sections,
    sources,
    tables,
)
from .watching import watch_tables
from .wording import change_in_words, compact, grouped, in_words

__all__ = [
    "AccountChart",
    "AccountTable",
    "AnyFigure",
    "Batch",
    "Column",
    "Computed",
    "DataSource",
    "DerivedFigure",
    "DrillDown",
    "Figure",
    "Period",
    "Reading",
    "Reason",
    "Rule",
    "Section",
    "TableColumn",
    "TableRow",
    "Unit",
    "batches",
    "change_in_words",
    "charts",
    "compact",
    "day_in_words",
    "figures",
    "grouped",
    "in_words",
    "percent",
    "read_figures",
    "read_table",
    "scope_key",
    "sections",
    "sources",
    "tables",
    "watch_tables",
]
