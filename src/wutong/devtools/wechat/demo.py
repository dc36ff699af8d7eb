"""WeChat as the demo finds it: its keys, its templates, three people with a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wutong.devtools.wechat.account import EVER, Behaviour
from wutong.devtools.wechat.server import Simulator
from wutong.devtools.wechat.store import WechatStore
from wutong.engines.wechat.demo_words import FANS, LISTED

if TYPE_CHECKING:
    from pathlib import Path

# Public on purpose: they open the simulator alone.
KEYS = {
    "app_id": "wxdemo0000000000",
    "secret": "demo-secret",
    "token": "demotoken",
    "aes_key": "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
}


def demo_simulator(path: Path, *, port: int, callback: str) -> Simulator:
    """The account, knowing what the demo data say it may send."""
    path.parent.mkdir(parents=True, exist_ok=True)
    store = WechatStore(path)
    for openid, name in FANS.items():
        if store.fan(openid) is None:
            store.keep_fan(openid, name)
            store.allow(openid, LISTED[0]["priTmplId"], EVER)
    return Simulator(
        store=store,
        keys=KEYS,
        templates=list(LISTED),
        behaviour=Behaviour(delay=0.02, receipt_delay=2.0),
        callback=callback,
        port=port,
    )


def account_settings(address: str) -> dict[str, str]:
    """The environment that leads the house to the simulator."""
    return {
        "WECHAT_NAME": "梧桐大学校友会",
        "WECHAT_ENDPOINT": address,
        "WECHAT_AUTHORIZE": f"{address}/connect/oauth2/authorize",
        "WECHAT_APP_ID": KEYS["app_id"],
        "WECHAT_SECRET": KEYS["secret"],
        "WECHAT_TOKEN": KEYS["token"],
        "WECHAT_AES_KEY": KEYS["aes_key"],
    }
