"""The university's log-in: OpenID Connect, CAS, and WeChat on the web."""
