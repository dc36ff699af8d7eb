"""The API's contract: its description in the repository is the one that is served."""

from __future__ import annotations

from pathlib import Path

from wutong.ui.api.docs import snapshot

KEPT = Path(__file__).resolve().parents[5] / "docs" / "reference" / "api" / "openapi.json"


def test_the_description_in_the_repository_is_what_is_served():
    """After a wished change: python manage.py describe_api."""
    assert KEPT.read_text(encoding="utf-8") == snapshot()
