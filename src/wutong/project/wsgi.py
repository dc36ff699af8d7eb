"""The WSGI application Granian serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wutong.project.settings.prod")
application = get_wsgi_application()

from wutong.platform.accounts.public import refuse_unsafe_start  # noqa: E402 - needs ready apps

refuse_unsafe_start()

# What is loaded by now stays: the collector need not walk over it again and again. A page makes a
# few thousand objects that all go with it; asking after 20,000 takes a tenth off the slowest tenth.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
