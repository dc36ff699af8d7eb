from wutong.programs.publishing.models.about import AboutPage
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
from wutong.programs.publishing.models.sites import (
    OrganisationSite,
    SiteEditor,
    SitePage,
    SitesPage,
)
from wutong.programs.publishing.models.stories import StoryIndexPage, StoryPage, TopicPage
from wutong.programs.publishing.models.told import Told

__all__ = [
    "AboutPage",
    "BasePage",
    "Correction",
    "HomePage",
    "MailDraft",
    "Manuscript",
    "OrganisationSite",
    "Paper",
    "Picture",
    "PictureRendition",
    "Portrait",
    "Profile",
    "PublicFigure",
    "SiteEditor",
    "SitePage",
    "SitesPage",
    "StoryIndexPage",
    "StoryPage",
    "Told",
    "TopicPage",
    "Withdrawal",
]
