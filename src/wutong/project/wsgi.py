"""The WSGI application Granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wutong.project.settings.prod")
application = get_wsgi_application()

from wutong.platform.accounts.public import refuse_unsafe_start  # noqa: E402 - needs ready apps

refuse_unsafe_start()
