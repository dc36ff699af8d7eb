"""The same small university as the figures are tested with."""

from __future__ import annotations

from wutong.core.figures.tests.conftest import campus, full_campus  # noqa: F401
