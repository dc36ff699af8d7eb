"""The clouds as the demo finds them: its keys, its signatures, its approved templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wutong.devtools.texts.behaviour import Behaviour
from wutong.devtools.texts.server import Simulator
from wutong.devtools.texts.store import TextStore
from wutong.engines.outreach.demo_wording import SIGNATURES, TEMPLATES

if TYPE_CHECKING:
    from pathlib import Path

KEY_ID, SECRET = "demo-key", "demo-secret"  # public on purpose: they open the simulator alone
APP_ID = "1400000000"


def demo_simulator(path: Path, *, port: int, callback: str) -> Simulator:
    """Both clouds, knowing what the demo data say they approved."""
    path.parent.mkdir(parents=True, exist_ok=True)
    store = TextStore(path)
    for template in TEMPLATES:
        store.keep_template(template.gateway, template.code, template.body)
    return Simulator(
        store=store,
        behaviour=Behaviour(delay=0.02, rate=300, failed_share=0.004, receipt_delay=2.0),
        keys={KEY_ID: SECRET},
        signatures=frozenset(text for _gateway, text, _body in SIGNATURES),
        callback=callback,
        port=port,
    )


def gateway_settings(address: str) -> dict[str, str]:
    """The environment that leads both gateways to the simulator."""
    return {
        "ALIYUN_SMS_ENDPOINT": address,
        "ALIYUN_SMS_KEY_ID": KEY_ID,
        "ALIYUN_SMS_SECRET": SECRET,
        "TENCENT_SMS_ENDPOINT": address,
        "TENCENT_SMS_KEY_ID": KEY_ID,
        "TENCENT_SMS_SECRET": SECRET,
        "TENCENT_SMS_APP_ID": APP_ID,
    }
