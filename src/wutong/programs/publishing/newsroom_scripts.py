"""What Wagtail's scripts say, with the words its own Chinese catalogue lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.localization import get_localized_response

from wutong.programs.publishing.newsroom_words import WORDS_OF_SCRIPTS

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


class WordsOfScripts(JavaScriptCatalog):
    """Wagtail's catalogue and ours."""

    packages = ["wagtail.admin"]

    def get_catalog(self) -> dict[str, Any]:
        """Ours where Wagtail has none."""
        catalogue: dict[str, Any] = super().get_catalog()
        ours = {word: said for word in WORDS_OF_SCRIPTS if (said := gettext(word)) != word}
        return {**ours, **catalogue}


_answer = WordsOfScripts.as_view()


def words_of_scripts(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """In the language of the account."""
    response: HttpResponseBase = get_localized_response(_answer, request, *args, **kwargs)
    return response
