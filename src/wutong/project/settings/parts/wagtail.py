"""The newsroom: our own base page, no calls abroad, no second password door."""

from __future__ import annotations

WAGTAIL_SITE_NAME = "梧桐 Wutong"
WAGTAIL_PAGE_MODEL = "publishing.BasePage"
WAGTAILIMAGES_IMAGE_MODEL = "publishing.Picture"
WAGTAILDOCS_DOCUMENT_MODEL = "publishing.Paper"
WAGTAILADMIN_LOGIN_URL = "/newsroom/login/"  # ours: to sign-in, or 403 for who is signed in
WAGTAIL_FRONTEND_LOGIN_URL = "/sign-in/"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAILUSERS_PASSWORD_REQUIRED = False
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
# A drawing that may hold a script is no picture here; papers are handed out as files, never shown.
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 30 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = [
    "csv", "docx", "epub", "mp3", "mp4", "odp", "ods", "odt", "pdf", "pptx", "txt", "xlsx", "zip",
]  # fmt: skip
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
WAGTAILDOCS_BLOCK_EMBEDDED_CONTENT = True
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_WORKFLOW_ENABLED = False  # stories go through the reviews of the house
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
