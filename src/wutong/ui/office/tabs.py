"""Pages of one room beside one another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from wutong.platform.access.public import can

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


class TabsMixin:
    """Puts ``tabs`` into the context for ``office/parts/tabs.html``, and ``may_import``.

    ``tabs`` are (name of the address in the office, label); ``tab`` is the name of this page.
    """

    tabs: tuple[tuple[str, _StrOrPromise], ...] = ()
    tab = ""
    import_permission = ""

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """With the tabs."""
        named = self.import_permission
        context: dict[str, Any] = super().get_context_data(  # type: ignore[misc] # of the view
            tabs=[
                {"label": label, "url": reverse(f"office:{name}"), "current": name == self.tab}
                for name, label in self.tabs
            ],
            may_import=bool(named) and can(self.user, named),  # type: ignore[attr-defined]
            **extra,
        )
        return context
