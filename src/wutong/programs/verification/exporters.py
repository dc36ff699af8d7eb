"""The list of a college as a workbook that comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from wutong.platform.access.public import scope
from wutong.platform.tabular.exports.registry import ExportTable, exports
from wutong.programs.verification import rules
from wutong.programs.verification.models import UnitList
from wutong.programs.verification.services.workbook import headings, rows_out

if TYPE_CHECKING:
    from wutong.platform.accounts.models import User

KEY = "verification.list"


class VerificationListSource:
    """Row id, answer, and what is on record, contact points masked."""

    label = _("List to be verified")

    def permission(self, params: dict[str, Any]) -> str:
        """Those who answer it."""
        return rules.ANSWER

    def needs_reason(self, params: dict[str, Any]) -> bool:
        """The list is its reason."""
        return False

    def open(self, user: User, params: dict[str, Any]) -> ExportTable:
        """The lines of one list."""
        lists = scope(user, UnitList).select_related("unit", "round")
        unit_list = get_object_or_404(lists, pk=params["list"])
        return ExportTable(
            name=str(unit_list),
            columns=headings(),
            rows=rows_out(unit_list),
            total=unit_list.people,
        )


exports.register(KEY, VerificationListSource())
