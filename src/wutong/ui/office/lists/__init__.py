"""Lists of the office: ``OfficeListView`` and what it is made of."""

from wutong.ui.office.lists.bulk import BulkAction
from wutong.ui.office.lists.registry import ListEntry, lists, register_list
from wutong.ui.office.lists.table import (
    BadgeColumn,
    DayColumn,
    NumberColumn,
    OfficeTable,
    PersonColumn,
    TextColumn,
    TitleColumn,
)
from wutong.ui.office.lists.view import OfficeListView

__all__ = [
    "BadgeColumn",
    "BulkAction",
    "DayColumn",
    "ListEntry",
    "NumberColumn",
    "OfficeListView",
    "OfficeTable",
    "PersonColumn",
    "TextColumn",
    "TitleColumn",
    "lists",
    "register_list",
]
