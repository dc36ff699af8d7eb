"""Write once, seen everywhere: one story in the form each channel gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.http import Http404, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin

from wutong.platform.access.public import can
from wutong.platform.languages.public import OWN_NAMES
from wutong.platform.outbox.public import count_segments
from wutong.programs.publishing import rules
from wutong.programs.publishing.archive import in_words_of
from wutong.programs.publishing.enums import Place
from wutong.programs.publishing.office.views import StoryOfficeView
from wutong.programs.publishing.registry import channels, copies
from wutong.programs.publishing.rendering import letters, plain
from wutong.programs.publishing.rendering.parts import sheet_of
from wutong.programs.publishing.rendering.texts import addressed
from wutong.programs.publishing.site.reader import preview_story

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from wutong.programs.publishing.models import StoryPage
    from wutong.programs.publishing.registry import StoryCopy

FORMS = (
    ("site", gettext_lazy("Website"), "newsroom"),
    ("mail", pgettext_lazy("story", "Letter"), "mail"),
    ("wechat", gettext_lazy("WeChat"), "phone"),
    ("journal", gettext_lazy("Journal"), "book"),
    ("text", gettext_lazy("Text message"), "phone"),
)
KNOWN = {form for form, _label, _icon in FORMS}


class EverywhereView(StoryOfficeView):
    """Every form of one story beside what can be made of it, and where its copies are."""

    template_name = "publishing/office/everywhere.html"
    page_title = gettext_lazy("Everywhere")

    @property
    def language(self) -> str:
        """Asked for, else the first there is."""
        asked = self.request.GET.get("language", "")
        return asked if asked in self.drafts else next(iter(self.drafts))

    def _ways(self, made: Sequence[StoryCopy]) -> list[dict[str, Any]]:
        """Channel by channel: where the story stands there, and what makes one more copy."""
        return [
            {
                "form": form,
                "label": label,
                "icon": icon,
                "copies": [copy for copy in made if copy.form == form],
                "ways": [
                    (name, way)
                    for name, way in channels.items()
                    if way.form == form and can(self.user, way.permission)
                ],
                "pages": [
                    (OWN_NAMES[code], page.live, addressed(page) if page.live else "")
                    for code, page in self.pages.items()
                ]
                if form == "site"
                else [],
            }
            for form, label, icon in FORMS
        ]

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """The channels as buttons with their state, and below how each form looks."""
        code = self.language
        draft = self.drafts[code]
        with in_words_of(code):
            journal = plain.journal_text(sheet_of(draft, Place.JOURNAL))
        text = plain.text_message(draft)
        held = [(keeper, found) for keeper in copies if (found := keeper.where_is(self.key))]
        return super().get_context_data(
            key=self.key,
            code=code,
            languages=[(one, OWN_NAMES[one]) for one in self.drafts],
            shown=[{"form": form, "label": label, "icon": icon} for form, label, icon in FORMS],
            ways=self._ways([copy for _keeper, found in held for copy in found]),
            draft=draft,
            public=any(page.live for page in self.pages.values()),
            unpublished=self.pages[code].has_unpublished_changes or not self.pages[code].live,
            journal=[
                (one.startswith("# "), one.removeprefix("# ")) for one in journal.split("\n\n")
            ],
            text=text,
            segments=count_segments(text).parts,
            held=[
                (keeper, rest)
                for keeper, found in held
                if (rest := [copy for copy in found if copy.form not in KNOWN])
            ],
            may_make=can(self.user, rules.EDIT),
            **extra,
        )


class _Framed(StoryOfficeView):
    @property
    def draft(self) -> StoryPage:
        """The language of the address; 404 where there is none."""
        found = self.drafts.get(self.kwargs["language"])
        if found is None:
            raise Http404
        return found


@method_decorator(xframe_options_sameorigin, name="dispatch")
class SitePreview(_Framed):
    """The page as readers would see it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """In the story's language, uncounted."""
        with in_words_of(self.kwargs["language"]):
            response = preview_story(request, self.draft)
            response.render()  # type: ignore[attr-defined]
        return response


@method_decorator(
    [
        xframe_options_sameorigin,
        csp_replace(
            {
                "default-src": [NONE], "style-src": [UNSAFE_INLINE], "img-src": [SELF],
                "frame-ancestors": [SELF], "base-uri": [NONE], "form-action": [NONE],
                "script-src": None, "connect-src": None,
            }
        ),
    ],
    name="dispatch",
)  # fmt: skip
class LetterPreview(_Framed):
    """The block of a letter, or the article for WeChat, alone in a frame that runs nothing."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """As it would leave."""
        form, code = self.kwargs["form"], self.kwargs["language"]
        if form not in {"mail", "wechat"}:
            raise Http404
        with in_words_of(code):
            if form == "mail":
                html = letters.mail_html(sheet_of(self.draft, Place.MAIL))
            else:
                html = letters.wechat_html(sheet_of(self.draft, Place.WECHAT))
        title = format_html("<h1 style='font-size:22px;line-height:1.4;margin:0 0 14px'>{}</h1>", self.draft.title) if form == "wechat" else ""  # fmt: skip
        return HttpResponse(
            format_html(
                "<!doctype html><html lang='{}'><head><meta charset='utf-8'>"
                "<meta name='viewport' content='width=device-width'><title>{}</title></head>"
                "<body style='margin:0 auto;padding:20px 18px;max-width:572px;background:#fff;"
                "font-family:sans-serif'>{}{}</body></html>",
                code, self.draft.title, title,
                mark_safe(html),  # noqa: S308 - every word in it was cleaned or escaped
            )
        )  # fmt: skip
