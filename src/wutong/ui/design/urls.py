"""The living style page and the stylesheet of the university's colour."""

from __future__ import annotations

from django.urls import path

from wutong.ui.design.choices import choose_appearance, choose_language
from wutong.ui.design.style_page import style_page
from wutong.ui.design.theme import colour_sheet

app_name = "design"
urlpatterns = [
    path("", style_page, name="style"),
    path("language/", choose_language, name="language"),
    path("appearance/", choose_appearance, name="appearance"),
    path("colour-<slug:digest>.css", colour_sheet, name="colour"),
]
