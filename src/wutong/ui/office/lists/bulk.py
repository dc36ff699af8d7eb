"""Acting on everything a list shows, with the number confirmed first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.forms import Form
    from django.utils.functional import _StrOrPromise

    from wutong.kernel.actors import Actor


@dataclass(frozen=True)
class BulkAction:
    """Something done to all chosen rows.

    ``describe(count)`` says in one sentence, with the number, what will happen.
    ``run(actor=, rows=, data=)`` does it and returns the sentence to show, or the address of a
    progress page (a string that starts with "/"). ``form_class`` asks for what it needs.
    """

    key: str
    label: _StrOrPromise
    permission: str
    describe: Callable[[int], str]
    run: Callable[[Actor, QuerySet[Any], dict[str, Any]], str]
    icon: str = "check"
    form_class: type[Form] | None = None
    final: bool = False
