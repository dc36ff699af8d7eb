"""What upper rooms tell this one: where else the address of a letter's picture may stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wutong.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

letter_texts: Registry[Callable[[], QuerySet[Any, Any]]] = Registry("texts of letters")
"""Rows of a table and the names of its columns that hold words of letters: a query of values, as
in ``Moment.objects.values_list("body_zh", "body_en")``. A file that none of them names is kept for
nobody.
"""

__all__ = ["letter_texts"]
