"""Findings only a register has, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wutong.core.people.matching.wording import SENTENCES
from wutong.platform.tabular.reasons import reasons

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_OURS: dict[str, _StrOrPromise] = {
    "bad_name": _("%(cell)s: “%(value)s” is no name. Correct it, or leave the row out."),
    "years_reversed": _(
        "%(cell)s: the year of leaving (%(value)s) lies before the year of entry (%(entry)s)."
        " Correct one of them."
    ),
    "birth_inexact": _(
        "%(cell)s: “%(value)s” names no day. The date of birth is left out; a whole date would be"
        " entered."
    ),
    "place_unknown": _("%(cell)s: the place “%(value)s” is not known and is left out."),
    "contact_left_out": _("%(cell)s: “%(value)s” cannot be used and is left out."),
    "unit_missing": _("%(cell)s: a time of study needs its college. Fill in the college."),
    "level_missing": _("%(cell)s: a time of study needs its level. Fill in the level."),
    "ambiguous": _(
        "Could be %(candidates)s. Add the student number or the date of birth so that the right"
        " record is found."
    ),
    "possible": _("Possibly the same as %(label)s: %(because)s."),
    "name_differs": _(
        "%(cell)s: student number %(value)s belongs to %(label)s. If the name was changed, put"
        " the earlier one under “Former names”; otherwise correct the number."
    ),
    "number_twice": _(
        "%(cell)s: student number %(value)s stands already in row %(row)s, with other details."
        " Correct one of the rows."
    ),
    "birth_differs": _(
        "%(cell)s: %(label)s has the date of birth %(old)s on record, the file says %(value)s."
        " Change it on the record if the file is right."
    ),
    "restricted": _(
        "This row concerns a record kept by the director. Hand it over; it is not entered."
    ),
    "identity_number": _(
        "%(cell)s holds an identity number. Such numbers are not entered; use the student number."
    ),
    "bad_document": _(
        "%(cell)s is no valid number of an identity document and is left out. Compare it with the"
        " document."
    ),
    "document_differs": _(
        "%(cell)s: %(label)s has another identity document of this kind on record. Compare both."
    ),
    "degree_added": _("Study added: %(value)s"),
    "follows": _("The same person as in row %(row)s; this row adds to that record."),
    "employment_added": _("Work added: %(value)s"),
    "class_new": _("The class “%(value)s” is new and will be added."),
    "moved": _(
        "The record was changed after the check and has been left alone. Check the file again to"
        " enter the row."
    ),
    "kept_mail": _("Messages to this person since the import: %(count)s."),
    "kept": _("Left in place by the undo: %(why)s"),
}
for _code, _text in (*_OURS.items(), *SENTENCES.items()):
    reasons.register(_code, _text)
