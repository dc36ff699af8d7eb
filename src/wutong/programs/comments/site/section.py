"""What stands below a story: published comments, the form for members, the way in for others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.conf import settings

from wutong.programs.comments.names import AREA, area_of
from wutong.programs.comments.selectors import Standing, gate_of, shown_below, standing_of
from wutong.programs.comments.site.forms import CommentForm
from wutong.programs.comments.site.listing import list_html

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

ANCHOR = "comments"


def areas(story: UUID) -> tuple[str, ...]:
    """The house's switch, and this story's comments."""
    return (AREA, area_of(story))


def section(request: HttpRequest, story: UUID) -> dict[str, Any] | None:
    """One statement while the house is closed, two where comments are shown; whoever is signed in
    costs one more.
    """
    gate = gate_of(story)
    if not gate.shown:
        return None
    known = settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
    standing = standing_of(request.user) if known else Standing()
    person = standing.person
    rows = shown_below(story, person.pk if person else None)
    number = rows[0].number if rows else 0
    if not rows and not gate.takes:
        return None
    may_write = gate.takes and standing.proven
    return {
        "story": story,
        "rows": rows,
        "list": list_html(rows),
        "number": number,
        "more": number > sum(row.is_published for row in rows),
        "takes": gate.takes,
        "known": known,
        "standing": standing,
        "form": CommentForm(nickname=standing.nickname) if may_write else None,
        "sign_in": f"/sign-in/?next={quote(request.path)}%23{ANCHOR}",
    }
