"""What the newsroom's menu shows: a way back to the office, and nothing that is done elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.safestring import SafeString

#: Accounts, groups and languages are looked after in the office or in code; help pages lie abroad.
ELSEWHERE = frozenset({"users", "groups", "locales", "sites", "help", "styleguide"})


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]
def back_to_office() -> MenuItem:
    """The first item of the menu."""
    return MenuItem(
        _("Back to the office"),
        reverse_lazy("office:home"),
        name="office",
        icon_name="arrow-left",
        order=1,
    )


@hooks.register("construct_settings_menu")  # type: ignore[untyped-decorator]
@hooks.register("construct_main_menu")  # type: ignore[untyped-decorator]
def hide_what_is_elsewhere(_request: HttpRequest, items: list[Any]) -> None:
    """One place for everything."""
    items[:] = [item for item in items if item.name not in ELSEWHERE]


@hooks.register("insert_global_admin_css")  # type: ignore[untyped-decorator]
def newsroom_style() -> SafeString:
    """Our colours in Wagtail's variables."""
    return format_html('<link rel="stylesheet" href="{}">', static("publishing/newsroom.css"))
