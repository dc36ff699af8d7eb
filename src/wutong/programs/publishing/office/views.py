"""The list of stories, and one story's page: both languages side by side, its reviews, its copies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy, pgettext_lazy

from wutong.platform.access.public import can, scope
from wutong.platform.approvals.public import obstacle_for, requests_for
from wutong.platform.languages.public import OWN_NAMES
from wutong.programs.publishing import rules
from wutong.programs.publishing.archive import LANGUAGES, corrections_of, pages_of
from wutong.programs.publishing.checks import lacks_of
from wutong.programs.publishing.enums import StoryState
from wutong.programs.publishing.models import Manuscript, StoryIndexPage, StoryPage, Withdrawal
from wutong.programs.publishing.office import forms
from wutong.programs.publishing.office.addresses import edit_url, story_url
from wutong.programs.publishing.office.steps import Told, drawn, steps_of
from wutong.programs.publishing.office.tables import STORY_TONES, StoryFilter, StoryTable
from wutong.programs.publishing.registry import copies, desk
from wutong.programs.publishing.rendering.parts import picture_ids
from wutong.programs.publishing.rendering.plain import short_address, words_of
from wutong.programs.publishing.rendering.texts import addressed, words_in
from wutong.programs.publishing.services.manuscripts import drafts_of, manuscript_of
from wutong.ui.office.lists.registry import register_list
from wutong.ui.office.lists.view import OfficeListView
from wutong.ui.office.views import OfficeView

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from django.db.models import QuerySet
    from django.utils.functional import _StrOrPromise

TITLE = pgettext_lazy("publishing", "Stories")
STORIES = (TITLE, "/office/stories/")


@register_list
class StoryListView(OfficeListView[StoryPage]):
    """Every story once, in Chinese where there is a Chinese page."""

    model = StoryPage
    list_key = "stories"
    permission = rules.VIEW
    page_title = TITLE
    template_name = "publishing/office/stories.html"
    table_class = StoryTable
    filterset_class = StoryFilter
    search_fields = ("title", "draft_title", "standfirst", "byline")
    search_placeholder = gettext_lazy("Title, standfirst or author")
    default_order = ("-first_published_at", "-pk")
    unit = pgettext_lazy("unit", "stories")
    export_permission = rules.EXPORT
    export_name = "stories"
    export_columns = (
        "title", "state", "languages", "first_published_at", "latest_revision_created_at", "byline",
        "source",
    )  # fmt: skip

    def get_base_queryset(self) -> QuerySet[StoryPage]:
        """With its state and whether it has another language."""
        same = StoryPage.objects.filter(translation_key=OuterRef("translation_key"))
        rows: QuerySet[StoryPage] = super().get_base_queryset().select_related("locale")
        chinese = Q(locale__language_code="zh-hans")
        rows = rows.filter(
            chinese | ~Exists(same.filter(locale__language_code="zh-hans"))
        ).annotate(other=Exists(same.exclude(pk=OuterRef("pk"))))
        kept = Manuscript.objects.filter(key=OuterRef("translation_key")).values("state")
        as_it_is = Case(
            When(live=True, then=Value(StoryState.PUBLISHED.value)),
            default=Value(StoryState.DRAFT.value), output_field=CharField(),
        )  # fmt: skip
        found: QuerySet[StoryPage] = rows.annotate(state=Coalesce(Subquery(kept), as_it_is))
        return found

    def dress(self, rows: Sequence[StoryPage]) -> None:
        """The language in its own word."""
        for row in rows:
            row.language_word = OWN_NAMES.get(row.language, row.language)

    def get_row_url(self, row: StoryPage) -> str:
        """Its page."""
        return story_url(row.translation_key)

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """Where a new story begins: under the Chinese page of stories."""
        rows = (
            StoryIndexPage.objects if can(self.user, rules.HOUSE) else StoryIndexPage.objects.none()
        )
        index = rows.filter(locale__language_code="zh-hans").first()
        may = can(self.user, rules.EDIT) and index is not None
        address = f"/newsroom/pages/add/publishing/storypage/{index.pk}/" if index and may else ""
        return super().get_context_data(new_story_url=address, **extra)


class StoryOfficeView(OfficeView):
    """A page about one story, known by its key."""

    permission = rules.VIEW

    @cached_property
    def key(self) -> UUID:
        """Of the address; 404 where there is no such story."""
        key: UUID = self.kwargs["key"]
        if not scope(self.user, StoryPage).filter(translation_key=key).exists():
            raise Http404
        return key

    @cached_property
    def manuscript(self) -> Manuscript:
        """Its way so far."""
        return manuscript_of(self.key, author=self.user)

    @cached_property
    def pages(self) -> dict[str, StoryPage]:
        """By language, Chinese first."""
        return pages_of(self.key)

    @cached_property
    def drafts(self) -> dict[str, StoryPage]:
        """As they were last saved."""
        return drafts_of(self.key)

    @property
    def title(self) -> str:
        """The newest title."""
        return str(next(iter(self.drafts.values())).title)

    def get_page_title(self) -> _StrOrPromise:
        """The story's."""
        return self.page_title or self.title

    def get_breadcrumbs(self) -> Iterable[tuple[_StrOrPromise, _StrOrPromise]]:
        """The list / the story."""
        if type(self) is StoryView:
            return (STORIES,)
        return (STORIES, (self.title, story_url(self.key)))


