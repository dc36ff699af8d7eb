"""The verbs of the audit trail, with the words a reader sees; and who is told of each line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from django.utils.translation import gettext_lazy as _

from wutong.kernel.registry import Registry

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    from wutong.platform.audit.models import AuditEntry


class EntryListener(Protocol):
    """Is told of every line that is written, in the same transaction."""

    def __call__(self, entry: AuditEntry) -> None: ...


listeners: Registry[EntryListener] = Registry("audit listeners")
verbs: Registry[_StrOrPromise] = Registry("audit verbs")
verbs.register("sensitive.viewed", _("viewed unmasked data"))
