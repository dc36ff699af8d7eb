"""Findings about rows, told in the reader's language.

A finding is stored as `{"code": …, "cell": "E12", "field": "birth_date", …}`; the sentence names
the cell, the reason and the remedy. Rooms register the codes their importers use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from wutong.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrOrPromise

reasons: Registry[_StrOrPromise] = Registry("reasons")

_COMMON: dict[str, _StrOrPromise] = {
    "required": _("%(cell)s: “%(field)s” is empty. Fill it in, or leave the row out."),
    "bad_date": _("%(cell)s: “%(value)s” is no date. Write it like 2005-06-30."),
    "bad_year": _("%(cell)s: “%(value)s” is no year. Write it like 2005."),
    "future": _("%(cell)s: “%(value)s” lies in the future. Correct it."),
    "too_early": _("%(cell)s: “%(value)s” is too long ago to be right. Correct it."),
    "bad_choice": _(
        "%(cell)s: “%(value)s” is not known as “%(field)s”. Say what it means under “Words not"
        " understood”, or correct it."
    ),
    "bad_email": _("%(cell)s: “%(value)s” is no e-mail address. It will be left out."),
    "bad_phone": _("%(cell)s: “%(value)s” is no phone number. It will be left out."),
    "too_long": _("%(cell)s: “%(field)s” is too long (at most %(limit)s characters). Shorten it."),
    "lost_digits": _(
        "%(cell)s: the spreadsheet has shortened this number to “%(value)s”. Format the column as"
        " text and enter the number again."
    ),
    "duplicate": _("The same as row %(row)s of this file."),
    "change": _("%(field)s: %(old)s → %(new)s"),
    "add": _("%(field)s: %(new)s is added"),
    "formula_text": _("%(cell)s begins like a formula and is kept as plain text."),
}
for _code, _text in _COMMON.items():
    reasons.register(_code, _text)


def explain(finding: Mapping[str, Any], labels: Mapping[str, _StrOrPromise]) -> str:
    """The sentence for a finding; `labels` gives the names of its fields."""
    text = str(reasons.get(str(finding["code"])))
    values = {key: "" if value is None else str(value) for key, value in finding.items()}
    if "field" in values:
        values["field"] = str(labels.get(values["field"], values["field"]))
    for key in ("cell", "value", "old", "new"):
        values.setdefault(key, "")
    return text % values if "%(" in text else text
