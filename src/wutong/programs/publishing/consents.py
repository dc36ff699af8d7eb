"""What people agree to before their face stands in public."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wutong.core.consent.enums import Separate
from wutong.core.consent.registry import Purpose, Text

if TYPE_CHECKING:
    from collections.abc import Callable

PORTRAIT = "publish.portrait"

PURPOSE = Purpose(
    code=PORTRAIT,
    kind=Separate.PUBLISH,
    label=_("Pictures in which I am to be seen may be published"),
    description=_(
        "In stories on the website, in letters, on WeChat and in the journal. Taken back, every "
        "such picture disappears from all of them within a minute; printed issues stay."
    ),
    text=Text(
        version=1,
        valid_from=date(2026, 11, 1),
        zh="我单独同意学校在网站、电子邮件、微信公众号和校友刊物的报道中使用含有我肖像的照片。"
        "我可随时撤回；撤回后，上述照片在一分钟内从各处消失，已印刷的刊物除外。",
        en="I separately agree that pictures in which I am to be seen are used in stories on the "
        "website, in letters, on WeChat and in the alumni journal. I can withdraw at any time; "
        "such pictures then disappear from all of these within a minute, printed issues excepted.",
    ),
)


class PortraitsEnd:
    """Takes pictures off when the consent is withdrawn, wherever that was said."""

    def __init__(self, end: Callable[[int], object]) -> None:
        self._end = end

    def withdrawn(self, person_id: int, topic: str) -> None:
        """In the transaction that withdraws it."""
        if topic == PORTRAIT:
            self._end(person_id)
