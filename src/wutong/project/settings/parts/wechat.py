"""The Official Account on WeChat. Without app id and secret it does not exist for the house."""

from __future__ import annotations

from .environment import env

WECHAT_ACCOUNT = {
    "name": env.str("WECHAT_NAME", ""),  # as readers know it
    "endpoint": env.str("WECHAT_ENDPOINT", "https://api.weixin.qq.com"),
    "authorize": env.str("WECHAT_AUTHORIZE", "https://open.weixin.qq.com/connect/oauth2/authorize"),
    "app_id": env.str("WECHAT_APP_ID", ""),
    "secret": env.str("WECHAT_SECRET", ""),
    "token": env.str("WECHAT_TOKEN", ""),  # of the callback; empty: nothing is taken
    "aes_key": env.str("WECHAT_AES_KEY", ""),  # EncodingAESKey, 43 characters
    "rate": env.int("WECHAT_RATE", 100),  # notices a second, over all workers
    "connections": env.int("WECHAT_CONNECTIONS", 8),
    "hours": env.str("WECHAT_HOURS", "08:00-21:00"),
}
