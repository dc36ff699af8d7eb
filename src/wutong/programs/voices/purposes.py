"""The words writers agree to."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from wutong.core.consent.enums import Separate
from wutong.core.consent.registry import Purpose, Text
from wutong.programs.voices.names import PURPOSE

PUBLISH_VOICES = Purpose(
    code=PURPOSE,
    kind=Separate.PUBLISH,
    label=_("What I wrote for a call may be published"),
    description=_(
        "The text, the name, college and class you choose to show, and the picture you add stand"
        " on the website, and in the journal and our posts where you allow it. Withdrawing takes"
        " them off the website at once."
    ),
    text=Text(
        version=1,
        valid_from=date(2019, 1, 1),
        zh="我单独同意学校公开我在征集中提交的文字、所附图片，以及我选择显示的姓名或昵称、院系与届别，"
        "公开范围以我当次勾选的为准。我可随时修改或撤回，撤回后网页上的内容即时移除；"
        "已印刷、已推送的内容不再使用。",
        en="I separately agree that the text I hand in, the picture I add and the name, college and "
        "class I choose to show are published within the reach I ticked. I can correct or withdraw "
        "them at any time: on the website they are gone at once, and what is already printed or "
        "posted is not used again.",
    ),
)
