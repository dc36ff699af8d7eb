"""The university's Official Account on WeChat: notices, words within 48 hours, what fans do.

``docs/reference/wechat.md`` has the interfaces used and what is done when an answer is lost.
"""
