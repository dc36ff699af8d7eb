"""Pieces of the account's pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wutong.insight.reports.documents.content import detail
from wutong.ui.design.drawing import sparkline
from wutong.ui.design.templatetags.design import draw_icon

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from wutong.insight.reports.shapes import ChartPlan, FigureLine

register = template.Library()


@register.simple_tag
def figure_definition(line: FigureLine) -> SafeString:
    """What a figure counts, opened by a question mark beside its title."""
    facts = [
        (_("Counting rule"), line.rule),
        (pgettext("figure", "Population"), line.populations),
        (_("Legal body"), line.body),
        (_("Definition version"), str(line.version)),
        (_("Source grade"), ", ".join(f"{letter} {count}" for letter, count in line.grades)),
    ]
    note = detail(line)
    return format_html(
        '<details class="definition"><summary>{}</summary><div><p>{}</p>{}'
        '<dl class="facts small">{}</dl></div></details>',
        draw_icon("question", _("What does “%(term)s” count?") % {"term": line.title}),
        line.definition,
        format_html("<p>{}</p>", note) if note else "",
        format_html_join("", "<dt>{}</dt><dd>{}</dd>", [fact for fact in facts if fact[1]]),
    )


@register.simple_tag
def spark(line: FigureLine) -> SafeString:
    """Five windows as a small line that says its values."""
    values = [value for _label, _text, value in line.spark if value is not None]
    label = ", ".join(f"{window} {text}" for window, text, _value in line.spark)
    return sparkline(values, label)


@register.simple_tag
def drawing_of(drawings: dict[str, Any], chart: ChartPlan) -> Any:
    """The SVG of a chart, if it is drawn."""
    return drawings.get(chart.digest, "")
