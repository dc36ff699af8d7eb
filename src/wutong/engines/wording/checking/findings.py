"""What the check says, told in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wutong.engines.wording.checking.folding import fold_words
from wutong.engines.wording.enums import SEVERITY_OF, FindingKind, Severity
from wutong.ui.design.typography import as_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrOrPromise

SAID: dict[str, _StrOrPromise] = {
    "title_outdated": gettext_lazy("%(name)s was %(title)s until %(until)s."),
    "title_former": gettext_lazy("%(name)s is not on the list with “%(title)s”, now or before."),
    "title_early": gettext_lazy("%(name)s becomes %(title)s only on %(since)s."),
    "title_wrong": gettext_lazy("The list does not have “%(title)s” for %(name)s."),
    "order": gettext_lazy("The names do not stand in the order of protocol."),
    "name": gettext_lazy("“%(found)s” is one character off %(name)s, who is on the list."),
    "forbidden": gettext_lazy("“%(words)s” is not to be used."),
    "sensitive": gettext_lazy("“%(words)s” is sensitive."),
    "phrase": gettext_lazy("At its first mention “%(words)s” is written in full."),
    "quotation": gettext_lazy("These are words of %(name)s, and we may not quote them here."),
    "solicitation": gettext_lazy(
        "“%(words)s” asks for gifts in a public post of a body without a certificate of public"
        " fundraising. Publishing it is itself public fundraising (Charity Law, articles 23 and"
        " 30)."
    ),
}
INSTEAD = {
    "title_outdated": gettext_lazy("Now: %(titles)s"),
    "title_wrong": gettext_lazy("On the list: %(titles)s"),
    "order": gettext_lazy("In order: %(names)s"),
    "name": gettext_lazy("Write %(name)s, if that is who is meant."),
    "words": gettext_lazy("Write: %(advice)s"),
    "quotation": gettext_lazy("Ask for permission, or take them out. Now: %(permission)s"),
    "solicitation": gettext_lazy(
        "Take it out, or send it to identified alumni only, or publish it for a body that has the"
        " certificate."
    ),
}


@dataclass(frozen=True)
class Finding:
    """One place of a text. ``start`` and ``end`` count in the text that was given; ``found`` is
    what stands there. ``code`` and ``values`` make the sentence in the language of the moment.
    """

    kind: FindingKind
    start: int
    end: int
    found: str
    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""

    @property
    def severity(self) -> Severity:
        """How much it weighs."""
        return SEVERITY_OF[self.kind]

    @property
    def grave(self) -> bool:
        """Whether it should not go out like this."""
        return self.severity == Severity.GRAVE

    @property
    def message(self) -> str:
        """What is amiss."""
        days = {k: as_day(v) for k, v in self.values.items() if isinstance(v, date)}
        return str(SAID[self.code]) % {**self.values, **days}

    @property
    def advice(self) -> str:
        """What to write instead; "" where the list says nothing."""
        if self.kind == FindingKind.SOLICITATION:
            return str(INSTEAD["solicitation"])
        if self.kind in (FindingKind.FORBIDDEN, FindingKind.SENSITIVE, FindingKind.PHRASE):
            return str(INSTEAD["words"]) % self.values if self.values["advice"] else ""
        if self.kind in (FindingKind.TITLE_OUTDATED, FindingKind.TITLE_WRONG):
            which = "title_outdated" if self.kind == FindingKind.TITLE_OUTDATED else "title_wrong"
            titles = self.values.get("titles") or _("no title")
            return str(INSTEAD[which]) % {"titles": titles}
        return str(INSTEAD[self.kind.value]) % self.values

    @property
    def key(self) -> str:
        """The same for the same finding wherever it stands, so that an answer to it holds."""
        about = (self.kind.value, self.code, fold_words(self.found), str(self.values.get("name")))
        return sha256("\x1f".join(about).encode()).hexdigest()[:24]
