"""The rooms, floor by floor, and the libraries they stand on."""

from __future__ import annotations

OURS = [
    "wutong.insight.reports",
    "wutong.programs.graduation",
    "wutong.programs.verification",
    "wutong.programs.members",
    "wutong.programs.rosters",
    "wutong.programs.publishing",
    "wutong.engines.outreach",
    "wutong.engines.audiences",
    "wutong.core.figures",
    "wutong.core.engagement",
    "wutong.core.interactions",
    "wutong.core.consent",
    "wutong.core.organisations",
    "wutong.core.people",
    "wutong.core.reference",
    "wutong.ui.signin",
    "wutong.ui.office",
    "wutong.ui.site",
    "wutong.ui.design",
    "wutong.platform.tabular",
    "wutong.platform.outbox",
    "wutong.platform.approvals",
    "wutong.platform.documents",
    "wutong.platform.links",
    "wutong.platform.jobs",
    "wutong.platform.files",
    "wutong.platform.vault",
    "wutong.platform.access",
    "wutong.platform.audit",
    "wutong.platform.accounts",
    "wutong.platform.languages",
    "wutong.platform.database",
]

WAGTAIL = [
    "wagtail.contrib.simple_translation",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.embeds",
    "wagtail.snippets",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
]

LIBRARIES = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
]

DJANGO = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

INSTALLED_APPS = [*OURS, *WAGTAIL, *LIBRARIES, *DJANGO]

MIDDLEWARE = [
    "wutong.project.proxy.TrustedProxyMiddleware",
    "wutong.project.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "wutong.project.policy.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "wutong.project.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "wutong.project.language.PreferenceMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wutong.ui.signin.middleware.DoorkeeperMiddleware",
    "wutong.platform.audit.middleware.AuditContextMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "axes.middleware.AxesMiddleware",
]
