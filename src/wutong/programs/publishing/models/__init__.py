from wutong.programs.publishing.models.base import BasePage
from wutong.programs.publishing.models.figures import PublicFigure
from wutong.programs.publishing.models.home import HomePage
from wutong.programs.publishing.models.media import Paper, Picture, PictureRendition
from wutong.programs.publishing.models.people import Portrait, Profile
from wutong.programs.publishing.models.records import (
    Correction,
    MailDraft,
    Manuscript,
    Withdrawal,
)
from wutong.programs.publishing.models.stories import StoryIndexPage, StoryPage, TopicPage

__all__ = [
    "BasePage",
    "Correction",
    "HomePage",
    "MailDraft",
    "Manuscript",
    "Paper",
    "Picture",
    "PictureRendition",
    "Portrait",
    "Profile",
    "PublicFigure",
    "StoryIndexPage",
    "StoryPage",
    "TopicPage",
    "Withdrawal",
]
