"""The test settings with the tasks of the tests, for a worker in a process of its own."""

from wutong.project.settings.test import *  # noqa: F403

PROCRASTINATE_IMPORT_PATHS = ["wutong.platform.jobs.tests.sleeper"]
