"""The way of a story, step by step: what is done, what is missing, and the place to do it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from wutong.engines.wording.public import open_findings
from wutong.programs.publishing.enums import StoryState
from wutong.programs.publishing.office.addresses import edit_url, everywhere_url, gallery_url
from wutong.programs.publishing.wording import StoryTexts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from wutong.platform.accounts.models import User
    from wutong.programs.publishing.checks import Lack
    from wutong.programs.publishing.models import Manuscript, StoryPage


@dataclass(frozen=True)
class Step:
    """One step. ``state`` is done, todo (better not left out), needed or later; ``do`` names an act
    of the story's page instead of an address.
    """

    name: str
    label: str
    state: str
    words: str
    url: str = ""
    do: str = ""

    @property
    def icon(self) -> str:
        """A sign beside the colour."""
        return {"done": "check-circle", "needed": "stop", "todo": "info"}.get(self.state, "clock")


@dataclass(frozen=True)
class Told:
    """What the steps are made of."""

    key: UUID
    user: User
    manuscript: Manuscript
    drafts: Mapping[str, StoryPage]
    lacks: Mapping[str, Sequence[Lack]]
    pictures: int
    public: bool
    changed: bool
    copies: int


def steps_of(told: Told) -> list[Step]:
    """From the first word to every channel."""
    return [
        _text(told, "zh-hans", _("Chinese version")),
        _text(told, "en", _("English version")),
        _pictures(told),
        _faces(told),
        _wording(told),
        _review(told),
        _everywhere(told),
    ]


def _judged(lacks: Sequence[Lack]) -> tuple[str, str]:
    if not lacks:
        return "done", _("Nothing is missing.")
    grave = [lack for lack in lacks if lack.grave]
    said = (grave or list(lacks))[0].words
    if len(lacks) > 1:
        more = len(lacks) - 1
        said = ngettext("%(said)s and %(more)s more", "%(said)s and %(more)s more", more) % {
            "said": said, "more": more,
        }  # fmt: skip
    return ("needed" if grave else "todo"), said


def _text(told: Told, code: str, label: str) -> Step:
    page = told.drafts.get(code)
    if page is None:
        return Step(code, label, "todo", _("Not begun yet"), do="translate")
    lacks = [lack for lack in told.lacks[code] if lack.about in {"text", "beside"}]
    state, words = _judged(lacks)
    beside = any(lack.about == "beside" for lack in lacks)
    url = "#column-" + code if beside else edit_url(page.pk)
    return Step(code, label, state, words, url)


def _every(told: Told, about: str) -> list[Lack]:
    """Each once, whichever language lacks it."""
    found = {
        (lack.picture_id, lack.words): lack
        for lacks in told.lacks.values() for lack in lacks if lack.about == about
    }  # fmt: skip
    return list(found.values())


def _pictures(told: Told) -> Step:
    label = _("Pictures and rights")
    if not told.pictures:
        return Step("pictures", label, "todo", _("No picture yet"), gallery_url(told.key))
    state, words = _judged(_every(told, "picture"))
    if state == "done":
        words = ngettext(
            "%(count)s picture, described and with its rights",
            "%(count)s pictures, described and with their rights",
            told.pictures,
        ) % {"count": told.pictures}
    return Step("pictures", label, state, words, gallery_url(told.key))


def _faces(told: Told) -> Step:
    label, url = _("Who is to be seen"), gallery_url(told.key)
    if not told.pictures:
        return Step("faces", label, "later", _("Once there are pictures"), url)
    state, words = _judged(_every(told, "face"))
    return Step(
        "faces", label, state, _("Said for every picture") if state == "done" else words, url
    )


def _wording(told: Told) -> Step:
    label = _("Check of wording")
    text = StoryTexts().find(told.user, str(told.key))
    found = len(open_findings(text)) if text is not None else 0
    if not found:
        return Step("wording", label, "done", _("Nothing to look at"), "#wording")
    words = ngettext("%(count)s place to look at", "%(count)s places to look at", found)
    return Step("wording", label, "todo", words % {"count": found}, "#wording")


def _review(told: Told) -> Step:
    label, state = pgettext("step of a story", "Reviews"), StoryState(told.manuscript.state)
    if state == StoryState.REVIEW:
        return Step("review", label, "later", _("With your colleagues"), "#review")
    if state == StoryState.SCHEDULED:
        return Step("review", label, "done", _("Approved, waits for its hour"), "#review")
    if state == StoryState.WITHDRAWN:
        return Step("review", label, "later", _("The story is withdrawn"), "#review")
    if told.public and not told.changed:
        return Step("review", label, "done", _("Read and published"), "#review")
    if any(lack.grave for lacks in told.lacks.values() for lack in lacks):
        return Step("review", label, "later", _("Something needed is missing"), "#review")
    said = pgettext("step of a story", "Ready to be handed in")
    return Step("review", label, "todo", said, "#review")


def _everywhere(told: Told) -> Step:
    label, url = _("Onto the channels"), everywhere_url(told.key)
    if not told.public:
        return Step("channels", label, "later", _("Once it is public"), url)
    if not told.copies:
        return Step("channels", label, "todo", _("On the site; on no other channel yet"), url)
    words = ngettext("On the site, and %(count)s copy", "On the site, and %(count)s copies", told.copies)  # fmt: skip
    return Step("channels", label, "done", words % {"count": told.copies}, url)


def drawn(steps: Sequence[Step]) -> dict[str, Any]:
    """For the page: the steps, and which comes next."""
    following = next((step.name for step in steps if step.state in {"needed", "todo"}), "")
    return {"steps": steps, "next_step": following}
