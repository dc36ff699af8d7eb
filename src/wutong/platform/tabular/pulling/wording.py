"""Why a fetch was not entered by itself, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.utils.functional import _StrOrPromise

SENTENCES: dict[str, _StrOrPromise] = {
    "columns": _(
        "A register with these headings comes for the first time. Choose its columns; from then"
        " on they are known."
    ),
    "by_hand": _("This source waits for a person every time."),
    "new": _("%(count)s new rows, at most %(limit)s are entered by themselves."),
    "changed": _("%(count)s changed rows, at most %(limit)s are entered by themselves."),
    "rejected": _("%(count)s rows cannot be entered, at most %(limit)s are passed over."),
    "fewer": _("Only %(count)s rows, %(before)s the last time: the register may be cut off."),
}


def in_words(reasons: Iterable[Mapping[str, Any]]) -> list[str]:
    """The reasons as sentences."""
    return [str(SENTENCES[reason["code"]]) % reason for reason in reasons]
