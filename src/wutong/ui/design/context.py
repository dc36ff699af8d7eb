"""What every template knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import get_language

from wutong.ui.design.preferences import appearance_of
from wutong.ui.design.theme import theme_address

if TYPE_CHECKING:
    from django.http import HttpRequest


def design(request: HttpRequest) -> dict[str, Any]:
    """The university's names and colour, how this visitor wants it to look, the language."""
    language = get_language() or settings.LANGUAGE_CODE
    university = settings.UNIVERSITY
    appearance = appearance_of(request)
    return {
        "university_name": university["name_zh" if language.startswith("zh") else "name_en"],
        "university": university,
        "is_demo": settings.DEMO,
        "source_url": settings.SOURCE_URL,
        "page_language": "zh-Hans" if language.startswith("zh") else "en",
        "theme": appearance.theme,
        "density": appearance.density,
        "theme_address": theme_address(),
    }
