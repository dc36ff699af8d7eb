"""A university's log-in on this machine: OpenID Connect, CAS, WeChat and a staff directory.

Speaks the protocols as their documents say, with keys and people of its own; for tests, and for
trying the sign-in without a university::

    python -m wutong.devtools.campus --port 8040
"""
