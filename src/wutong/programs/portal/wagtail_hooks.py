"""Pages of the newsroom may be kept for everybody; any public change builds them anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail import hooks

from wutong.ui.site.public import keep

if TYPE_CHECKING:
    from django.http import HttpRequest


@hooks.register("before_serve_page", order=1_000)  # type: ignore[untyped-decorator]
def keep_page(
    page: Any, request: HttpRequest, serve_args: list[Any], serve_kwargs: dict[str, Any]
) -> None:
    """After Wagtail's own hook, which answers in a page's place when it is not for everybody."""
    keep(request)
