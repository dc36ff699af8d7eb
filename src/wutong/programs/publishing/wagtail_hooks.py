"""What the newsroom's menu shows: a way back to the office, and nothing that is done elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.templatetags.static import static
from django.urls import reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem

from wutong.kernel.actors import Actor
from wutong.programs.publishing.choosers import organisation_chooser, profile_chooser
from wutong.programs.publishing.guarding import limited, pages_to_link
from wutong.programs.publishing.models import StoryPage
from wutong.programs.publishing.services.manuscripts import typed_on

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString

#: Accounts, groups and languages are looked after in the office or in code; help pages lie abroad.
ELSEWHERE = frozenset({"users", "groups", "locales", "sites", "help", "styleguide"})


#: Words that mean something else in other rooms (pages of a list, reports in the press).
OUR_WORDS = {
    "explorer": pgettext_lazy("newsroom", "Pages"), "reports": pgettext_lazy("newsroom", "Reports"),
}  # fmt: skip


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]
def back_to_office() -> MenuItem:
    """The first item of the menu."""
    return MenuItem(
        _("Back to the office"),
        reverse_lazy("office:home"),
        name="office",
        icon_name="arrow-left",
        order=1,
    )


@hooks.register("construct_settings_menu")  # type: ignore[untyped-decorator]
@hooks.register("construct_main_menu")  # type: ignore[untyped-decorator]
def hide_what_is_elsewhere(request: HttpRequest, items: list[Any]) -> None:
    """One place for everything; editors of organisations' pages have the pictures alone."""
    items[:] = [item for item in items if item.name not in ELSEWHERE]
    for item in items:
        item.label = OUR_WORDS.get(item.name, item.label)
    if limited(request.user):  # type: ignore[arg-type]
        items[:] = [item for item in items if item.name in {"office", "images"}]


@hooks.register("construct_page_chooser_queryset")  # type: ignore[untyped-decorator]
def only_what_may_be_linked(pages: Any, request: HttpRequest) -> Any:
    """Editors of organisations' pages do not see what others are writing."""
    user: Any = request.user
    if not limited(user):
        return pages
    return pages.filter(pk__in=pages_to_link(user).order_by().values("pk"))


@hooks.register("insert_global_admin_css")  # type: ignore[untyped-decorator]
def newsroom_style() -> SafeString:
    """Our colours in Wagtail's variables."""
    return format_html('<link rel="stylesheet" href="{}">', static("publishing/newsroom.css"))


#: Buttons by which a story would become public or disappear without its reviews.
PAST_THE_REVIEWS = frozenset(
    {"action-publish", "action-unpublish", "action-submit", "action-restart-workflow"}
)


class ToTheOffice(ActionMenuItem):
    """Saves, and goes on to the story's page in the office: pictures, the other language, reviews."""

    name = "action-office"
    label = _("Save and go on")
    icon_name = "arrow-right"

    def is_shown(self, context: dict[str, Any]) -> bool:
        """While it is written."""
        return context.get("view") in {"create", "edit"} and not context.get("locked_for_user")


def _is_story(context: dict[str, Any]) -> bool:
    page, parent = context.get("page"), context.get("parent_page")
    if page is not None:
        return issubclass(page.specific_class, StoryPage)
    return parent is not None and "storypage" in context["request"].path


@hooks.register("construct_page_action_menu")  # type: ignore[untyped-decorator]
def publish_by_review(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """A story is saved here and handed in on its page in the office."""
    if not _is_story({**context, "request": request}):
        return
    items[:] = [item for item in items if item.name not in PAST_THE_REVIEWS]
    items.append(ToTheOffice(order=100))


def _to_its_page(page: Any) -> HttpResponse:
    return HttpResponseRedirect(reverse("office:stories-detail", args=[page.translation_key]))


@hooks.register("before_publish_page")  # type: ignore[untyped-decorator]
@hooks.register("before_unpublish_page")  # type: ignore[untyped-decorator]
def only_by_review(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Also for a button that was pressed past the menu."""
    if page.pk is None or not issubclass(page.specific_class, StoryPage):
        return None
    messages.error(request, _now("A story is published after its reviews: hand it in here."))
    return _to_its_page(page)


@hooks.register("before_bulk_action")  # type: ignore[untyped-decorator]
def not_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Nor many at once; what was public is not deleted either."""
    stories = [
        one
        for one in objects
        if issubclass(getattr(one, "specific_class", None) or object, StoryPage)
    ]
    if action_type == "delete":
        stories = [one for one in stories if one.first_published_at is not None]
    if action_type not in {"publish", "unpublish", "delete"} or not stories:
        return None
    messages.error(request, _now("Stories are published and withdrawn one by one, on their pages."))
    return HttpResponseRedirect(reverse("office:stories-list"))


@hooks.register("before_delete_page")  # type: ignore[untyped-decorator]
def keep_what_was_public(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Readers have its address: it is withdrawn, with a reason, and not deleted."""
    story = page.specific
    if not isinstance(story, StoryPage) or story.first_published_at is None:
        return None
    messages.error(request, _now("This story was public. Withdraw it here, with the reason."))
    return _to_its_page(story)


@hooks.register("after_create_page")  # type: ignore[untyped-decorator]
@hooks.register("after_edit_page")  # type: ignore[untyped-decorator]
def saved(request: HttpRequest, page: Any) -> HttpResponse | None:
    """What was changed while others read it is handed in again; who goes on, goes on."""
    story = page.specific
    if not isinstance(story, StoryPage):
        return None
    if typed_on(actor=Actor.of(request.user), page=story):  # type: ignore[arg-type]
        messages.warning(
            request, _now("The story was with its reviewers. Please hand it in again as it is now.")
        )
    return _to_its_page(story) if "action-office" in request.POST else None


@hooks.register("register_admin_viewset")  # type: ignore[untyped-decorator]
def choosers() -> list[Any]:
    """People and organisations that a story names."""
    return [profile_chooser, organisation_chooser]


@hooks.register("before_move_page")  # type: ignore[untyped-decorator]
@hooks.register("before_copy_page")  # type: ignore[untyped-decorator]
def stays_where_it_is(request: HttpRequest, page: Any, *_more: Any) -> HttpResponse | None:
    """A story keeps its address and its place: between organisations nothing wanders."""
    story = page.specific
    if not isinstance(story, StoryPage) or story.site_id is None:
        return None
    messages.error(
        request, _now("Stories of an organisation stay on its pages; the house can take them up.")
    )
    return _to_its_page(story)
