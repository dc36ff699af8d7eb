"""What is done with data only after a consent of its own (PIPL 23, 25, 29, 39)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from wutong.core.consent.enums import Separate
from wutong.core.consent.registry import Purpose, Text

SINCE = date(2026, 11, 1)

SEPARATE = (
    Purpose(
        code="share.organisations",
        kind=Separate.SHARE,
        label=_("My alumni organisation may have my data"),
        description=_(
            "Regional, industry and class organisations are bodies of their own. They get your "
            "name, college, class and e-mail address to invite you; nothing else."
        ),
        text=Text(
            version=1,
            valid_from=SINCE,
            zh="我单独同意校友会将我的姓名、院系、班级和电子邮箱提供给我所在的地方、行业或班级校友组织，"
            "用于联络和活动邀请；提供前会告知接收方的名称与联系方式。我可随时撤回，不影响其他服务。",
            en="I separately agree that my name, college, class and e-mail address are given to "
            "the alumni organisation I belong to, for contact and invitations; I am told its name "
            "and contact before. I can withdraw at any time, and nothing else changes.",
        ),
    ),
    Purpose(
        code="share.employers",
        kind=Separate.SHARE,
        label=_("Alumni companies may see my profile"),
        description=_(
            "For job fairs and projects: companies on the list of the fair see your name, subject, "
            "year and present position."
        ),
        text=Text(
            version=1,
            valid_from=SINCE,
            zh="我单独同意校友会将我的姓名、专业、毕业年份和现任职务提供给招聘会或合作项目的参加单位，"
            "仅用于招聘与合作联络。我可随时撤回。",
            en="I separately agree that my name, subject, year and present position are given to "
            "companies taking part in a job fair or project, for recruitment and cooperation "
            "only. I can withdraw at any time.",
        ),
    ),
    Purpose(
        code="publish.honours",
        kind=Separate.PUBLISH,
        label=_("My name may stand on the roll of honour"),
        description=_("Donors, volunteers and prize-winners are thanked by name on the website."),
        text=Text(
            version=1,
            valid_from=SINCE,
            zh="我单独同意在学校网站、刊物和芳名录上公开我的姓名、院系与年级，以示感谢。我可随时撤回，"
            "网页在撤回后三个工作日内更正。",
            en="I separately agree that my name, college and year are published on the "
            "university's website, journal and roll of honour by way of thanks. I can withdraw at "
            "any time; pages are changed within three working days.",
        ),
    ),
    Purpose(
        code="sensitive.care",
        kind=Separate.SENSITIVE,
        label=_("What I tell about my health may be kept for help"),
        description=_(
            "For relief and visits: what you tell about illness or hardship is seen only by the "
            "colleagues who help."
        ),
        text=Text(
            version=1,
            valid_from=SINCE,
            zh="我单独同意校友会为提供救助与慰问而处理我主动告知的健康与困难情况，仅限经办人员查看，"
            "事毕一年后删除。我可随时撤回。",
            en="I separately agree that what I tell about my health or hardship is handled for "
            "relief and visits, seen only by the colleagues in charge, and erased a year after. I "
            "can withdraw at any time.",
        ),
    ),
    Purpose(
        code="abroad.organisations",
        kind=Separate.ABROAD,
        label=_("An alumni organisation abroad may have my data"),
        description=_(
            "Your name, college, year and e-mail address go to the alumni organisation of the "
            "country you live in, whose law applies there."
        ),
        text=Text(
            version=1,
            valid_from=SINCE,
            zh="我单独同意校友会将我的姓名、院系、年级和电子邮箱提供给境外的校友组织，用于联络和活动邀请；"
            "提供前会告知接收方的名称、联系方式和我行使权利的方式。我可随时撤回。",
            en="I separately agree that my name, college, year and e-mail address are given to an "
            "alumni organisation outside mainland China, for contact and invitations; I am told "
            "its name, its contact and how to use my rights there. I can withdraw at any time.",
        ),
    ),
)
