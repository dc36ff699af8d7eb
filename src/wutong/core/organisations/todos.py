"""What waits for the office: terms that end, proposals nobody decided, batches not confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wutong.core.organisations import rules
from wutong.core.organisations.enums import AppointmentRole, BatchState
from wutong.core.organisations.models import Appointment, AppointmentBatch, Organisation
from wutong.core.organisations.naming import search
from wutong.core.organisations.office.addresses import batch_url, organisation_url
from wutong.core.organisations.selectors.offices import due_for_renewal
from wutong.platform.access.public import can, scope
from wutong.ui.design.typography import exact
from wutong.ui.office.registry import SearchHit, Todo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wutong.platform.accounts.models import User


def appointment_todos(user: User) -> Iterator[Todo]:
    """One line an office: how many terms end within sixty days, the first of them when."""
    if not can(user, rules.APPOINT):
        return
    due = (
        due_for_renewal(scope(user, Appointment))
        .order_by()
        .values("role")
        .annotate(number=Count("pk"), first=Min("term_to"))
        .order_by("first")
    )
    for row in due:
        yield Todo(
            title=ngettext(
                "%(office)s: %(count)s term ends soon",
                "%(office)s: %(count)s terms end soon",
                row["number"],
            )
            % {"office": AppointmentRole(row["role"]).label, "count": exact(row["number"])},
            url=f"{reverse('office:appointments-list')}?due=true&role={row['role']}",
            due=row["first"],
            kind="appointments",
        )
    for batch in scope(user, AppointmentBatch).filter(state=BatchState.CHECKED, created_by=user):
        yield Todo(
            title=_("Confirm the batch “%(title)s”") % {"title": batch.title},
            url=batch_url(batch.pk),
            kind="appointments",
        )


def find_organisations(user: User, text: str, limit: int) -> list[SearchHit]:
    """Those ``user`` may see; none for an empty text."""
    if not text.strip():
        return []
    rows = scope(user, Organisation).select_related("region").defer("search_tokens", "note")
    return [
        SearchHit(
            title=str(row),
            subtitle=" · ".join(str(part) for part in (row.get_kind_display(), row.region) if part),
            url=organisation_url(row.pk),
            icon="building",
        )
        for row in search(text, organisations=rows).order_by("name_pinyin", "pk")[:limit]
    ]
