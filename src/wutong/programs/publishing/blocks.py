"""What an editor can put on the home page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from wutong.kernel import clock

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Enough for a letter; headings and embeds would break the rhythm of the page.
LETTER_FEATURES = ["bold", "italic", "link", "ol", "ul"]

#: More than this is a calendar, which has its own page.
SHOWN_HAPPENINGS = 4


class HappeningBlock(blocks.StructBlock):
    """One dated thing one can go to."""

    date = blocks.DateBlock(label=_("Date"))
    title = blocks.CharBlock(label=_("Title"), max_length=80)
    place = blocks.CharBlock(label=_("Where it is"), max_length=80, required=False)
    text = blocks.CharBlock(label=_("In one sentence"), max_length=140, required=False)
    link = blocks.URLBlock(label=_("Link"), required=False)

    class Meta:
        icon = "date"
        label = _("Happening")


class HappeningsBlock(blocks.StructBlock):
    """What is on: past days disappear by themselves, so that the page stays true."""

    title = blocks.CharBlock(label=_("Title"), max_length=60)
    happenings = blocks.ListBlock(HappeningBlock(), label=_("Happenings"))

    class Meta:
        icon = "date"
        label = _("What is on")
        template = "publishing/blocks/happenings.html"

    def get_context(
        self, value: Mapping[str, Any], parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        today = clock.today()
        coming = [item for item in value["happenings"] if item["date"] and item["date"] >= today]
        coming.sort(key=lambda item: item["date"])
        context["coming"] = coming[:SHOWN_HAPPENINGS]
        return context


class PersonBlock(blocks.StructBlock):
    """One person, in their own words. Ask them first."""

    name = blocks.CharBlock(label=_("Name"), max_length=40)
    line = blocks.CharBlock(label=_("Class and work"), max_length=120)
    quote = blocks.TextBlock(label=_("In their words"), max_length=300)
    picture = ImageChooserBlock(label=_("Picture"), required=False)
    link = blocks.URLBlock(label=_("Link"), required=False)

    class Meta:
        icon = "user"
        label = _("A person")
        template = "publishing/blocks/person.html"


class LetterBlock(blocks.StructBlock):
    """A letter from the office, signed."""

    title = blocks.CharBlock(label=_("Title"), max_length=60)
    text = blocks.RichTextBlock(label=_("Text of the letter"), features=LETTER_FEATURES)
    signature = blocks.CharBlock(label=_("Signed by"), max_length=60, required=False)

    class Meta:
        icon = "openquote"
        label = _("Letter")
        template = "publishing/blocks/letter.html"


class FiguresBlock(blocks.StructBlock):
    """Figures of the register; each opens to its definition."""

    title = blocks.CharBlock(label=_("Title"), max_length=60)
    note = blocks.CharBlock(label=_("Note below the title"), max_length=160, required=False)

    class Meta:
        icon = "table"
        label = _("Figures of the register")
        template = "publishing/blocks/figures.html"


class ServiceBlock(blocks.StructBlock):
    """One thing the office does for alumni."""

    title = blocks.CharBlock(label=_("Title"), max_length=40)
    text = blocks.CharBlock(label=_("In one sentence"), max_length=140)
    link = blocks.CharBlock(
        label=_("Link"), required=False, max_length=200, help_text=_("An address or a path.")
    )

    class Meta:
        icon = "pick"
        label = _("Service")


class ServicesBlock(blocks.StructBlock):
    """What the office does for alumni."""

    title = blocks.CharBlock(label=_("Title"), max_length=60)
    services = blocks.ListBlock(ServiceBlock(), label=_("Services"))

    class Meta:
        icon = "list-ul"
        label = _("Services")
        template = "publishing/blocks/services.html"


class AboutTextBlock(blocks.RichTextBlock):
    """Words about the house."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(features=["h2", *LETTER_FEATURES], **kwargs)

    class Meta:
        icon = "pilcrow"
        label = pgettext_lazy("about", "Text")


class AboutBody(blocks.StreamBlock):
    """The page about the house."""

    text = AboutTextBlock()
    figures = FiguresBlock()
    services = ServicesBlock()
    letter = LetterBlock()

    class Meta:
        label = pgettext_lazy("about", "Text")


class HomeBody(blocks.StreamBlock):
    """The home page below its opening, in the order the editor chooses."""

    happenings = HappeningsBlock()
    figures = FiguresBlock()
    person = PersonBlock()
    letter = LetterBlock()
    services = ServicesBlock()

    class Meta:
        label = _("Below the opening")
