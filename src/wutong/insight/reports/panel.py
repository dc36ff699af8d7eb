"""This year's figures on the home page: from the cache only, so that home is never slow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wutong.core.figures.public import (
    OFFICIAL,
    Computed,
    Period,
    Unit,
    figures,
    read_figures,
)
from wutong.kernel import clock
from wutong.platform.access.public import Scopes, scopes_of

from .account import HEADLINE, shown, windows_of

if TYPE_CHECKING:
    from wutong.platform.accounts.models import User

MORE = ("greetings.sent", "greetings.responded")


@dataclass(frozen=True)
class PanelFigure:
    """A figure of the panel."""

    code: str
    title: object
    value: str
    unit: object
    before: str
    now: float | None
    then: float | None
    spark: tuple[float, ...]


def this_year() -> Period:
    """The running year up to today."""
    today = clock.today()
    return Period.year(today.year).until(today)


def _codes() -> list[str]:
    return [code for code in (*HEADLINE, *MORE) if code in figures]


def panel_context(user: User) -> dict[str, Any]:
    """The headline figures as last counted, with the moment; no lines before the first count."""
    period = this_year()
    windows = windows_of(period)
    computed = read_figures(figures.keys(), windows, scopes_of(user), stale_ok=True)
    lines = [
        _line(code, windows, computed)
        for code in _codes()
        if (code, period) in computed.readings and (code, windows[-2]) in computed.readings
    ]
    return {
        "lines": lines,
        "computed_at": computed.computed_at,
        "fresh": computed.fresh,
        "year": period.start.year,
        "compared": windows[-2],
    }


def _line(code: str, windows: list[Period], computed: Computed) -> PanelFigure:
    figure = figures.get(code)
    unit = Unit(figure.unit)
    now, before = (computed.readings[code, window].value for window in (windows[-1], windows[-2]))
    values = [computed.readings[code, window].value for window in windows]
    return PanelFigure(
        code=code,
        title=figure.title,
        value=shown(now, unit),
        unit=unit.label,
        before=shown(before, unit),
        now=None if now is None else float(now),
        then=None if before is None else float(before),
        spark=tuple(float(value) for value in values if value is not None),
    )


def count_this_year(scopes: Scopes) -> None:
    """Count the running year within one sight, so that its panel and account are there."""
    read_figures(figures.keys(), windows_of(this_year()), scopes)


def warm_panel() -> None:
    """Count the running year for the two sights that most people have."""
    for scopes in (OFFICIAL, Scopes(everything=True)):
        count_this_year(scopes)
