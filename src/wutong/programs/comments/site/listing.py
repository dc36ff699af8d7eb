"""What was published below a story, as HTML.

Written here and not in a template: a story shows up to fifty of them, and is made anew for every
reader who is signed in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wutong.ui.design.templatetags.design import lang_of, moment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wutong.programs.comments.models import Comment


def list_html(rows: Iterable[Comment]) -> SafeString:
    """Items of a list; one's own that still waits stands as the template says."""
    report, whose = pgettext("comment", "Report"), _("the comment of %(name)s")
    where = _("address in %(place)s")
    return format_html_join(
        "\n",
        "<li>{}</li>",
        (
            (_published(row, report, whose, where) if row.is_published else _waiting(row),)
            for row in rows
        ),
    )


def _published(row: Comment, report: str, whose: str, where: str) -> SafeString:
    place = format_html("<span>{}</span>", where % {"place": row.place}) if row.place else ""
    return format_html(
        '<article class="comment" id="comment-{}"><p class="comment-who">'
        '<span class="comment-name"{}>{}</span><span class="comment-when">{}{}</span>'
        '<span class="comment-acts"><a href="{}" rel="nofollow">{}'
        '<span class="visually-hidden"> {}</span></a></span></p>'
        '<div class="comment-text"{}>{}</div></article>',
        row.pk,
        lang_of(row.nickname),
        row.nickname,
        moment(row.received_at),
        place,
        reverse("comments:report", args=[row.pk]),
        report,
        whose % {"name": row.nickname},
        lang_of(row.text),
        SafeString(linebreaks(row.text, autoescape=True)),
    )


def _waiting(row: Comment) -> Any:
    return SafeString(render_to_string("comments/site/one.html", {"row": row}))
