"""The switch of the whole house, and that of a single story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from wutong.kernel import clock
from wutong.platform.access.public import can
from wutong.platform.accounts.models import User
from wutong.platform.audit.public import record
from wutong.programs.comments import rules
from wutong.programs.comments.enums import ThreadState
from wutong.programs.comments.errors import DutyEditorError
from wutong.programs.comments.models import House, Thread
from wutong.programs.comments.names import AREA, area_of
from wutong.programs.comments.selectors import house
from wutong.ui.site.public import page_changed

if TYPE_CHECKING:
    from uuid import UUID

    from wutong.kernel.actors import Actor

REF = "comments:house"


def _locked() -> House:
    House.objects.get_or_create(pk=1)
    return House.objects.select_for_update(of=("self",)).select_related("duty_editor").get(pk=1)


def _kept(actor: Actor, row: House, verb: str, reason: str = "") -> House:
    row.changed_at, row.changed_by, row.reason = clock.now(), actor.label[:120], reason[:300]
    row.save()
    record(
        actor=actor, verb=verb, subject=REF, subject_label=str(row.duty_editor or ""),
        data={"duty_editor": row.duty_editor_id, "open": row.is_open, "reason": reason},
    )  # fmt: skip
    page_changed(AREA)
    return row


@transaction.atomic
def name_editor(*, actor: Actor, user_id: int) -> House:
    """Who answers for comments from now on. Raises `DutyEditorError`."""
    row = _locked()
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or not can(user, rules.MODERATE):
        raise DutyEditorError
    row.duty_editor = user
    return _kept(actor, row, "comments.editor_named")


@transaction.atomic
def open_house(*, actor: Actor) -> House:
    """Comments are taken and shown. Raises `DutyEditorError` where nobody answers for them."""
    row = _locked()
    editor = row.duty_editor
    if editor is None or not editor.is_active or not can(editor, rules.MODERATE):
        raise DutyEditorError
    row.is_open = True
    return _kept(actor, row, "comments.opened")


@transaction.atomic
def close_house(*, actor: Actor, reason: str = "") -> House:
    """Nothing is taken, nothing shown, below any story; what stood there comes back with opening."""
    row = _locked()
    if not row.is_open:
        return row
    row.is_open = False
    return _kept(actor, row, "comments.closed", reason.strip())


def settle(*, actor: Actor) -> bool:
    """Write down that comments closed by themselves, once nobody is on duty; whether they did."""
    row = house()
    if not row.is_open or row.stands:  # type: ignore[attr-defined]
        return False
    close_house(actor=actor, reason="no duty editor with an open account")
    return True


@transaction.atomic
def set_thread(*, actor: Actor, story: UUID, state: ThreadState) -> None:
    """What one story allows, while the house allows comments at all."""
    if state == ThreadState.HOUSE:
        Thread.objects.filter(key=story).delete()
    else:
        Thread.objects.update_or_create(
            key=story,
            defaults={
                "state": state, "changed_at": clock.now(), "changed_by": actor.label[:120],
            },
        )  # fmt: skip
    record(
        actor=actor, verb="comments.thread_set", subject=f"story:{story}",
        data={"state": state.value},
    )  # fmt: skip
    page_changed(area_of(story))
