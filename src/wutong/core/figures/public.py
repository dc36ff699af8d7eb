"""The door of the figures: register them, read them, close a year."""

from __future__ import annotations

from .closing import (
    OFFICIAL,
    Standing,
    close_year,
    closing_of,
    official,
    prepare_closing,
    restate_figure,
    standing_figures,
    withdraw_closing,
)
from .drilldown import Column, DrillDown
from .engine import Computed, percent, read_figures, read_table, scope_key
from .enums import PAIR_RULES, Rule, Unit
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
from .wording import change_in_words, compact, grouped, in_words, is_chinese

__all__ = [
    "OFFICIAL",
    "PAIR_RULES",
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
    "Standing",
    "TableColumn",
    "TableRow",
    "Unit",
    "batches",
    "change_in_words",
    "charts",
    "close_year",
    "closing_of",
    "compact",
    "day_in_words",
    "figures",
    "grouped",
    "in_words",
    "is_chinese",
    "official",
    "percent",
    "prepare_closing",
    "read_figures",
    "read_table",
    "restate_figure",
    "scope_key",
    "sections",
    "sources",
    "standing_figures",
    "tables",
    "watch_tables",
    "withdraw_closing",
]
