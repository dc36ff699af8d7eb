"""Stories, the page that lists them, and topics (专题) that gather them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.coreutils import find_available_slug
from wagtail.fields import StreamField

from wutong.programs.publishing import gate
from wutong.programs.publishing.errors import NotApprovedError
from wutong.programs.publishing.models.base import BasePage
from wutong.programs.publishing.models.sites import OrganisationSite, SitePage
from wutong.programs.publishing.slugs import slug_of
from wutong.programs.publishing.story_blocks import StoryBody

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


TAKEN = frozenset({"stories", "about"})
"""Addresses of a site's own pages."""


def _picture(label: Any) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        "publishing.Picture", models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=label,
    )  # fmt: skip


class StoryIndexPage(BasePage):
    """All stories of one language, the latest first."""

    introduction = models.CharField(_("Introduction"), max_length=200, blank=True)

    template = "publishing/story_index.html"
    max_count_per_parent = 1
    parent_page_types: ClassVar[list[str]] = ["publishing.HomePage"]
    subpage_types: ClassVar[list[str]] = ["publishing.StoryPage", "publishing.TopicPage"]
    content_panels: ClassVar[list[object]] = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("page of stories")
        verbose_name_plural = _("pages of stories")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """One page of them."""
        from wutong.programs.publishing.site.listing import index_context  # noqa: PLC0415 - faces stand above models

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | index_context(request, self)


class TopicPage(BasePage):
    """A topic (专题): stories about one thing, gathered over the years."""

    standfirst = models.TextField(_("Standfirst"), max_length=400, blank=True)
    picture = _picture(_("Picture"))

    template = "publishing/topic_page.html"
    parent_page_types: ClassVar[list[str]] = ["publishing.StoryIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[object]] = [
        *BasePage.content_panels,
        FieldPanel("standfirst"),
        FieldPanel("picture"),
    ]

    class Meta:
        verbose_name = pgettext_lazy("stories", "topic")
        verbose_name_plural = pgettext_lazy("stories", "topics")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Its stories."""
        from wutong.programs.publishing.site.listing import topic_context  # noqa: PLC0415 - faces stand above models

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | topic_context(request, self)


class StoryForm(WagtailAdminPageForm):
    """Offers the topics of the story's own language, and makes the address of a title in Chinese."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
        field = self.fields.get("topics")
        parent = kwargs.get("parent_page") or self.instance.get_parent()
        locale = self.instance.locale_id or (parent.locale_id if parent else None)
        if field is not None and locale:
            field.queryset = TopicPage.objects.filter(locale=locale)

    def _site(self) -> OrganisationSite | None:
        parent = self.parent_page or self.instance.get_parent()
        above = parent.specific if parent is not None else None
        return above.site if isinstance(above, SitePage) else None

    def clean(self) -> dict[str, Any]:
        """An address in Latin letters whatever the title is written in, and none of those that
        the pages of a site have themselves.
        """
        given: dict[str, Any] = super().clean()
        if not given.get("slug") and given.get("title") and not self.errors.get("slug"):
            parent = self.parent_page or self.instance.get_parent()
            given["slug"] = self.instance.slug or find_available_slug(
                parent, slug_of(given["title"])
            )
            self.instance.slug = given["slug"]
        if given.get("slug") in TAKEN and self._site() is not None:
            self.add_error("slug", _("This address is one of the site's own pages."))
        return given

    def save(self, commit: bool = True) -> Any:
        """A new story belongs to the site under which it is written."""
        if self.instance.pk is None:
            self.instance.site = self._site()
            self.instance.on_house = self.instance.site_id is None
        return super().save(commit=commit)


class StoryPage(BasePage):
    """One story in one language. ``translation_key`` is the story over its languages.

    It becomes public through the reviews alone: `publish` refuses everybody who does not come
    through the gate, whichever button of the newsroom was pressed. ``site`` is the organisation's
    pages it belongs to, none for the house's own; ``on_house``: whether the house shows it among
    its own stories.
    """

    standfirst = models.TextField(
        _("Standfirst"), max_length=400, blank=True, help_text=_("Two sentences at most.")
    )
    byline = models.CharField(
        pgettext_lazy("story", "Written by"), max_length=120, blank=True,
        help_text=_("Names of who wrote and photographed, as they shall be printed."),
    )  # fmt: skip
    source = models.CharField(_("First published in"), max_length=160, blank=True)
    source_on = models.DateField(
        _("Day of what is told"), null=True, blank=True,
        help_text=_("From it the time to publication is counted."),
    )  # fmt: skip
    cover = _picture(_("Cover"))
    body = StreamField(StoryBody(), blank=True, verbose_name=_("Story"))
    topics = ParentalManyToManyField(
        TopicPage, blank=True, related_name="stories", verbose_name=pgettext_lazy("stories", "Topics"),
    )  # fmt: skip

    template = "publishing/story_page.html"
    base_form_class = StoryForm
    site = models.ForeignKey(
        "publishing.OrganisationSite", models.PROTECT, null=True, related_name="+",
        editable=False,
    )  # fmt: skip
    on_house = models.BooleanField(default=True, db_default=True, editable=False)

    parent_page_types: ClassVar[list[str]] = ["publishing.StoryIndexPage", "publishing.SitePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[object]] = [
        *BasePage.content_panels,
        FieldPanel("standfirst"),
        FieldPanel("cover"),
        FieldPanel("body"),
        FieldPanel("topics", widget=CheckboxSelectMultiple),
        MultiFieldPanel(
            [FieldPanel("byline"), FieldPanel("source"), FieldPanel("source_on")],
            heading=_("Origin"),
        ),
    ]

    # Without Wagtail's own schedule: a story has its hour from its reviews.
    settings_panels: ClassVar[list[object]] = []

    class Meta:
        verbose_name = pgettext_lazy("publishing", "story")
        verbose_name_plural = pgettext_lazy("publishing", "stories")

    @property
    def language(self) -> str:
        """``zh-hans`` or ``en``."""
        return str(self.locale.language_code)

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """A version of it; where it belongs is not a matter of versions."""
        version = super().with_content_json(content)
        version.site_id, version.on_house = self.site_id, self.on_house
        return version

    def publish(self, *args: Any, **kwargs: Any) -> Any:
        """Only what was approved; raises NotApprovedError."""
        if not gate.is_open():
            raise NotApprovedError
        return super().publish(*args, **kwargs)

    def unpublish(self, *args: Any, **kwargs: Any) -> Any:
        """Only by withdrawal, which tells readers why; raises NotApprovedError."""
        if not gate.is_open():
            raise NotApprovedError
        return super().unpublish(*args, **kwargs)

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """A story that was withdrawn answers, with the reason."""
        from wutong.programs.publishing.site.reader import route_withdrawn  # noqa: PLC0415 - faces stand above models

        if not self.live and not path_components:
            found = route_withdrawn(self)
            if found is not None:
                return found
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page as readers see it."""
        from wutong.programs.publishing.site.reader import serve_story  # noqa: PLC0415 - faces stand above models

        request.is_preview = False  # type: ignore[attr-defined]
        return serve_story(request, self)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The draft as readers would see it."""
        from wutong.programs.publishing.site.reader import preview_story  # noqa: PLC0415 - faces stand above models

        request.is_preview = True  # type: ignore[attr-defined]
        return preview_story(request, self)
