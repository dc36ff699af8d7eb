"""What the person is written about their request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from wutong.core.people.public import best_email
from wutong.core.rights.enums import CaseState
from wutong.platform.outbox.public import enqueue_single
from wutong.ui.design.typography import as_day

if TYPE_CHECKING:
    from wutong.core.rights.models import Case
    from wutong.kernel.actors import Actor

PRIVACY_CENTRE = "/me/privacy/"
"""Where a member finds all of it."""


def tell(actor: Actor, case: Case) -> bool:
    """Write to the person what became of it; False where no address works (the office calls)."""
    if case.person is None:
        return False
    address = best_email(case.person_id or 0)
    if address is None:
        return False
    with translation.override(case.person.language):
        subject, text = _words(case)
    enqueue_single(
        actor=actor,
        to=address,
        to_name=case.person.name,
        subject=subject,
        text=text,
        language=case.person.language,
        subject_ref=f"person:{case.person_id}",
    )
    return True


def _words(case: Case) -> tuple[str, str]:
    assert case.person is not None
    said = {
        "name": case.person.name,
        "request": case.get_kind_display(),
        "answer": case.answer,
        "ground": case.get_ground_display(),
        "day": as_day(case.runs_at) if case.runs_at else "",
        "address": f"{settings.SITE_URL}{PRIVACY_CENTRE}",
    }
    if case.state == CaseState.COOLING:
        return _("Your record will be erased on %(day)s") % said, _(
            "Dear %(name)s,\n\nyour record will be erased on %(day)s, and your account closed. Until "
            "then you can undo it: sign in and look under %(address)s, or call us. If it was not "
            "you who asked, please undo it and write to us at once.\n\nThis is the last message "
            "you get from us if you do nothing."
        ) % said
    if case.state == CaseState.REFUSED:
        return _("About your request: %(request)s") % said, _(
            "Dear %(name)s,\n\nyou asked: %(request)s. We cannot do so (%(ground)s):\n\n%(answer)s\n\n"
            "If you see it differently, please write to us. You may also turn to the authority "
            "that supervises the protection of personal data, or to a court."
        ) % said
    return _("About your request: %(request)s") % said, _(
        "Dear %(name)s,\n\nyou asked: %(request)s. Our answer:\n\n%(answer)s\n\n"
        "All requests and what became of them stand under %(address)s."
    ) % said
