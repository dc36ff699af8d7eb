"""What an editor can put into a story."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from wutong.programs.publishing.choosers import OrganisationChooserBlock, ProfileChooserBlock
from wutong.programs.publishing.enums import ChartKind
from wutong.programs.publishing.rendering.videos import video_of

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What a story may have; no embed, no picture, no table: those are blocks of their own.
TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "blockquote", "link"]
MOST_VALUES = 40
_VALUE = re.compile(r"^(?P<label>.+?)[,，:：\t]\s*(?P<value>-?[\d,]*\.?\d+)\s*$")


class PictureBlock(blocks.StructBlock):
    """One picture of a gallery."""

    picture = ImageChooserBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), max_length=200, required=False)

    class Meta:
        icon = "image"
        label = _("Picture")


class GalleryBlock(blocks.StructBlock):
    """One picture stands large; several stand together."""

    title = blocks.CharBlock(label=_("Title"), max_length=80, required=False)
    pictures = blocks.ListBlock(PictureBlock(), label=_("Pictures"), min_num=1, max_num=30)

    class Meta:
        icon = "image"
        label = _("Pictures")


class VideoBlock(blocks.StructBlock):
    """A film on a platform we know; nothing is loaded from there until the reader asks."""

    address = blocks.URLBlock(
        label=_("Address of the page"),
        help_text=_("Bilibili, Tencent Video, Youku, YouTube or Vimeo."),
    )
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    poster = ImageChooserBlock(label=_("Picture"), required=False)

    class Meta:
        icon = "media"
        label = _("Film")

    def clean(self, value: Mapping[str, Any]) -> Any:
        """Platforms that are not on the list are refused by name."""
        cleaned = super().clean(value)
        if video_of(cleaned["address"]) is None:
            raise blocks.StructBlockValidationError(
                {"address": ValidationError(_("Films from this address are not shown here."))}
            )
        return cleaned


class QuoteBlock(blocks.StructBlock):
    """Words of somebody, with where they were said."""

    text = blocks.TextBlock(label=_("In their words"), max_length=600)
    who = blocks.CharBlock(label=_("Who said it"), max_length=120)
    source = blocks.CharBlock(label=_("Where it was said"), max_length=160, required=False)
    address = blocks.URLBlock(label=_("Address of the source"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Quotation")


class PointBlock(blocks.StructBlock):
    """One point of a timeline."""

    when = blocks.CharBlock(label=pgettext_lazy("timeline", "When"), max_length=40)
    what = blocks.CharBlock(label=pgettext_lazy("timeline", "What"), max_length=120)
    text = blocks.TextBlock(label=_("More about it"), max_length=400, required=False)

    class Meta:
        icon = "date"
        label = pgettext_lazy("timeline", "Point")


class TimelineBlock(blocks.StructBlock):
    """What happened, one after the other."""

    title = blocks.CharBlock(label=_("Title"), max_length=80, required=False)
    points = blocks.ListBlock(PointBlock(), label=pgettext_lazy("timeline", "Points"), min_num=1)

    class Meta:
        icon = "list-ol"
        label = _("Timeline")


def values_in(text: str) -> list[tuple[str, float]]:
    """``label, value`` line by line; raises ValueError with the first line that is not so."""
    found = []
    for line in text.splitlines():
        if not line.strip():
            continue
        match = _VALUE.match(line.strip())
        if match is None:
            raise ValueError(line.strip())
        found.append((match["label"].strip(), float(match["value"].replace(",", ""))))
    return found


class ChartBlock(blocks.StructBlock):
    """Values typed in by the editor, drawn by the server, with the values beside the drawing."""

    title = blocks.CharBlock(label=_("Title"), max_length=100)
    kind = blocks.ChoiceBlock(label=_("Drawn as"), choices=ChartKind.choices, default=ChartKind.BAR)
    unit = blocks.CharBlock(label=_("Unit"), max_length=20, required=False)
    values = blocks.TextBlock(
        label=_("Values"), help_text=_("One on each line: name, value. For example: 2019, 1280")
    )
    note = blocks.CharBlock(label=_("Source of the values"), max_length=200, required=False)

    class Meta:
        icon = "table"
        label = _("Chart")

    def clean(self, value: Mapping[str, Any]) -> Any:
        """Every line is a name and a number."""
        cleaned = super().clean(value)
        problem = ""
        try:
            found = values_in(cleaned["values"])
        except ValueError as error:
            problem = _("This line is not a name and a number: %(line)s") % {"line": error}
        else:
            if not 1 < len(found) <= MOST_VALUES:
                problem = _("A chart has two to %(most)s values.") % {"most": MOST_VALUES}
        if problem:
            raise blocks.StructBlockValidationError({"values": ValidationError(problem)})
        return cleaned


class PersonBlock(blocks.StructBlock):
    """Somebody of whom the story tells; opens to their page if they agreed to be shown."""

    person = ProfileChooserBlock(label=_("Person"))
    words = blocks.TextBlock(label=_("In their words"), max_length=300, required=False)

    class Meta:
        icon = "user"
        label = _("Person")


class OrganisationBlock(blocks.StructBlock):
    """An organisation of which the story tells; opens to its page."""

    organisation = OrganisationChooserBlock(label=_("Organisation"))
    words = blocks.TextBlock(label=_("In one sentence"), max_length=200, required=False)

    class Meta:
        icon = "group"
        label = _("Organisation")


class StoryBody(blocks.StreamBlock):
    """A story, one thing after the other."""

    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES, icon="pilcrow")
    gallery = GalleryBlock()
    video = VideoBlock()
    quote = QuoteBlock()
    timeline = TimelineBlock()
    chart = ChartBlock()
    person = PersonBlock()
    organisation = OrganisationBlock()

    class Meta:
        label = _("Story")
