"""Who sees, writes, signs off and seals formal letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wutong.core.reference.enums import Grade
from wutong.platform.access.public import Permission, register_permissions, scope, scoper
from wutong.programs.correspondence.models import FormalLetter, LetterTemplate
from wutong.programs.correspondence.services.signing import sign_off_closed

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from wutong.kernel.actors import Actor
    from wutong.platform.access.public import Scopes
    from wutong.platform.accounts.models import User
    from wutong.platform.approvals.models import ApprovalRequest

VIEW = "letters.record.view"
CHANGE = "letters.record.change"
CHECK = "letters.record.check"
APPROVE = "letters.record.approve"
SEAL = "letters.record.seal"
EXPORT = "letters.record.export"
TEMPLATES = "letters.template.change"

register_permissions(
    Permission(VIEW, _("Read formal letters")),
    Permission(CHANGE, _("Write formal letters, send them and note answers")),
    Permission(CHECK, _("Check formal letters before they are signed off")),
    Permission(APPROVE, _("Sign formal letters off")),
    Permission(SEAL, _("Number and seal formal letters, and make them void")),
    Permission(EXPORT, _("Take the register of letters out as a file")),
    Permission(TEMPLATES, _("Change the texts that letters start from")),
)


@scoper(FormalLetter)
def letter_scope(scopes: Scopes, action: str) -> QuerySet[FormalLetter]:
    """The letters of the whole office; those that concern sensitive people for the cleared."""
    rows = FormalLetter.objects.all() if scopes.everything else FormalLetter.objects.none()
    if scopes.cleared:
        return rows
    return rows.filter(Q(person__isnull=True) | Q(person__grade__lt=Grade.SENSITIVE))


@scoper(LetterTemplate)
def template_scope(scopes: Scopes, action: str) -> QuerySet[LetterTemplate]:
    """One set of texts for the office."""
    return LetterTemplate.objects.all() if scopes.everything else LetterTemplate.objects.none()


class LetterSubject:
    """Lets approvals ask and tell about ``letter:12``."""

    def visible(self, user: User, subject_ref: str) -> bool:
        """Whether the letter is in the user's sight."""
        return scope(user, FormalLetter).filter(pk=subject_ref.partition(":")[2]).exists()

    def closed(self, request: ApprovalRequest, actor: Actor) -> None:
        """Signed off, or back to draft."""
        sign_off_closed(letter_id=int(request.subject_ref.partition(":")[2]), actor=actor)
