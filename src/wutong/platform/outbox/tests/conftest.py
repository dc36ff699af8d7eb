import pytest

from wutong.platform.outbox.smtp.settings import SmtpConfig
from wutong.platform.outbox.tests.server import Behaviour, Server


@pytest.fixture(autouse=True)
def _journal(settings, tmp_path):
    settings.OUTBOX_JOURNAL = tmp_path / "outbox"


@pytest.fixture
def smtp():
    """``smtp(behaviour)`` starts a server and gives (server, config)."""
    servers = []

    def start(behaviour=None, **config):
        server = Server(behaviour or Behaviour())
        servers.append(server)
        fields = {"connections": 3, "timeout": 5.0, "final_timeout": 5.0, **config}
        return server, SmtpConfig("127.0.0.1", server.port, **fields)

    yield start
    for server in servers:
        server.close()
