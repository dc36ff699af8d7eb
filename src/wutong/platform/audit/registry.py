"""The verbs of the audit trail, with the words a reader sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wutong.kernel.registry import Registry

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

verbs: Registry[_StrOrPromise] = Registry("audit verbs")
verbs.register("sensitive.viewed", _("viewed unmasked data"))
