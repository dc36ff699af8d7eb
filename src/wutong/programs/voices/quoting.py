"""Testimonials on the home page: chosen by colleagues, a few at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from wutong.engines.calls.errors import CallError
from wutong.kernel import clock
from wutong.platform.audit.public import record
from wutong.programs.voices.models import Quoted
from wutong.programs.voices.names import AREA
from wutong.programs.voices.selectors import wall
from wutong.ui.site.public import content_changed

if TYPE_CHECKING:
    from django.http import HttpRequest

    from wutong.kernel.actors import Actor

SHOWN = 3


@transaction.atomic
def quote(*, actor: Actor, entry_id: int, wanted: bool) -> None:
    """Onto the home page, or off it; only what stands on the wall."""
    entry = wall().filter(pk=entry_id).first()
    if entry is None:
        raise CallError(_("This text is not published."))
    if wanted:
        Quoted.objects.get_or_create(entry=entry, defaults={"since": clock.now()})
    else:
        Quoted.objects.filter(entry=entry).delete()
    record(
        actor=actor, verb="voices.quoted" if wanted else "voices.unquoted", subject=entry.ref,
        subject_label=entry.shown_as,
    )  # fmt: skip
    content_changed(AREA, entry.ref)


def home_voices(_request: HttpRequest) -> dict[str, Any] | None:
    """The latest chosen ones; one statement, and nothing where there is none."""
    found = list(wall().filter(quoted__isnull=False).order_by("-quoted__since", "-pk")[:SHOWN])
    return {"entries": found} if found else None
