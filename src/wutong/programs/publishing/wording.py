"""Stories, read by the check of wording."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from wutong.engines.wording.public import Checkable, Passage
from wutong.platform.access.public import scope
from wutong.platform.languages.public import OWN_NAMES
from wutong.programs.publishing import rules
from wutong.programs.publishing.archive import LANGUAGES
from wutong.programs.publishing.models import StoryPage
from wutong.programs.publishing.office.addresses import story_url
from wutong.programs.publishing.rendering.plain import words_of
from wutong.programs.publishing.services.manuscripts import drafts_of

if TYPE_CHECKING:
    from wutong.platform.accounts.models import User


class StoryTexts:
    """Whoever may write a story may answer what is found in it. A story is open to everybody: it
    asks nobody for gifts (Charity Law, articles 22 to 27).
    """

    permission = rules.EDIT

    def find(self, user: User, key: str) -> Checkable | None:
        """The story ``story:<key>`` as it was last saved, in each of its languages."""
        try:
            story = UUID(key)
        except ValueError:
            return None
        if not scope(user, StoryPage).filter(translation_key=story).exists():
            return None
        drafts = drafts_of(story)
        pages = [drafts[code] for code in LANGUAGES if code in drafts]
        return Checkable(
            ref=f"story:{story}",
            title=pages[0].title,
            url=story_url(story),
            passages=tuple(
                Passage(
                    "\n".join(filter(None, (page.title, page.standfirst, words_of(page)))),
                    page.language,
                    OWN_NAMES[page.language],
                )
                for page in pages
            ),
            public=True,
        )
