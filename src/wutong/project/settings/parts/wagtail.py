"""The newsroom: our own base page, no calls abroad, no second password door."""

from __future__ import annotations

WAGTAIL_SITE_NAME = "梧桐 Wutong"
WAGTAIL_PAGE_MODEL = "publishing.BasePage"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
