"""The check itself: lists and a text in, findings out; no database, no request."""
