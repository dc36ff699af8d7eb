"""Signing mail (RFC 6376, RFC 8463) and looking at what DNS says about a sending domain."""
