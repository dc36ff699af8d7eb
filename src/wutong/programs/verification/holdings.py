"""What this room holds about a person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wutong.platform.privacy.enums import Fate
from wutong.platform.privacy.public import Holding, deletes, holdings, reads
from wutong.programs.verification.models import Line

holdings.register(
    "verification.lines",
    Holding(
        title=_("What your college said when it verified your record"),
        purpose=_("To keep your record right."),
        fate=Fate.ERASE,
        read=reads(Line, "unit_list", "answer", "changes", "answered_at", "review"),
        erase=deletes(Line),
        tables=("verification_line",),
    ),
    order=8,
)
