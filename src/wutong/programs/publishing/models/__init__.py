from wutong.programs.publishing.models.base import BasePage
from wutong.programs.publishing.models.figures import PublicFigure
from wutong.programs.publishing.models.home import HomePage
from wutong.programs.publishing.models.media import Paper, Picture, PictureRendition

__all__ = ["BasePage", "HomePage", "Paper", "Picture", "PictureRendition", "PublicFigure"]
