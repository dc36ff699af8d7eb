"""Changes of what the public pages show."""

from __future__ import annotations

from wutong.programs.publishing.services.figures import refresh_public_figures

__all__ = ["refresh_public_figures"]
