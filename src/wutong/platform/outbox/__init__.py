"""The one way out: every message that leaves Wutong is a row here first.

Read ``public`` for what other rooms may call, ``registry`` for what they may plug in, and
``docs/reference/outbox.md`` for the state machine and the columns a snapshot fills.
"""
