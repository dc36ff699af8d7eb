"""Pieces of wording that criteria share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def span(low: int | str | None, high: int | str | None) -> str:
    """``2001–2005``, ``2001``, ``from 2001`` or ``until 2005``."""
    if low and high and low != high:
        return _("%(low)s–%(high)s") % {"low": low, "high": high}
    if low and high:
        return str(low)
    if low:
        return _("from %(low)s") % {"low": low}
    return _("until %(high)s") % {"high": high} if high else ""


def listed(names: Iterable[object]) -> str:
    """Names one after another, as the language does it; long lists are cut."""
    items = [str(name) for name in names]
    if len(items) > 6:
        rest = len(items) - 5
        return _("%(names)s and %(count)s more") % {
            "names": _(", ").join(items[:5]),
            "count": rest,
        }
    return _(", ").join(items)


def between(field: str, params: Mapping[str, Any], name: str) -> Q:
    """``field`` within ``<name>_from`` and ``<name>_to``, each of which may be missing."""
    condition = Q()
    if low := params.get(f"{name}_from"):
        condition &= Q(**{f"{field}__gte": low})
    if high := params.get(f"{name}_to"):
        condition &= Q(**{f"{field}__lte": high})
    return condition


def shown(rows: Iterable[object]) -> str:
    """What a person has, as a short list; "" for nothing."""
    return listed(text for row in rows if (text := str(row).strip()))


def names_in(params: Mapping[str, Any], name: str) -> list[str]:
    """Several words in one field, separated by commas of either width."""
    text = str(params.get(name, "")).replace("，", ",").replace("、", ",")
    return [word.strip() for word in text.split(",") if word.strip()]


def known(codes: Iterable[str], labels: Mapping[str, Any]) -> str:
    """Codes by their labels; one that is gone by itself."""
    return listed(labels.get(code, code) for code in codes)