class StoryView(StoryOfficeView):
    """Both languages side by side with what is missing, the reviews, what became of it."""

    template_name = "publishing/office/story.html"

    def _column(self, code: str, lacks: dict[str, list[Any]]) -> dict[str, Any]:
        page, draft = self.pages.get(code), self.drafts.get(code)
        column: dict[str, Any] = {"code": code, "name": OWN_NAMES[code], "lacks": lacks[code]}
        if page is None or draft is None:
            return {**column, "page": None}
        return {
            **column,
            "page": draft,
            "live": page.live,
            "changed": page.has_unpublished_changes,
            "edit_url": edit_url(page.pk),
            "path": addressed(page) if page.live else "",
            "short": short_address(page) if page.live else "",
            "words": words_in(words_of(draft)),
            "blocks": len(draft.body),
            "beside": any(lack.about == "beside" for lack in lacks[code]),
        }

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        """The columns and what can be done."""
        manuscript, user = self.manuscript, self.user
        lacks = lacks_of(self.key)
        requests = requests_for(manuscript.ref)
        waiting = manuscript.state == StoryState.REVIEW and bool(requests)
        public = any(page.live for page in self.pages.values())
        changed = any(p.has_unpublished_changes or not p.live for p in self.pages.values())
        obstacle = obstacle_for(requests[0], user) if waiting else None
        held = [(keeper, found) for keeper in copies if (found := keeper.where_is(self.key))]
        told = Told(
            key=self.key, user=user, manuscript=manuscript, drafts=self.drafts, lacks=lacks,
            pictures=len({pk for page in self.drafts.values() for pk in picture_ids(page)}),
            public=public, changed=changed, copies=sum(len(found) for _keeper, found in held),
        )  # fmt: skip
        return super().get_context_data(
            key=self.key,
            manuscript=manuscript,
            tone=STORY_TONES.get(StoryState(manuscript.state), ""),
            columns=[self._column(code, lacks) for code in LANGUAGES],
            requests=requests,
            waiting=waiting,
            may_decide=waiting and obstacle is None,
            obstacle=obstacle,
            may_edit=can(user, rules.EDIT),
            may_publish=can(user, rules.PUBLISH),
            public=public,
            can_hand_in=changed and manuscript.state in {StoryState.DRAFT, StoryState.PUBLISHED},
            hand_in_form=forms.HandInForm(public=public),
            decision_form=forms.DecisionForm(),
            withdraw_form=forms.WithdrawForm(),
            withdrawal=Withdrawal.objects.filter(key=self.key, lifted_at=None).first(),
            corrections=corrections_of(self.key),
            of_site=next((page.site for page in self.pages.values() if page.site_id), None),
            on_house=any(page.on_house for page in self.pages.values()),
            may_take_up=can(user, rules.HOUSE),
            held=held,
            **drawn(steps_of(told)),
            panels=self.panels(),
            **extra,
        )

    def panels(self) -> list[dict[str, Any]]:
        """Cards of other rooms, for those who may see them."""
        allowed = [panel for panel in desk if can(self.user, panel.permission)]
        found = [(panel, panel.context(self.user, self.key)) for panel in allowed]
        return [
            {"template": panel.template, "panel": context}
            for panel, context in found
            if context is not None
        ]
