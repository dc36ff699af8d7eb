"""Every address of the house; the only place that knows every room's pages."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

OFFICE = (
    ("", "wutong.ui.office.urls"),
    ("people/applications/", "wutong.programs.joining.office.urls"),
    ("people/", "wutong.core.people.office.urls"),
    ("organisations/", "wutong.core.organisations.office.organisation_urls"),
    ("appointments/", "wutong.core.organisations.office.appointment_urls"),
    ("privacy/", "wutong.core.rights.office.urls"),
    ("updates/", "wutong.core.interactions.office.update_urls"),
    ("briefings/", "wutong.core.interactions.office.dossier_urls"),
    ("reports/", "wutong.core.interactions.office.report_urls"),
    ("key-alumni/", "wutong.core.interactions.office.key_urls"),
    ("duty/", "wutong.core.interactions.office.duty_urls"),
    ("groups/", "wutong.core.interactions.office.group_urls"),
    ("members/", "wutong.programs.members.office.urls"),
    ("imports/", "wutong.ui.office.imports.urls"),
    ("segments/", "wutong.engines.audiences.office.urls"),
    ("inbox/", "wutong.engines.inbox.office.urls"),
    ("wechat/", "wutong.engines.wechat.office.urls"),
    ("campaigns/", "wutong.engines.outreach.office.urls"),
    ("wording/", "wutong.engines.wording.office.urls"),
    ("rosters/", "wutong.programs.rosters.office.urls"),
    ("graduation/", "wutong.programs.graduation.office.urls"),
    ("verification/", "wutong.programs.verification.office.urls"),
    ("letters/", "wutong.programs.correspondence.office.urls"),
    ("moments/", "wutong.programs.moments.office.urls"),
    ("journal/", "wutong.programs.journal.office.urls"),
    ("voices/", "wutong.programs.voices.office.urls"),
    ("comments/", "wutong.programs.comments.office.urls"),
    ("press/", "wutong.programs.press.office.urls"),
    ("praise/", "wutong.programs.press.office.honour_urls"),
    ("newsletter/", "wutong.programs.press.office.briefing_urls"),
    ("posts/", "wutong.programs.posts.office.urls"),
    ("stories/", "wutong.programs.publishing.office.urls"),
    ("sites/", "wutong.programs.publishing.office.site_urls"),
    ("cases/", "wutong.programs.servicedesk.office.urls"),
    ("account/", "wutong.insight.reports.office.urls"),
    ("users/", "wutong.ui.signin.office.urls"),
    ("programs/", "wutong.ui.api.office.urls"),
)
PLAIN = (
    ("sign-in/", "wutong.ui.signin.urls"),
    ("newsroom/", "wutong.programs.publishing.newsroom_urls"),
    ("join/", "wutong.programs.joining.site.urls"),
    ("me/comments/", "wutong.programs.comments.site.own_urls"),
    ("me/", "wutong.programs.members.site.urls"),
    ("", "wutong.programs.members.site.gate_urls"),
    ("a/", "wutong.ui.site.links.urls"),
    ("u/", "wutong.core.consent.site.urls"),
    ("w/", "wutong.core.interactions.site.urls"),
    ("m/", "wutong.engines.outreach.site.urls"),
    ("sms/", "wutong.platform.outbox.sms.urls"),
    ("wechat/", "wutong.platform.outbox.wechat.urls"),
    ("wechat/", "wutong.engines.wechat.site.urls"),
    ("class/", "wutong.programs.rosters.site.urls"),
    ("journal/r/", "wutong.programs.journal.site.reader_urls"),
    ("voices/w/", "wutong.programs.voices.site.writer_urls"),
    ("", "wutong.programs.publishing.site.urls"),
    ("verify/", "wutong.ui.site.verify.urls"),
    ("api/", "wutong.ui.api.urls"),
    ("hooks/", "wutong.platform.outbox.door.urls"),
    ("style/", "wutong.ui.design.urls"),
    ("", "wutong.programs.portal.site.plain_urls"),
    ("", "wutong.ui.site.urls"),
)
PUBLIC = (
    ("praise/", "wutong.programs.press.site.urls"),
    ("journal/", "wutong.programs.journal.site.urls"),
    ("voices/", "wutong.programs.voices.site.urls"),
    ("comments/", "wutong.programs.comments.site.urls"),
    ("", "wutong.programs.portal.site.urls"),
    ("", "wutong.programs.publishing.urls"),
)


def _there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def _includes(table: tuple[tuple[str, str], ...]) -> list[URLPattern | URLResolver]:
    return [path(prefix, include(module)) for prefix, module in table if _there(module)]


urlpatterns: list[URLPattern | URLResolver] = [
    path("office/", include((_includes(OFFICE), "office"))),
    *_includes(PLAIN),
    *i18n_patterns(*_includes(PUBLIC), prefix_default_language=False),
]

handler400 = "wutong.ui.site.views.bad_request"
handler403 = "wutong.ui.site.views.forbidden"
handler404 = "wutong.ui.site.views.not_found"
handler500 = "wutong.ui.site.views.failed"
