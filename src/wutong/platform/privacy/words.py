"""Periods in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import ngettext

if TYPE_CHECKING:
    from collections.abc import Callable

YEAR = 365.25


def after_days(days: int) -> Callable[[], str]:
    """Such as "180 days"; what comes to whole years is said in years."""
    years = round(days / YEAR)
    if years >= 2 and abs(days - years * YEAR) < 2:
        return after_years(years)
    return lambda: ngettext("%(count)s day", "%(count)s days", days) % {"count": days}


def after_years(years: int) -> Callable[[], str]:
    """Such as "3 years"."""
    return lambda: ngettext("%(count)s year", "%(count)s years", years) % {"count": years}
