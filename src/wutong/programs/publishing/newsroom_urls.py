"""The newsroom: Wagtail's admin behind our door.

Its own pages for signing in, passwords and user accounts are shadowed, because they know neither the
second factor nor our roles.
"""

from __future__ import annotations

from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from wutong.programs.publishing.guarding import within_sites
from wutong.programs.publishing.newsroom_scripts import words_of_scripts
from wutong.ui.signin import public as doors

urlpatterns = [
    path("login/", doors.sign_in_or_refuse),
    path("logout/", doors.sign_out),
    re_path(r"^password_reset/.*$", doors.to_password_reset),
    path("account/", doors.to_security),
    re_path(r"^users/.*$", doors.to_staff),
    re_path(r"^groups/.*$", doors.to_staff),
    path("jsi18n/", words_of_scripts),
    *decorate_urlpatterns([path("", include(wagtailadmin_urls))], within_sites),
]
