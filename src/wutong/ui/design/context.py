"""What every template knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import get_language

if TYPE_CHECKING:
    from django.http import HttpRequest


def design(request: HttpRequest) -> dict[str, Any]:
    """The university's names and colour, and whether this is the demo."""
    chinese = (get_language() or "").startswith("zh")
    university = settings.UNIVERSITY
    return {
        "university_name": university["name_zh" if chinese else "name_en"],
        "university": university,
        "is_demo": settings.DEMO,
    }
